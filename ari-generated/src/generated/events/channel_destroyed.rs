//! The event `ChannelDestroyed`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// The last event of a channel, after `StasisEnd`. A channel that entered the application from the
/// dialplan sends it only if the application subscribed to `channel:{channelId}`, which is best
/// done at `StasisStart`; channels created or originated for the application send it unasked.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ChannelDestroyed {
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
    /// Q.850 hangup cause; `0` if none is known. Since 13.0.
    pub cause: i64,
    /// English name of the cause, such as `Normal Clearing`. Since 13.0.
    pub cause_txt: Text,
    /// Cause in the protocol's own numbers, such as a SIP response code or a websocket close code.
    /// Mostly absent after a normal end. Since 20.17, 22.7, 23.1; not in 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech_cause: Option<i64>,
    /// The channel as it was at its end. Since 13.0.
    pub channel: Channel,
    #[serde(skip)]
    frame: Frame,
}

impl ChannelDestroyed {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ChannelDestroyed;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ChannelDestroyed {
    type Event = Event;
    const KIND: EventKind = EventKind::ChannelDestroyed;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ChannelDestroyed(it) => Some(it),
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
