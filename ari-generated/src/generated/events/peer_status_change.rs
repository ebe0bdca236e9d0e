//! The event `PeerStatusChange`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::{Endpoint, Peer};

/// Sent when a peer of an endpoint registers, goes away or changes its reachability. Needs a
/// subscription to the endpoint, its technology or all endpoints.
///
/// Since 13.6.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct PeerStatusChange {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 13.6.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 13.6.
    pub timestamp: Timestamp,
    /// The endpoint of the peer. Since 13.6.
    pub endpoint: Endpoint,
    /// The peer and its new status. Since 13.6.
    pub peer: Peer,
    #[serde(skip)]
    frame: Frame,
}

impl PeerStatusChange {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::PeerStatusChange;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for PeerStatusChange {
    type Event = Event;
    const KIND: EventKind = EventKind::PeerStatusChange;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::PeerStatusChange(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(
            Subject::new("endpoint", &self.endpoint.resource)
                .within(&self.endpoint.technology),
        );
    }
}
