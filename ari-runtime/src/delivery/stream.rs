//! The stream of events that a program reads.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;

use crate::delivery::queue::{Queue, Slot};
use crate::delivery::{Delivery, Missed};
use crate::event::ApiEvent;
use crate::session::link::Link;

/// Events in the order in which Asterisk sent them, with everything that happened to the stream between them.
///
/// It has a queue of its own: a reader that is slow misses events, which is told in their place, and costs no other
/// reader anything. Dropping it unsubscribes.
pub struct Events<E: ApiEvent> {
    queue: Arc<Queue<Delivery<E>>>,
    /// Keeps the connection while somebody reads.
    _link: Option<Arc<Link>>,
}

impl<E: ApiEvent> Events<E> {
    pub(crate) fn new(queue: Arc<Queue<Delivery<E>>>, link: Option<Arc<Link>>) -> Self {
        Self { queue, _link: link }
    }

    /// The next item; `None` after [`Delivery::Ended`].
    ///
    /// Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<Delivery<E>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Delivery<E>>> {
        self.queue.poll_take(context.waker()).map(|slot| {
            slot.map(|slot| match slot {
                Slot::Item(item) => item,
                Slot::Missed(count) => Delivery::Missed(Missed { count }),
            })
        })
    }
}

impl<E: ApiEvent> Stream for Events<E> {
    type Item = Delivery<E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<E: ApiEvent> Drop for Events<E> {
    fn drop(&mut self) {
        self.queue.abandon();
    }
}

impl<E: ApiEvent> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}
