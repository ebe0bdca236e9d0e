//! The event `ChannelTransfer`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::{ReferTo, ReferredBy};

/// Sent when a SIP REFER arrives on a channel whose dialplan handed transfers to the application
/// (`PJSIP_TRANSFER_HANDLING()` set to `ari-only`). Asterisk then transfers nothing itself: the
/// program carries it out and reports with the transfer progress operation. The event has no
/// `channel` field; the channel is `referred_by.source_channel`.
///
/// Since 20.13, 21.8, 22.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ChannelTransfer {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 20.13, 21.8, 22.3.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 20.13, 21.8, 22.3.
    pub timestamp: Timestamp,
    /// Progress of the transfer: `channel_progress` when it is asked for, later `channel_answered` or
    /// `channel_declined`; `invalid` if unknown. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<Text>,
    /// Where the call shall go, with the channels concerned in an attended transfer. Since 20.13, 21.8,
    /// 22.3.
    pub refer_to: ReferTo,
    /// Who asked for the transfer, and to whom that party was speaking. Since 20.13, 21.8, 22.3.
    pub referred_by: ReferredBy,
    #[serde(skip)]
    frame: Frame,
}

impl ChannelTransfer {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ChannelTransfer;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ChannelTransfer {
    type Event = Event;
    const KIND: EventKind = EventKind::ChannelTransfer;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ChannelTransfer(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("channel", &self.referred_by.source_channel.id));
        if let Some(found_1) = &self.referred_by.connected_channel {
            visit(Subject::new("channel", &found_1.id));
        }
        if let Some(found_1) = &self.referred_by.bridge {
            visit(Subject::new("bridge", &found_1.id));
        }
        if let Some(found_1) = &self.refer_to.destination_channel {
            visit(Subject::new("channel", &found_1.id));
        }
        if let Some(found_1) = &self.refer_to.connected_channel {
            visit(Subject::new("channel", &found_1.id));
        }
        if let Some(found_1) = &self.refer_to.bridge {
            visit(Subject::new("bridge", &found_1.id));
        }
    }
}
