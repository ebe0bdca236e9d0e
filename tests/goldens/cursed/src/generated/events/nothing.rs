//! The event `Nothing`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};

/// The model `Nothing`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "Nothing")]
#[non_exhaustive]
pub struct NothingAtAll {
    /// The field `timestamp`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timestamp: Option<Timestamp>,
    #[serde(skip)]
    frame: Frame,
}

impl NothingAtAll {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::NothingAtAll;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for NothingAtAll {
    type Event = Event;
    const KIND: EventKind = EventKind::NothingAtAll;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::NothingAtAll(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }
}
