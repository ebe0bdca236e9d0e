//! The event `PlaybackContinuing`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Playback;

/// Sent when a playback of several media URIs moves on to the next of them. An item that could not
/// be played in the middle of the list shows only as this step.
///
/// Since 14.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct PlaybackContinuing {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 14.0.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 14.0.
    pub timestamp: Timestamp,
    /// The playback, with the coming item in `media_uri` and `next_media_uri`; `state` is `continuing`.
    /// Since 14.0.
    pub playback: Playback,
    #[serde(skip)]
    frame: Frame,
}

impl PlaybackContinuing {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::PlaybackContinuing;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for PlaybackContinuing {
    type Event = Event;
    const KIND: EventKind = EventKind::PlaybackContinuing;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::PlaybackContinuing(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("playback", &self.playback.id));
        if let Some(subject) = Subject::from_uri(&self.playback.target_uri) {
            visit(subject);
        }
    }
}
