//! The event `BridgeBlindTransfer`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::{Bridge, Channel};

/// Sent after an attempt at blind transfer by a party in a bridge; see `result` for its outcome.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct BridgeBlindTransfer {
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
    /// The party that asked for the transfer. Since 13.0.
    pub channel: Channel,
    /// Local channel that takes the transferring party's place, when the others cannot be sent to the
    /// extension themselves, for example because there are several. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace_channel: Option<Channel>,
    /// The party sent to the new extension, when it is a single channel. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferee: Option<Channel>,
    /// Dialplan extension to which the call was sent. Since 13.0.
    pub exten: Text,
    /// Dialplan context in which `exten` is looked up. Since 13.0.
    pub context: Text,
    /// Outcome: `Success`, or text such as `Fail`, `Invalid` or `Not Permitted`. Since 13.0.
    pub result: Text,
    /// `true` if the request came from outside the bridge, for instance as a SIP REFER; `false` if it
    /// was dialled with a feature code. Since 13.0.
    pub is_external: bool,
    /// The bridge in which the transfer was asked for. Absent when the transferring channel was in
    /// none. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
    #[serde(skip)]
    frame: Frame,
}

impl BridgeBlindTransfer {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::BridgeBlindTransfer;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for BridgeBlindTransfer {
    type Event = Event;
    const KIND: EventKind = EventKind::BridgeBlindTransfer;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::BridgeBlindTransfer(it) => Some(it),
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
        if let Some(found) = &self.transferee {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.bridge {
            visit(Subject::new("bridge", &found.id));
        }
    }
}
