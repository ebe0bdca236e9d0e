//! The event `ApplicationUnregistered`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};

/// Sent over an outbound websocket when an application is removed from its configuration. Sockets
/// opened by clients do not receive it.
///
/// Since 20.15, 21.10, 22.5.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ApplicationUnregistered {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 20.15, 21.10, 22.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 20.15, 21.10, 22.5.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 20.15, 21.10, 22.5.
    pub timestamp: Timestamp,
    #[serde(skip)]
    frame: Frame,
}

impl ApplicationUnregistered {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ApplicationUnregistered;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ApplicationUnregistered {
    type Event = Event;
    const KIND: EventKind = EventKind::ApplicationUnregistered;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ApplicationUnregistered(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }
}
