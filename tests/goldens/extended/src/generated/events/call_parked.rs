//! The event `CallParked`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::{Lot, ParkedCall};

/// A call was parked. It waits until somebody picks it up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct CallParked {
    /// The application it was sent to.
    pub application: Text,
    /// When it happened.
    pub timestamp: Timestamp,
    /// Where it waits.
    pub lot: Lot,
    /// The call.
    pub call: ParkedCall,
    #[serde(skip)]
    frame: Frame,
}

impl CallParked {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::CallParked;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for CallParked {
    type Event = Event;
    const KIND: EventKind = EventKind::CallParked;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::CallParked(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        visit(Subject::new("lot", &self.lot.id));
    }
}
