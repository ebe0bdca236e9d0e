//! The event `CallClaimed`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent to the applications that were offered a call once one of them has claimed it, but only if
/// `StasisBroadcast` was told to with its `notify_claimed` argument.
///
/// Since 20.20, 22.10, 23.4; not in 21.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct CallClaimed {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 20.20, 22.10, 23.4; not in 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 20.20, 22.10, 23.4; not in 21.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 20.20, 22.10, 23.4; not in 21.
    pub timestamp: Timestamp,
    /// The channel that found its application. Since 20.20, 22.10, 23.4; not in 21.
    pub channel: Channel,
    /// Application named by the winning claim, registered or not. Since 20.20, 22.10, 23.4; not in 21.
    pub winner_app: Text,
    #[serde(skip)]
    frame: Frame,
}

impl CallClaimed {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::CallClaimed;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for CallClaimed {
    type Event = Event;
    const KIND: EventKind = EventKind::CallClaimed;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::CallClaimed(it) => Some(it),
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
