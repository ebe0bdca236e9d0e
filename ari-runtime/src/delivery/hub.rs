//! Gives each frame to the consumers that want it: one look at the kind, one decoding, shared by all; never waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::delivery::queue::Queue;
use crate::delivery::{Delivery, Ended, Lost};
use crate::event::frame::Frame;
use crate::event::scan;
use crate::event::{ApiEvent, decode_frame};

/// Who gets events.
pub(crate) struct Hub<E: ApiEvent> {
    consumers: Mutex<Consumers<E>>,
}

struct Consumers<E: ApiEvent> {
    list: Vec<Consumer<E>>,
    /// Set once; who comes later is told at once.
    ended: Option<Ended>,
}

struct Consumer<E: ApiEvent> {
    queue: Arc<Queue<Delivery<E>>>,
    /// Kinds it wants; `None` for all, unknown ones included.
    kinds: Option<Vec<E::Kind>>,
}

impl<E: ApiEvent> Consumer<E> {
    fn wants(&self, kind: Option<E::Kind>) -> bool {
        match (&self.kinds, kind) {
            (None, _) => true,
            (Some(kinds), Some(kind)) => kinds.contains(&kind),
            (Some(_), None) => false,
        }
    }
}

impl<E: ApiEvent> Hub<E> {
    pub(crate) fn new() -> Self {
        Self { consumers: Mutex::new(Consumers { list: Vec::new(), ended: None }) }
    }

    fn lock(&self) -> MutexGuard<'_, Consumers<E>> {
        self.consumers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A queue that gets, from the next frame on, events of some kinds or of all.
    pub(crate) fn subscribe(
        &self,
        kinds: Option<Vec<E::Kind>>,
        capacity: usize,
    ) -> Arc<Queue<Delivery<E>>> {
        let queue = Queue::new(capacity);
        let mut consumers = self.lock();
        match consumers.ended {
            Some(ended) => queue.end([Delivery::Ended(ended)]),
            None => {
                consumers.list.retain(|it| !it.queue.is_abandoned());
                consumers.list.push(Consumer { queue: queue.clone(), kinds });
            }
        }
        queue
    }

    /// Hands out one frame; tells whether its kind is one of these.
    pub(crate) fn frame(&self, text: &str, watched: &[E::Kind]) -> bool {
        let kind = scan::peek_type(text).and_then(|name| E::kind(&name));
        let mut consumers = self.lock();
        consumers.list.retain(|it| !it.queue.is_abandoned());
        if consumers.list.iter().any(|it| it.wants(kind)) {
            let item = match decode_frame(&Frame::from(text)) {
                Ok(event) => Delivery::Event(event),
                Err(error) => {
                    tracing::warn!(kind = error.kind, path = error.path, "malformed frame");
                    Delivery::Malformed(Arc::new(error))
                }
            };
            for consumer in consumers.list.iter().filter(|it| it.wants(kind)) {
                consumer.queue.push(item.clone());
            }
        }
        kind.is_some_and(|kind| watched.contains(&kind))
    }

    /// Tells everyone that nothing more will come, and why.
    pub(crate) fn end(&self, lost: Option<Lost>, ended: Ended) {
        let mut consumers = self.lock();
        if consumers.ended.is_some() {
            return;
        }
        consumers.ended = Some(ended);
        for consumer in consumers.list.drain(..) {
            let lost = lost.clone().map(Delivery::Lost);
            consumer.queue.end(lost.into_iter().chain([Delivery::Ended(ended)]));
        }
    }
}
