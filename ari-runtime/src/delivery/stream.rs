//! A consumer's queue as something that is read; who reads it keeps the connection.

use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use crate::delivery::backlog::Backlog;
use crate::delivery::consumer::{Consumer, Gap, Heard, Role, Wakers};
use crate::delivery::hub::{Hub, Subscription};
use crate::delivery::index::Interest;
use crate::delivery::queue::{Counts, Queue, Slot};
use crate::delivery::{Delivery, Ended, Missed, MissedReason};
use crate::event::ApiEvent;

/// The reading end; dropping it unsubscribes.
pub(crate) struct Reader<E: ApiEvent> {
    feed: Arc<Feed<E>>,
    _subscription: Subscription<E>,
}

impl<E: ApiEvent> Reader<E> {
    pub(crate) fn new(hub: &Arc<Hub<E>>, interest: Interest<E::Kind>, capacity: usize) -> Self {
        let feed = Arc::new(Feed { queue: Queue::new(capacity) });
        let subscription = hub.subscribe(interest, feed.clone());
        Self { feed, _subscription: subscription }
    }

    /// Takes what nobody has read yet.
    pub(crate) fn backlog(&self) -> Backlog<E> {
        let (mut items, mut complete) = (Vec::new(), true);
        while let Poll::Ready(Some(slot)) = self.feed.queue.poll_take(Waker::noop()) {
            match slot {
                Slot::Item(item) => items.push(item),
                Slot::Missed(_) => complete = false,
            }
        }
        Backlog { items, complete }
    }

    /// The thing that it is about is known to be gone.
    pub(crate) fn end(&self) {
        let mut wakers = Wakers::default();
        self.feed.hear(Heard::Gone, &mut wakers);
        wakers.wake();
    }

    pub(crate) fn set_capacity(&self, items: usize) {
        self.feed.queue.set_capacity(items);
    }

    pub(crate) fn counts(&self) -> Counts {
        self.feed.queue.counts()
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Delivery<E>>> {
        self.feed.queue.poll_take(context.waker()).map(|slot| {
            slot.map(|slot| match slot {
                Slot::Item(item) => item,
                Slot::Missed(count) => {
                    let capacity = self.feed.queue.capacity();
                    let reason = MissedReason::QueueFull { capacity };
                    Delivery::Missed(Missed { count, reason })
                }
            })
        })
    }
}

impl<E: ApiEvent> Drop for Reader<E> {
    fn drop(&mut self) {
        // Before the subscription goes and the counts are taken.
        self.feed.queue.abandon();
    }
}

/// The stream's end in the hub.
struct Feed<E: ApiEvent> {
    queue: Queue<Delivery<E>>,
}

impl<E: ApiEvent> Consumer<E> for Feed<E> {
    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers) {
        let (waker, over) = match heard {
            Heard::Event { event, role, .. } => {
                let waker = self.queue.push(Delivery::Event(event.clone()));
                (waker, (role == Role::Terminal).then_some(Ended::Gone))
            }
            Heard::Malformed { error, role, .. } => {
                let waker = self.queue.push(Delivery::Malformed(error.clone()));
                (waker, (role == Role::Terminal).then_some(Ended::Gone))
            }
            Heard::Life(item) => (self.queue.push_life(item.clone()), None),
            Heard::Gap(gap) => (None, (gap == Gap::Gone).then_some(Ended::GoneInGap)),
            Heard::Gone => (None, Some(Ended::Gone)),
            Heard::End(ended) => (None, Some(ended)),
        };
        wakers.add(waker);
        if let Some(ended) = over {
            wakers.add(self.queue.end(Delivery::Ended(ended)));
        }
    }

    fn follows(&self) -> bool {
        true
    }

    fn counts(&self) -> Counts {
        self.queue.counts()
    }
}
