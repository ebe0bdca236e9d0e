//! The client beneath the generated one: events, waiting, health and the end of the connection.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::api::{Api, Kind};
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::delivery::index::{About, Interest};
use crate::delivery::stream::Events;
use crate::delivery::waiter::Wait;
use crate::event::{Payload, Subject};
use crate::request::caller::Caller;
use crate::session::health::{Connection, Health, Status};
use crate::session::link::Link;

/// A connection to one Asterisk; cheap to clone.
///
/// It lives as long as a clone, a stream or a wait of it does.
pub struct Client<A: Api>(Arc<Inner<A>>);

struct Inner<A: Api> {
    caller: Caller,
    hub: Arc<Hub<A::Event>>,
    link: Option<Arc<Link>>,
    status: Arc<Status>,
    capacity: usize,
}

impl<A: Api> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<A: Api> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl<A: Api> Client<A> {
    pub(crate) fn connected(
        caller: Caller,
        hub: Arc<Hub<A::Event>>,
        link: Arc<Link>,
        status: Arc<Status>,
        capacity: usize,
    ) -> Self {
        Self(Arc::new(Inner { caller, hub, link: Some(link), status, capacity }))
    }

    /// A client without events.
    pub(crate) fn without_events(caller: Caller) -> Self {
        let ended = Ended::NoApplication;
        let hub = Arc::new(Hub::new(A::SESSION, false));
        hub.end(ended);
        let status = Status::new(Connection::Over(ended));
        Self(Arc::new(Inner { caller, hub, link: None, status, capacity: 1 }))
    }

    /// What generated code sends requests with.
    #[doc(hidden)]
    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// A stream of every event from now on.
    pub fn events(&self) -> Events<A::Event> {
        self.stream(None, None)
    }

    /// A stream of the events of some kinds from now on; what nobody wants is not even decoded.
    pub fn events_of(&self, kinds: impl IntoIterator<Item = Kind<A>>) -> Events<A::Event> {
        let mut wanted = Vec::new();
        for kind in kinds {
            if !wanted.contains(&kind) {
                wanted.push(kind);
            }
        }
        self.stream(None, Some(wanted))
    }

    /// A stream of the events about one thing.
    #[doc(hidden)]
    pub fn events_about(&self, subject: Subject<'_>) -> Events<A::Event> {
        self.stream(Some(subject.into()), None)
    }

    fn stream(&self, about: Option<About>, kinds: Option<Vec<Kind<A>>>) -> Events<A::Event> {
        let Inner { hub, link, capacity, .. } = &*self.0;
        Events::new(hub, Interest { about, kinds }, *capacity, link.clone())
    }

    /// Waits for an event about one thing.
    #[doc(hidden)]
    pub fn wait_about<P: Payload<Event = A::Event>>(
        &self,
        subject: Subject<'_>,
        deadline: Duration,
    ) -> Wait<P> {
        Wait::new(&self.0.hub, subject.into(), deadline, self.0.link.clone())
    }

    /// How the connection is doing, and what became of every frame and every item.
    pub fn health(&self) -> Health {
        let Inner { hub, status, .. } = &*self.0;
        status.health(hub.frame_counts(), hub.delivery_counts())
    }

    /// Closes the event connection; streams end with [`Ended::Closed`], and requests still work.
    ///
    /// Takes at most a few seconds, whatever Asterisk does.
    pub async fn close(&self) {
        if let Some(link) = &self.0.link {
            link.close().await;
        }
    }
}
