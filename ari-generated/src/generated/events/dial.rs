//! The event `Dial`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Channel;

/// Sent at the steps of an outgoing call: at its start with an empty `dialstatus`, as it
/// progresses, and when it is answered or fails. Calls made by originate have no `caller`, and one
/// that times out sends no final `Dial`.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct Dial {
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
    /// The channel that makes the call. Absent for originated calls, which nobody dialled. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<Channel>,
    /// The channel being called. Since 13.0.
    pub peer: Channel,
    /// Where the called party redirects the call to; normally empty. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forward: Option<Text>,
    /// Channel created to follow the redirection, if there was one. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarded: Option<Channel>,
    /// What was dialled, without the technology, such as `wait@default/n`; may be empty on later
    /// events. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialstring: Option<Text>,
    /// Empty on the first event of a call, then values such as `RINGING`, `PROGRESS`, `ANSWER`, `BUSY`,
    /// `NOANSWER`, `CANCEL`, `CONGESTION` or `CHANUNAVAIL`. Since 13.0.
    pub dialstatus: Text,
    #[serde(skip)]
    frame: Frame,
}

impl Dial {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::Dial;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for Dial {
    type Event = Event;
    const KIND: EventKind = EventKind::Dial;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::Dial(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        if let Some(found) = &self.caller {
            visit(Subject::new("channel", &found.id));
        }
        visit(Subject::new("channel", &self.peer.id));
        if let Some(found) = &self.forwarded {
            visit(Subject::new("channel", &found.id));
        }
    }
}
