//! The event `StasisStart`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent when a channel comes under the application's control, from the dialplan, by originate,
/// create, snoop or external media, by a move or by a claim. Operations on the channel work from
/// then on. Only the application that holds the channel gets it; legs that the program created
/// itself raise it too. `replace_channel` is set when an attended transfer puts this channel in
/// another's place.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct StasisStart {
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
    /// Arguments given by the dialplan's `Stasis` step, by `appArgs` or by the move; an empty list
    /// without any. Since 13.0.
    pub args: Vec<Text>,
    /// The channel that has arrived. Since 13.0.
    pub channel: Channel,
    /// The channel whose place it takes, after an attended transfer. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace_channel: Option<Channel>,
    #[serde(skip)]
    frame: Frame,
}

impl StasisStart {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::StasisStart;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for StasisStart {
    type Event = Event;
    const KIND: EventKind = EventKind::StasisStart;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::StasisStart(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("channel", &self.channel.id));
        if let Some(found) = &self.replace_channel {
            visit(Subject::new("channel", &found.id));
        }
    }
}
