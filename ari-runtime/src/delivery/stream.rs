//! The stream of events that a program reads.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;

use crate::client::Client;
use crate::delivery::backlog::Backlog;
use crate::delivery::consumer::{Consumer, Gap, Heard, Role, Wakers};
use crate::delivery::hub::Subscription;
use crate::delivery::index::Interest;
use crate::delivery::queue::{Counts, Queue, Slot};
use crate::delivery::{Delivery, Ended, Missed, MissedReason};
use crate::event::ApiEvent;

/// Events in the order in which Asterisk sent them, with everything that happened to the stream between them.
///
/// It has a queue of its own: a reader that is slow misses events, which is told in their place, and costs no other
/// reader anything. Dropping it unsubscribes.
pub struct Events<E: ApiEvent> {
    feed: Arc<Feed<E>>,
    _subscription: Subscription<E>,
    /// Keeps the connection while somebody reads.
    client: Client<E::Owner>,
}

impl<E: ApiEvent> Events<E> {
    pub(crate) fn new(
        client: &Client<E::Owner>,
        interest: Interest<E::Kind>,
        capacity: usize,
    ) -> Self {
        let feed = Arc::new(Feed { queue: Queue::new(capacity) });
        let subscription = client.hub().subscribe(interest, feed.clone());
        Self { feed, _subscription: subscription, client: client.clone() }
    }

    pub(crate) fn client(&self) -> &Client<E::Owner> {
        &self.client
    }

    /// Takes what nobody has read yet.
    pub(crate) fn backlog(&self) -> Backlog<E> {
        let (mut items, mut complete) = (Vec::new(), true);
        while let Poll::Ready(Some(slot)) = self.feed.queue.poll_take(std::task::Waker::noop()) {
            match slot {
                Slot::Item(item) => items.push(item),
                Slot::Missed(_) => complete = false,
            }
        }
        Backlog { items, complete }
    }

    /// The next item; `None` after [`Delivery::Ended`].
    ///
    /// Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<Delivery<E>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// What became of the items that were meant for this stream.
    pub fn counts(&self) -> Counts {
        self.feed.queue.counts()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Delivery<E>>> {
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

impl<E: ApiEvent> Stream for Events<E> {
    type Item = Delivery<E>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<E: ApiEvent> Drop for Events<E> {
    fn drop(&mut self) {
        // Before the subscription goes and the counts are taken.
        self.feed.queue.abandon();
    }
}

impl<E: ApiEvent> fmt::Debug for Events<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
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
