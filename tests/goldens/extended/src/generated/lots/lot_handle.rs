//! The operations on one lot.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::LotId;
use super::{Close, Get, Open, Recount};

/// One lot, by what names it. Got from [`Ari::lot`](crate::Ari::lot).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct LotHandle {
    pub(crate) client: Client<AriApi>,
    lot_id: LotId,
}

impl LotHandle {
    pub(crate) fn new(client: Client<AriApi>, lot_id: impl Into<LotId>) -> Self {
        Self {
            client,
            lot_id: lot_id.into(),
        }
    }

    /// The `lotId` this is bound to.
    pub fn lot_id(&self) -> &LotId {
        &self.lot_id
    }

    /// A stream of the events about the lot from now on.
    ///
    /// It may be made before the lot exists. It ends with `Ended::Gone` after the event that tells the end.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("lot", &self.lot_id))
    }

    /// Waits for an event of one kind about the lot.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("lot", &self.lot_id), deadline)
    }

    /// Returns one parking lot.
    ///
    /// As [`Lots::get`](super::Lots::get).
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.lot_id)
    }

    /// Opens a parking lot under an id.
    ///
    /// As [`Lots::open`](super::Lots::open). Since 20.5.
    pub fn open(&self, spaces: u32) -> Open {
        Open::new(self.client.caller(), &self.lot_id, spaces)
    }

    /// Closes a parking lot.
    ///
    /// As [`Lots::close`](super::Lots::close), and what is gone already is no error.
    pub fn close(&self) -> Close<Removed> {
        Close::new(self.client.caller(), &self.lot_id)
    }

    /// Counts the calls of a lot anew.
    ///
    /// As [`Lots::recount`](super::Lots::recount).
    pub fn recount(&self) -> Recount {
        Recount::new(self.client.caller(), &self.lot_id)
    }
}
