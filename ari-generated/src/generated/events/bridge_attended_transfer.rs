//! The event `BridgeAttendedTransfer`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::ids::BridgeId;
use crate::generated::models::{Bridge, Channel};

/// Sent after an attempt at attended transfer. Which of the `destination_*` fields are there
/// depends on `destination_type`. This is one of the largest events.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct BridgeAttendedTransfer {
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
    /// The transferring party's channel to the original call. Since 13.0.
    pub transferer_first_leg: Channel,
    /// The transferring party's channel to the consultation call. With a feature-code transfer it can
    /// be the same channel as the first leg. Since 13.0.
    pub transferer_second_leg: Channel,
    /// Local channel that stands in for the transferring party's first leg when bridge and application,
    /// or two calls, are joined indirectly. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replace_channel: Option<Channel>,
    /// The party handed over, when it is a single channel. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferee: Option<Channel>,
    /// The party that receives the call, when it is a single channel. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_target: Option<Channel>,
    /// Outcome: `Success`, or text such as `Fail`, `Invalid` or `Not Permitted`. Since 13.0.
    pub result: Text,
    /// `true` if the request reached Asterisk by signalling, such as SIP REFER with Replaces; `false`
    /// for one made by feature code. Since 13.0.
    pub is_external: bool,
    /// Bridge of the original call, if the first leg is in one. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferer_first_leg_bridge: Option<Bridge>,
    /// Bridge of the consultation call, if the second leg is in one. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferer_second_leg_bridge: Option<Bridge>,
    /// How the calls were joined: `bridge`, `application`, `link`, `threeway`, or `fail` when they were
    /// not. Since 13.0.
    pub destination_type: Text,
    /// Id of the bridge that remained, a string and not an object; with `bridge`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_bridge: Option<BridgeId>,
    /// Name of the dialplan application that the transferee now runs; with `application`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_application: Option<Text>,
    /// One end of the Local channel pair that joins the two bridges; with `link`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_link_first_leg: Option<Channel>,
    /// The other end of that Local channel pair; with `link`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_link_second_leg: Option<Channel>,
    /// The transferring party's channel that stays in the call; with `threeway`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_threeway_channel: Option<Channel>,
    /// Bridge in which all three parties now are; with `threeway`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_threeway_bridge: Option<Bridge>,
    #[serde(skip)]
    frame: Frame,
}

impl BridgeAttendedTransfer {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::BridgeAttendedTransfer;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for BridgeAttendedTransfer {
    type Event = Event;
    const KIND: EventKind = EventKind::BridgeAttendedTransfer;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::BridgeAttendedTransfer(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("channel", &self.transferer_first_leg.id));
        visit(Subject::new("channel", &self.transferer_second_leg.id));
        if let Some(found) = &self.replace_channel {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.transferee {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.transfer_target {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.transferer_first_leg_bridge {
            visit(Subject::new("bridge", &found.id));
        }
        if let Some(found) = &self.transferer_second_leg_bridge {
            visit(Subject::new("bridge", &found.id));
        }
        if let Some(found) = &self.destination_link_first_leg {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.destination_link_second_leg {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.destination_threeway_channel {
            visit(Subject::new("channel", &found.id));
        }
        if let Some(found) = &self.destination_threeway_bridge {
            visit(Subject::new("bridge", &found.id));
        }
    }
}
