//! The event `ApplicationMoveFailed`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent to the application that holds a channel when the channel was to move to an application,
/// `destination`, that is not registered or not connected. The move itself had been accepted; the
/// channel stays where it is.
///
/// Since 13.26, 16.3; not in 14, 15.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ApplicationMoveFailed {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.26, 16.3; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 13.26, 16.3; not in 14, 15.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 13.26, 16.3; not in 14, 15.
    pub timestamp: Timestamp,
    /// The channel that could not be moved. Since 13.26, 16.3; not in 14, 15.
    pub channel: Channel,
    /// Name of the application it should have gone to. Since 13.26, 16.3; not in 14, 15.
    pub destination: Text,
    /// Arguments that were meant for the destination application. Since 13.26, 16.3; not in 14, 15.
    pub args: Vec<Text>,
    #[serde(skip)]
    frame: Frame,
}

impl ApplicationMoveFailed {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ApplicationMoveFailed;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ApplicationMoveFailed {
    type Event = Event;
    const KIND: EventKind = EventKind::ApplicationMoveFailed;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ApplicationMoveFailed(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("channel", &self.channel.id));
    }
}
