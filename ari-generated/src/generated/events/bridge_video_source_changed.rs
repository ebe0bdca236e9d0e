//! The event `BridgeVideoSourceChanged`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::ids::ChannelId;
use crate::generated::models::Bridge;

/// Sent when another channel becomes the video source of a bridge. The new source is
/// `video_source_id` in `bridge`; `old_video_source_id` is absent if there was none before.
///
/// Since 13.13, 14.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct BridgeVideoSourceChanged {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 13.13, 14.2.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 13.13, 14.2.
    pub timestamp: Timestamp,
    /// The bridge, with its new video source. Since 13.13, 14.2.
    pub bridge: Bridge,
    /// Channel that was the source before. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_video_source_id: Option<ChannelId>,
    #[serde(skip)]
    frame: Frame,
}

impl BridgeVideoSourceChanged {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::BridgeVideoSourceChanged;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for BridgeVideoSourceChanged {
    type Event = Event;
    const KIND: EventKind = EventKind::BridgeVideoSourceChanged;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::BridgeVideoSourceChanged(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("bridge", &self.bridge.id));
    }
}
