//! The event `RTPOddity`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use std::time::Duration;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Ring;

/// Its fields are called like methods of the event. More.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "RTPOddity")]
#[non_exhaustive]
pub struct RtpOddity {
    /// The field `timestamp`.
    pub timestamp: Timestamp,
    /// The field `raw`.
    pub raw: Text,
    /// The field `kind`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<i64>,
    /// The field `kind_name`.
    #[serde(with = "ari_runtime::wire::text_or_number")]
    pub kind_name: Text,
    /// The field `async`.
    #[serde(rename = "async", skip_serializing_if = "Option::is_none")]
    pub asynchronous: Option<bool>,
    /// The field `loop`.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub ring: Option<Ring>,
    /// The field `took`.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_milliseconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub took: Option<Duration>,
    #[serde(skip)]
    frame: Frame,
}

impl RtpOddity {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::RtpOddity;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for RtpOddity {
    type Event = Event;
    const KIND: EventKind = EventKind::RtpOddity;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::RtpOddity(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        if let Some(found) = &self.ring {
            visit(Subject::new("loop", &found.matched));
        }
    }
}
