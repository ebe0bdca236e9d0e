//! The event `LotClosed`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Subject, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};
use crate::generated::models::Lot;

/// A lot was closed.
///
/// Since 21.2.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type")]
#[non_exhaustive]
pub struct LotClosed {
    /// The application it was sent to.
    pub application: Text,
    /// When it happened.
    pub timestamp: Timestamp,
    /// The lot as it was. Since 21.2.
    pub lot: Lot,
    #[serde(skip)]
    frame: Frame,
}

impl LotClosed {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::LotClosed;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for LotClosed {
    type Event = Event;
    const KIND: EventKind = EventKind::LotClosed;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::LotClosed(it) => Some(it),
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
