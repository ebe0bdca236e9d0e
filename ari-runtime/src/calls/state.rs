//! What the hub tells of one call: its events, and its end, which no full queue can keep back.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::Notify;

use crate::Text;
use crate::calls::digits::Digits;
use crate::calls::left::{Left, LeftReason};
use crate::delivery::consumer::{Consumer, Gap, Heard, Role, Wakers, until};
use crate::delivery::queue::{Counts, Queue};
use crate::delivery::{Delivery, Ended};
use crate::event::{ApiEvent, scan};
use crate::tables::Session;

/// The hub's side of one call.
pub(crate) struct CallState<E: ApiEvent> {
    pub(crate) queue: Queue<Delivery<E>>,
    /// Its channels' ids, the latest one last.
    names: Name,
    digits: Mutex<Digits>,
    /// The kind that brings one, and its member that is the digit.
    digit: Option<(E::Kind, &'static str)>,
    end: Mutex<End<E>>,
    changed: Arc<Notify>,
}

/// The id of a call's channel, and of the one that took its place.
pub(crate) struct Name {
    pub(crate) id: Text,
    next: OnceLock<Box<Name>>,
}

impl Name {
    /// What took its place.
    pub(crate) fn next(&self) -> Option<&Self> {
        self.next.get().map(|it| &**it)
    }

    /// What has it now.
    pub(crate) fn last(&self) -> &Self {
        let mut name = self;
        while let Some(next) = name.next() {
            name = next;
        }
        name
    }
}

/// How far a call is from its end.
#[derive(Clone, Debug)]
pub(crate) struct End<E> {
    pub(crate) left: Option<Left>,
    /// The event after which nothing more comes, which tells the true cause.
    pub(crate) last: Option<E>,
    /// Nothing more comes.
    pub(crate) over: bool,
}

impl<E: ApiEvent> CallState<E> {
    pub(crate) fn new(session: &Session<E::Kind>, id: Text, capacity: usize) -> Self {
        Self {
            names: Name { id, next: OnceLock::new() },
            queue: Queue::new(capacity),
            digits: Mutex::default(),
            digit: session.digit().copied(),
            end: Mutex::new(End { left: None, last: None, over: false }),
            changed: Arc::new(Notify::new()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, End<E>> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn left(&self) -> Option<Left> {
        self.lock().left
    }

    /// Nothing more comes.
    pub(crate) fn is_over(&self) -> bool {
        self.lock().over
    }

    /// The channel that it came with, and those that took its place.
    pub(crate) fn names(&self) -> &Name {
        &self.names
    }

    /// Digits that nobody took yet.
    pub(crate) fn digits(&self) -> MutexGuard<'_, Digits> {
        self.digits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next digit. Cancelling it loses none.
    pub(crate) async fn next_digit(&self) -> char {
        until(&self.changed, || self.digits().take()).await
    }

    /// Keeps the digit that an event brings.
    fn type_in(&self, event: &E, wakers: &mut Wakers) {
        let Some((_, member)) = self.digit.filter(|it| event.known_kind() == Some(it.0)) else {
            return;
        };
        let digit = event.raw().and_then(|it| scan::peek(it, member));
        digit.iter().flat_map(|it| it.chars()).for_each(|it| self.digits().push(it));
        wakers.notify(&self.changed);
    }

    /// Waits until the end is as far as this.
    pub(crate) async fn until<T>(&self, reached: impl Fn(&End<E>) -> Option<T>) -> T {
        until(&self.changed, || reached(&self.lock())).await
    }
}

impl<E: ApiEvent> Consumer<E> for CallState<E> {
    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers) {
        let mut last = None;
        let (left, ended) = match &heard {
            Heard::Event { role: Role::Passing, .. }
            | Heard::Malformed { role: Role::Passing, .. } => (None, None),
            Heard::Event { role: Role::Closing, .. }
            | Heard::Malformed { role: Role::Closing, .. } => (Some(LeftReason::Closed), None),
            Heard::Event { event, role: Role::Terminal, .. } => {
                last = Some((*event).clone());
                (Some(LeftReason::Gone), Some(Ended::Gone))
            }
            Heard::Malformed { role: Role::Terminal, .. } => {
                (Some(LeftReason::Gone), Some(Ended::Gone))
            }
            Heard::Life(_) | Heard::Gap(Gap::There) => (None, None),
            Heard::Gap(Gap::Left) => (Some(LeftReason::EndedInGap), None),
            Heard::Gap(Gap::Gone) => (Some(LeftReason::EndedInGap), Some(Ended::GoneInGap)),
            Heard::Gone => (Some(LeftReason::Gone), Some(Ended::Gone)),
            Heard::End(ended) => (Some(LeftReason::NoEvents(*ended)), Some(*ended)),
        };
        let waker = match heard {
            Heard::Event { event, .. } => {
                self.type_in(event, wakers);
                self.queue.push(Delivery::Event(event.clone()))
            }
            Heard::Malformed { error, .. } => self.queue.push(Delivery::Malformed(error.clone())),
            Heard::Life(item) => self.queue.push_life(item.clone()),
            Heard::Gap(_) | Heard::Gone | Heard::End(_) => None,
        };
        wakers.add(waker);
        if let Some(ended) = ended {
            wakers.add(self.queue.end(Delivery::Ended(ended)));
        }
        if let Some(reason) = left {
            let mut end = self.lock();
            end.left.get_or_insert(Left { reason });
            end.last = end.last.take().or(last);
            end.over |= ended.is_some();
            wakers.notify(&self.changed);
        }
    }

    fn follows(&self) -> bool {
        true
    }

    fn moves_to(&self, id: &Text) -> bool {
        let goes_on = self.left().is_none();
        if goes_on {
            self.names
                .last()
                .next
                .get_or_init(|| Box::new(Name { id: id.clone(), next: OnceLock::new() }));
        }
        goes_on
    }

    fn counts(&self) -> Counts {
        self.queue.counts()
    }
}
