//! The queue of one consumer: bounded, with overflow as an item in its place; knows nothing of events.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// Items about the connection's life that fit beyond the capacity.
const LIFE_ALLOWANCE: usize = 64;

/// Items that leave at once at most, so that both sides rarely want the queue at the same moment.
const HANDFUL: usize = 32;

/// Of how many that fit one leaves at once: what was taken out makes room, and a small queue is to hold no more than it says.
const SHARE: usize = 128;

/// A queue that one side fills without ever waiting and the other side drains.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    capacity: AtomicUsize,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<Slot<T>>,
    waker: Option<Waker>,
    /// Nothing more will be pushed.
    ended: bool,
    /// Nobody will take anything more.
    closed: bool,
    offered: u64,
    taken: u64,
    overflowed: u64,
    abandoned: u64,
}

/// What comes out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Slot<T> {
    Item(T),
    /// So many items did not fit here.
    Missed(u64),
}

/// What became of the items that were meant for consumers: `offered` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Meant for them.
    pub offered: u64,
    /// Read.
    pub taken: u64,
    /// Did not fit; told as [`Delivery::Missed`](crate::Delivery::Missed).
    pub overflowed: u64,
    /// Wait to be read.
    pub queued: u64,
    /// Were waiting when the stream was dropped, or came after.
    pub abandoned: u64,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.offered += other.offered;
        self.taken += other.taken;
        self.overflowed += other.overflowed;
        self.queued += other.queued;
        self.abandoned += other.abandoned;
    }
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Self {
        let state = State {
            items: VecDeque::new(),
            waker: None,
            ended: false,
            closed: false,
            offered: 0,
            taken: 0,
            overflowed: 0,
            abandoned: 0,
        };
        Self { state: Mutex::new(state), capacity: AtomicUsize::new(capacity.max(1)) }
    }

    pub(crate) fn capacity(&self) -> usize {
        self.capacity.load(Ordering::Relaxed)
    }

    /// Sets how many items fit from now on; what is there stays.
    pub(crate) fn set_capacity(&self, items: usize) {
        self.capacity.store(items.max(1), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an item; one that does not fit is counted where it would have stood. The waker is for the caller to wake.
    pub(crate) fn push(&self, item: T) -> Option<Waker> {
        self.put(item, self.capacity())
    }

    /// The same for an item about the connection, which fits into a full queue too.
    pub(crate) fn push_life(&self, item: T) -> Option<Waker> {
        self.put(item, self.capacity().saturating_add(LIFE_ALLOWANCE))
    }

    fn put(&self, item: T, capacity: usize) -> Option<Waker> {
        let mut state = self.lock();
        if state.ended {
            return None;
        }
        state.offered += 1;
        if state.closed {
            state.abandoned += 1;
            return None;
        }
        if state.items.len() < capacity {
            state.items.push_back(Slot::Item(item));
        } else {
            state.overflowed += 1;
            match state.items.back_mut() {
                Some(Slot::Missed(count)) => *count += 1,
                _ => state.items.push_back(Slot::Missed(1)),
            }
        }
        state.waker.take()
    }

    /// Adds last items, which always fit, and ends the queue.
    pub(crate) fn end(&self, item: T) -> Option<Waker> {
        let mut state = self.lock();
        if state.ended {
            return None;
        }
        state.ended = true;
        state.offered += 1;
        if state.closed {
            state.abandoned += 1;
            return None;
        }
        state.items.push_back(Slot::Item(item));
        state.waker.take()
    }

    /// Nobody will take anything more, nor read so many items that were taken.
    pub(crate) fn abandon(&self, unread: u64) {
        let mut state = self.lock();
        state.closed = true;
        state.abandoned += queued(&state) + unread;
        state.taken = state.taken.saturating_sub(unread);
        // Dropped when the lock is gone: items may hold more than memory.
        let items = std::mem::take(&mut state.items);
        drop(state);
        drop(items);
    }

    /// Takes some of the oldest items; none after the last one of an ended queue.
    ///
    /// Gives how many items are among them.
    pub(crate) fn poll_take_some(&self, into: &mut VecDeque<Slot<T>>, waker: &Waker) -> Poll<u64> {
        let some = (self.capacity() / SHARE).clamp(1, HANDFUL);
        let mut state = self.lock();
        let some = some.min(state.items.len());
        into.extend(state.items.drain(..some));
        let taken = into.iter().filter(|it| matches!(it, Slot::Item(_))).count() as u64;
        state.taken += taken;
        if into.is_empty() && !state.ended {
            if !state.waker.as_ref().is_some_and(|it| it.will_wake(waker)) {
                state.waker = Some(waker.clone());
            }
            return Poll::Pending;
        }
        Poll::Ready(taken)
    }

    /// Takes the oldest item; `None` after the last one of an ended queue.
    pub(crate) fn poll_take(&self, waker: &Waker) -> Poll<Option<Slot<T>>> {
        let mut state = self.lock();
        match state.items.pop_front() {
            Some(slot) => {
                if matches!(slot, Slot::Item(_)) {
                    state.taken += 1;
                }
                Poll::Ready(Some(slot))
            }
            None if state.ended => Poll::Ready(None),
            None => {
                if !state.waker.as_ref().is_some_and(|it| it.will_wake(waker)) {
                    state.waker = Some(waker.clone());
                }
                Poll::Pending
            }
        }
    }

    pub(crate) fn counts(&self) -> Counts {
        let state = self.lock();
        Counts {
            offered: state.offered,
            taken: state.taken,
            overflowed: state.overflowed,
            queued: queued(&state),
            abandoned: state.abandoned,
        }
    }
}

fn queued<T>(state: &State<T>) -> u64 {
    state.items.iter().filter(|it| matches!(it, Slot::Item(_))).count() as u64
}

#[cfg(test)]
mod tests {
    use std::task::{Poll, Waker};

    use super::{Queue, Slot};

    fn drain(queue: &Queue<u32>) -> Vec<Option<Slot<u32>>> {
        let mut taken = Vec::new();
        while let Poll::Ready(slot) = queue.poll_take(Waker::noop()) {
            let last = slot.is_none();
            taken.push(slot);
            if last {
                break;
            }
        }
        taken
    }

    fn balanced(queue: &Queue<u32>) {
        let it = queue.counts();
        assert_eq!(it.offered, it.taken + it.overflowed + it.queued + it.abandoned, "{it:?}");
    }

    #[test]
    fn overflow_is_counted_in_its_place() {
        let queue = Queue::new(2);
        (1..=5).for_each(|it| drop(queue.push(it)));
        balanced(&queue);
        assert_eq!(
            drain(&queue),
            [Some(Slot::Item(1)), Some(Slot::Item(2)), Some(Slot::Missed(3))]
        );
        queue.push(6);
        assert_eq!(drain(&queue), [Some(Slot::Item(6))]);
        balanced(&queue);
    }

    #[test]
    fn what_happens_to_the_connection_fits_into_a_full_queue() {
        let queue = Queue::new(1);
        (1..=3).for_each(|it| drop(queue.push(it)));
        queue.push_life(7);
        queue.push(4);
        assert_eq!(
            drain(&queue),
            [
                Some(Slot::Item(1)),
                Some(Slot::Missed(2)),
                Some(Slot::Item(7)),
                Some(Slot::Missed(1))
            ]
        );
        balanced(&queue);
    }

    #[test]
    fn even_a_life_full_of_losses_needs_bounded_memory() {
        let queue = Queue::new(1);
        (0..10_000).for_each(|it| drop(queue.push_life(it)));
        assert!(drain(&queue).len() < 100);
        balanced(&queue);
    }

    #[test]
    fn the_end_always_fits_and_comes_last() {
        let queue = Queue::new(1);
        queue.push(1);
        queue.push(2);
        queue.end(9);
        queue.push(3);
        queue.end(8);
        assert_eq!(
            drain(&queue),
            [Some(Slot::Item(1)), Some(Slot::Missed(1)), Some(Slot::Item(9)), None]
        );
        balanced(&queue);
    }

    #[test]
    fn a_handful_leaves_at_once_and_what_is_not_read_of_it_is_abandoned() {
        let queue = Queue::new(1_280);
        (0..25).for_each(|it| drop(queue.push(it)));
        let mut hand = std::collections::VecDeque::new();
        assert_eq!(queue.poll_take_some(&mut hand, Waker::noop()), Poll::Ready(10));
        assert_eq!(hand, (0..10).map(Slot::Item).collect::<Vec<_>>());
        assert_eq!((queue.counts().taken, queue.counts().queued), (10, 15));
        balanced(&queue);
        queue.abandon(4);
        assert_eq!((queue.counts().taken, queue.counts().abandoned), (6, 19));
        balanced(&queue);
    }

    #[test]
    fn what_nobody_takes_is_not_kept() {
        let queue = Queue::new(2);
        queue.push(1);
        queue.abandon(0);
        queue.push(2);
        assert_eq!(drain(&queue), []);
        assert_eq!(queue.counts().abandoned, 2);
        balanced(&queue);
    }
}
