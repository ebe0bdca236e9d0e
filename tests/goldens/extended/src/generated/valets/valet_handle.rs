//! The operations on one valet.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Subject, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::ValetId;
use super::Get;

/// One valet, by what names it. Got from [`Ari::valet`](crate::Ari::valet).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct ValetHandle {
    pub(crate) client: Client<AriApi>,
    valet_id: ValetId,
}

impl ValetHandle {
    pub(crate) fn new(client: Client<AriApi>, valet_id: impl Into<ValetId>) -> Self {
        Self {
            client,
            valet_id: valet_id.into(),
        }
    }

    /// The `valetId` this is bound to.
    pub fn valet_id(&self) -> &ValetId {
        &self.valet_id
    }

    /// A stream of the events about the valet from now on.
    ///
    /// It may be made before the valet exists. It ends with `Ended::Gone` after the event that tells the end.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("valet", &self.valet_id))
    }

    /// Waits for an event of one kind about the valet.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("valet", &self.valet_id), deadline)
    }

    /// Returns one valet.
    ///
    /// As [`Valets::get`](super::Valets::get).
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.valet_id)
    }
}
