//! The event `ChannelUnhold`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent when the party on a channel resumes a held call.
///
/// Since 13.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ChannelUnhold {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 13.4.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 13.4.
    pub timestamp: Timestamp,
    /// The channel whose party resumed the call. Since 13.4.
    pub channel: Channel,
    #[serde(skip)]
    frame: Frame,
}

impl ChannelUnhold {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ChannelUnhold;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ChannelUnhold {
    type Event = Event;
    const KIND: EventKind = EventKind::ChannelUnhold;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ChannelUnhold(it) => Some(it),
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
