//! The event `ValetLeft`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::ids::ValetId;
use crate::generated::models::Valet;

/// A valet went home.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct ValetLeft {
    /// The application it was sent to.
    pub application: Text,
    /// When it happened.
    pub timestamp: Timestamp,
    /// Who left.
    pub valet: Valet,
    /// Who goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<ValetId>,
    #[serde(skip)]
    frame: Frame,
}

impl ValetLeft {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::ValetLeft;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for ValetLeft {
    type Event = Event;
    const KIND: EventKind = EventKind::ValetLeft;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::ValetLeft(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("valet", &self.valet.id));
    }
}
