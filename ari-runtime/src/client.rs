//! The client beneath the generated one: events of the connection and its end.

use std::fmt;
use std::sync::Arc;

use crate::api::{Api, Kind};
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::delivery::stream::Events;
use crate::request::caller::Caller;
use crate::session::link::Link;

/// A connection to one Asterisk; cheap to clone.
///
/// It lives as long as a clone or a stream of it does.
pub struct Client<A: Api> {
    caller: Caller,
    hub: Arc<Hub<A::Event>>,
    link: Option<Arc<Link>>,
    capacity: usize,
}

impl<A: Api> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self {
            caller: self.caller.clone(),
            hub: self.hub.clone(),
            link: self.link.clone(),
            capacity: self.capacity,
        }
    }
}

impl<A: Api> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl<A: Api> Client<A> {
    pub(crate) fn new(
        caller: Caller,
        hub: Arc<Hub<A::Event>>,
        link: Option<Arc<Link>>,
        capacity: usize,
    ) -> Self {
        if link.is_none() {
            hub.end(None, Ended::NoApplication);
        }
        Self { caller, hub, link, capacity }
    }

    /// What generated code sends requests with.
    #[doc(hidden)]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// A stream of every event from now on.
    pub fn events(&self) -> Events<A::Event> {
        Events::new(self.hub.subscribe(None, self.capacity), self.link.clone())
    }

    /// A stream of the events of some kinds from now on; what nobody wants is not even decoded.
    pub fn events_of(&self, kinds: impl IntoIterator<Item = Kind<A>>) -> Events<A::Event> {
        let kinds = kinds.into_iter().collect();
        Events::new(self.hub.subscribe(Some(kinds), self.capacity), self.link.clone())
    }

    /// Closes the event connection; streams end with [`Ended::Closed`], and requests still work.
    pub async fn close(&self) {
        if let Some(link) = &self.link {
            link.close().await;
        }
    }
}
