//! The event `ChannelUserevent`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::{Bridge, Channel, Endpoint};

/// Sent on request with a user event operation, or by the dialplan's `UserEvent` application on a
/// channel the program follows. The objects that the event was said to be about are included.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ChannelUserevent {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 13.0.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 13.0.
    pub timestamp: Timestamp,
    /// Name that the sender gave the event. Since 13.0.
    pub eventname: Text,
    /// The channel that the event concerns, if any. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// The bridge that the event concerns, if any. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
    /// The endpoint that the event concerns, if any. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<Endpoint>,
    /// The sender's data. It also repeats `eventname`; values sent by request can be any JSON, those
    /// from the dialplan are strings. Since 13.0.
    pub userevent: Map<String, Value>,
    #[serde(skip)]
    frame: Frame,
}

impl ChannelUserevent {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ChannelUserevent;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ChannelUserevent {
    type Event = Event;
    const KIND: EventKind = EventKind::ChannelUserevent;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ChannelUserevent(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        if let Some(found) = &self.channel {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.bridge {
            visit(Subject::new("bridge", &found.id));
        }
        if let Some(found) = &self.endpoint {
            visit(Subject::new("endpoint", &found.resource).within(&found.technology));
        }
    }
}
