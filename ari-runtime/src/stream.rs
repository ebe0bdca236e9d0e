//! The stream of events that a program reads.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;

use crate::api::Api;
use crate::delivery::{Delivery, Missed};
use crate::queue::{Queue, Slot};
use crate::session::Link;

/// Events in the order in which Asterisk sent them, with everything that happened to the stream between them.
///
/// It has a queue of its own: a reader that is slow misses events, which is told in their place, and costs no other
/// reader anything. Dropping it unsubscribes.
pub struct Events<A: Api> {
    queue: Arc<Queue<Delivery<A::Event>>>,
    /// Keeps the connection while somebody reads.
    _link: Option<Arc<Link>>,
}

impl<A: Api> Events<A> {
    pub(crate) fn new(queue: Arc<Queue<Delivery<A::Event>>>, link: Option<Arc<Link>>) -> Self {
        Self { queue, _link: link }
    }

    /// The next item; `None` after [`Delivery::Ended`].
    ///
    /// Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<Delivery<A::Event>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Delivery<A::Event>>> {
        self.queue.poll_take(context.waker()).map(|slot| {
            slot.map(|slot| match slot {
                Slot::Item(item) => item,
                Slot::Missed(count) => Delivery::Missed(Missed { count }),
            })
        })
    }
}

impl<A: Api> Stream for Events<A> {
    type Item = Delivery<A::Event>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl<A: Api> Drop for Events<A> {
    fn drop(&mut self) {
        self.queue.abandon();
    }
}

impl<A: Api> fmt::Debug for Events<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}
