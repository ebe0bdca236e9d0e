//! The queue of one consumer: bounded, with overflow as an item in its place; knows nothing of events.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

/// A queue that one side fills without ever waiting and the other side drains.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    capacity: usize,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<Slot<T>>,
    waker: Option<Waker>,
    /// Nothing more will be pushed.
    ended: bool,
    /// Nobody will take anything more.
    abandoned: bool,
}

/// What comes out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Slot<T> {
    Item(T),
    /// So many items did not fit here.
    Missed(u64),
}

impl<T> Queue<T> {
    pub(crate) fn new(capacity: usize) -> Arc<Self> {
        let state = State { items: VecDeque::new(), waker: None, ended: false, abandoned: false };
        Arc::new(Self { state: Mutex::new(state), capacity: capacity.max(1) })
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // No code that can panic runs under the lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an item; one that does not fit is counted where it would have stood.
    pub(crate) fn push(&self, item: T) {
        let mut state = self.lock();
        if state.ended || state.abandoned {
            return;
        }
        if state.items.len() < self.capacity {
            state.items.push_back(Slot::Item(item));
        } else if let Some(Slot::Missed(count)) = state.items.back_mut() {
            *count += 1;
        } else {
            state.items.push_back(Slot::Missed(1));
        }
        wake(state);
    }

    /// Adds a last item, which always fits, and ends the queue.
    pub(crate) fn end(&self, items: impl IntoIterator<Item = T>) {
        let mut state = self.lock();
        if !state.ended {
            state.ended = true;
            state.items.extend(items.into_iter().map(Slot::Item));
            wake(state);
        }
    }

    /// Nobody will take anything more.
    pub(crate) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        state.items.clear();
    }

    pub(crate) fn is_abandoned(&self) -> bool {
        self.lock().abandoned
    }

    /// Takes the oldest item; `None` after the last one of an ended queue.
    pub(crate) fn poll_take(&self, waker: &Waker) -> Poll<Option<Slot<T>>> {
        let mut state = self.lock();
        match state.items.pop_front() {
            Some(slot) => Poll::Ready(Some(slot)),
            None if state.ended => Poll::Ready(None),
            None => {
                if !state.waker.as_ref().is_some_and(|it| it.will_wake(waker)) {
                    state.waker = Some(waker.clone());
                }
                Poll::Pending
            }
        }
    }
}

fn wake<T>(mut state: MutexGuard<'_, State<T>>) {
    let waker = state.waker.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
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

    #[test]
    fn overflow_is_counted_in_its_place() {
        let queue = Queue::new(2);
        (1..=5).for_each(|it| queue.push(it));
        assert_eq!(
            drain(&queue),
            [Some(Slot::Item(1)), Some(Slot::Item(2)), Some(Slot::Missed(3))]
        );
        queue.push(6);
        assert_eq!(drain(&queue), [Some(Slot::Item(6))]);
    }

    #[test]
    fn the_end_always_fits_and_comes_last() {
        let queue = Queue::new(1);
        queue.push(1);
        queue.push(2);
        queue.end([9]);
        queue.push(3);
        queue.end([8]);
        assert_eq!(
            drain(&queue),
            [Some(Slot::Item(1)), Some(Slot::Missed(1)), Some(Slot::Item(9)), None]
        );
    }

    #[test]
    fn what_nobody_takes_is_not_kept() {
        let queue = Queue::new(2);
        queue.push(1);
        queue.abandon();
        queue.push(2);
        assert_eq!(drain(&queue), []);
        assert!(queue.is_abandoned());
    }
}
