//! A consumer's queue as something that is read; who reads it keeps the connection.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, Waker, ready};

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
    /// What was taken out of the queue to be read next.
    at_hand: VecDeque<Slot<Delivery<E>>>,
    _subscription: Subscription<E>,
}

/// Nothing in it is read where it lies.
impl<E: ApiEvent> Unpin for Reader<E> {}

impl<E: ApiEvent> Reader<E> {
    pub(crate) fn new(hub: &Arc<Hub<E>>, interest: Interest<E::Kind>, capacity: usize) -> Self {
        let feed = Arc::new(Feed { queue: Queue::new(capacity), at_hand: AtHand::default() });
        let subscription = hub.subscribe(interest, feed.clone());
        Self { feed, at_hand: VecDeque::new(), _subscription: subscription }
    }

    /// Takes what nobody has read yet.
    pub(crate) fn backlog(&mut self) -> Backlog<E> {
        let (mut items, mut complete) = (Vec::new(), true);
        while let Poll::Ready(Some(slot)) = self.poll_slot(Waker::noop()) {
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
        self.feed.counts()
    }

    fn poll_slot(&mut self, waker: &Waker) -> Poll<Option<Slot<Delivery<E>>>> {
        if self.at_hand.is_empty() {
            let taken = ready!(self.feed.queue.poll_take_some(&mut self.at_hand, waker));
            self.feed.at_hand.set(taken);
        }
        Poll::Ready(self.at_hand.pop_front().inspect(|slot| {
            if matches!(slot, Slot::Item(_)) {
                self.feed.at_hand.less_by_one();
            }
        }))
    }

    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Delivery<E>>> {
        self.poll_slot(context.waker()).map(|slot| {
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
        self.feed.queue.abandon(self.feed.at_hand.set(0));
    }
}

/// The stream's end in the hub.
struct Feed<E: ApiEvent> {
    queue: Queue<Delivery<E>>,
    at_hand: AtHand,
}

/// How many items were taken out and not read yet; apart from what the other side writes.
#[derive(Default)]
#[repr(align(64))]
struct AtHand(AtomicU64);

impl AtHand {
    fn get(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// Only the reader changes it; gives what it was.
    fn set(&self, items: u64) -> u64 {
        let before = self.get();
        self.0.store(items, Ordering::Release);
        before
    }

    fn less_by_one(&self) {
        self.set(self.get() - 1);
    }
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
        // First: what is at hand by then was taken out before.
        let at_hand = self.at_hand.get();
        let counts = self.queue.counts();
        let at_hand = at_hand.min(counts.taken);
        Counts { taken: counts.taken - at_hand, queued: counts.queued + at_hand, ..counts }
    }
}
