//! The event `ChannelHangupRequest`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent when somebody asks for a channel to be hung up: the far end, the dialplan or an operation.
/// The channel still exists; `StasisEnd` and, where subscribed, `ChannelDestroyed` follow. For the
/// true cause use `ChannelDestroyed`.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ChannelHangupRequest {
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
    /// Q.850 cause if `soft` is absent. If `soft` is `true` it is one of Asterisk's soft-hangup flags
    /// instead: `32` is an explicit request such as a hangup operation, and even `16` then does not
    /// mean normal clearing. May be missing. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<i64>,
    /// Cause in the protocol's own numbers, such as a SIP response code or a websocket close code, when
    /// the driver gave one. Since 20.17, 22.7, 23.1; not in 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_cause: Option<i64>,
    /// `true` for a soft hangup, a request made inside Asterisk rather than by the far end. Otherwise
    /// absent. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft: Option<bool>,
    /// The channel that is to go, as it was when asked. Since 13.0.
    pub channel: Channel,
    #[serde(skip)]
    frame: Frame,
}

impl ChannelHangupRequest {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ChannelHangupRequest;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ChannelHangupRequest {
    type Event = Event;
    const KIND: EventKind = EventKind::ChannelHangupRequest;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ChannelHangupRequest(it) => Some(it),
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
