//! A stream of the events of one kind by its name, decoded into a type that the program brings; knows no kinds itself.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;

use crate::Text;
use crate::api::Api;
use crate::client::Client;
use crate::delivery::Delivery;
use crate::delivery::index::Interest;
use crate::delivery::queue::Counts;
use crate::event::{ApiEvent, decode_as};
use crate::events::Events;

/// Events of one kind, each as a `T`, with everything that happened to the stream between them.
///
/// It is a stream like [`Events`], with a queue of its own. Dropping it unsubscribes.
pub struct NamedEvents<A: Api, T> {
    events: Events<A>,
    name: Text,
    decoded: PhantomData<fn() -> T>,
}

impl<A: Api, T: DeserializeOwned> NamedEvents<A, T> {
    /// Sets how many items this stream holds for a reader that is behind, as
    /// [`Events::with_capacity`] does.
    pub fn with_capacity(self, items: usize) -> Self {
        Self { events: self.events.with_capacity(items), ..self }
    }

    /// The next item; `None` after [`Delivery::Ended`].
    ///
    /// An event that does not fit the type is [`Delivery::Malformed`], with what is wrong where. Cancelling it loses
    /// nothing.
    pub async fn next(&mut self) -> Option<Delivery<T>> {
        StreamExt::next(self).await
    }

    /// What became of the items that were meant for this stream.
    pub fn counts(&self) -> Counts {
        self.events.counts()
    }

    fn decode(&self, item: Delivery<A::Event>) -> Delivery<T> {
        match item {
            Delivery::Event(event) => {
                match decode_as(event.raw().unwrap_or_default(), &self.name) {
                    Ok(value) => Delivery::Event(value),
                    Err(error) => Delivery::Malformed(Arc::new(error)),
                }
            }
            Delivery::Malformed(error) => Delivery::Malformed(error),
            Delivery::Missed(missed) => Delivery::Missed(missed),
            Delivery::Lost(lost) => Delivery::Lost(lost),
            Delivery::Reconnected(reconnected) => Delivery::Reconnected(reconnected),
            Delivery::Resynced(resynced) => Delivery::Resynced(resynced),
            Delivery::Ended(ended) => Delivery::Ended(ended),
        }
    }
}

impl<A: Api, T: DeserializeOwned> Stream for NamedEvents<A, T> {
    type Item = Delivery<T>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let item = Pin::new(&mut this.events).poll_next(context);
        item.map(|item| item.map(|item| this.decode(item)))
    }
}

impl<A: Api, T> fmt::Debug for NamedEvents<A, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NamedEvents({})", self.name)
    }
}

impl<A: Api> Client<A> {
    /// A stream of the events whose `type` is `name` from now on, each decoded into a `T`: for kinds that the SDK does not
    /// know, such as a vendor's.
    ///
    /// The type gets the whole frame, `type` and all. A kind that the SDK knows may be named too; it is then decoded twice.
    pub fn events_named<T: DeserializeOwned>(&self, name: &str) -> NamedEvents<A, T> {
        let kind = A::Event::kind(name);
        let unknown = kind.is_none().then(|| Text::new(name));
        let interest =
            Interest { about: None, kinds: Some(kind.into_iter().collect()), name: unknown };
        NamedEvents { events: self.stream(interest), name: Text::new(name), decoded: PhantomData }
    }
}
