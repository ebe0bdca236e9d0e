//! The stream of events that a program reads, and the ways to get one.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::Stream;

use crate::api::{Api, Kind};
use crate::client::Client;
use crate::delivery::Delivery;
use crate::delivery::backlog::Backlog;
use crate::delivery::index::Interest;
use crate::delivery::queue::Counts;
use crate::delivery::stream::Reader;
use crate::event::Subject;

/// Events in the order in which Asterisk sent them, with everything that happened to the stream between them.
///
/// It has a queue of its own: a reader that is slow misses events, which is told in their place, and costs no other
/// reader anything. Dropping it unsubscribes.
pub struct Events<A: Api> {
    reader: Reader<A::Event>,
    /// Keeps the connection while somebody reads.
    client: Client<A>,
}

impl<A: Api> Events<A> {
    pub(crate) fn client(&self) -> &Client<A> {
        &self.client
    }

    /// The thing that it is about is known to be gone.
    pub(crate) fn end(&self) {
        self.reader.end();
    }

    pub(crate) fn backlog(&mut self) -> Backlog<A::Event> {
        self.reader.backlog()
    }

    /// Sets how many items this stream holds for a reader that is behind; otherwise as many as
    /// [`Connect::stream_capacity`](crate::Connect::stream_capacity) says.
    pub fn with_capacity(self, items: usize) -> Self {
        self.reader.set_capacity(items);
        self
    }

    /// The next item; `None` after [`Delivery::Ended`].
    ///
    /// Cancelling it loses nothing.
    pub async fn next(&mut self) -> Option<Delivery<A::Event>> {
        poll_fn(|context| self.reader.poll(context)).await
    }

    /// What became of the items that were meant for this stream.
    pub fn counts(&self) -> Counts {
        self.reader.counts()
    }
}

impl<A: Api> Stream for Events<A> {
    type Item = Delivery<A::Event>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().reader.poll(context)
    }
}

impl<A: Api> fmt::Debug for Events<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events")
    }
}

impl<A: Api> Client<A> {
    /// A stream of every event from now on.
    pub fn events(&self) -> Events<A> {
        self.stream(Interest { about: None, kinds: None, name: None })
    }

    /// A stream of the events of some kinds from now on; what nobody wants is not even decoded.
    pub fn events_of(&self, kinds: impl IntoIterator<Item = Kind<A>>) -> Events<A> {
        let mut wanted = Vec::new();
        for kind in kinds {
            if !wanted.contains(&kind) {
                wanted.push(kind);
            }
        }
        self.stream(Interest { about: None, kinds: Some(wanted), name: None })
    }

    /// A stream of the events about one thing.
    #[doc(hidden)]
    pub fn events_about(&self, subject: Subject<'_>) -> Events<A> {
        self.stream(Interest::in_thing(subject.into(), None))
    }

    pub(crate) fn stream(&self, interest: Interest<Kind<A>>) -> Events<A> {
        let reader = Reader::new(self.hub(), interest, self.stream_capacity());
        Events { reader, client: self.clone() }
    }
}
