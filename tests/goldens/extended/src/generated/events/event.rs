//! One event of any kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{DecodeError, Frame, RawEvent, Subject, Timestamp};
use serde::de::MapAccess;
use crate::generated::events::EventKind;

/// One event of any kind.
///
/// Cloning it is cheap: the payload is shared.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// A call was parked.
    CallParked(Arc<super::CallParked>),
    /// A lot was closed.
    LotClosed(Arc<super::LotClosed>),
    /// A valet went home.
    ValetLeft(Arc<super::ValetLeft>),
    /// An event of a kind that this release of the SDK does not know.
    Unrecognized(Arc<RawEvent>),
}

/// The same expression for every kind of payload, another for an unknown one.
macro_rules! each {
    ($event:expr, $payload:ident => $known:expr, $raw:ident => $unknown:expr) => {
        match $event { Event::CallParked($payload) => $known, Event::LotClosed($payload)
        => $known, Event::ValetLeft($payload) => $known, Event::Unrecognized($raw) =>
        $unknown, }
    };
}

impl Event {
    /// Decodes one event from its JSON text.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object with a `type`, or a known kind whose fields are not as
    /// documented; the error tells where.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        ari_runtime::decode(text)
    }

    /// The kind, if it is a known one.
    pub fn kind(&self) -> Option<EventKind> {
        Some(
            match self {
                Self::CallParked(_) => EventKind::CallParked,
                Self::LotClosed(_) => EventKind::LotClosed,
                Self::ValetLeft(_) => EventKind::ValetLeft,
                Self::Unrecognized(_) => return None,
            },
        )
    }

    /// The kind's name on the wire, also of an unknown one.
    pub fn kind_name(&self) -> &str {
        match self {
            Self::Unrecognized(raw) => raw.kind_name(),
            known => known.kind().map_or("", EventKind::name),
        }
    }

    /// The frame as Asterisk sent it; `None` for an event that was not decoded from one.
    pub fn raw(&self) -> Option<&str> {
        each!(self, payload => payload.raw(), raw => raw.text())
    }

    /// The application the event was sent to.
    pub fn application(&self) -> Option<&str> {
        each!(self, payload => Some(& payload.application), _raw => None)
    }

    /// When it happened, by Asterisk's clock.
    pub fn timestamp(&self) -> Option<Timestamp> {
        each!(self, payload => Some(payload.timestamp), _raw => None)
    }
}

impl ari_runtime::ApiEvent for Event {
    type Kind = EventKind;
    fn kind(name: &str) -> Option<EventKind> {
        EventKind::from_name(name)
    }

    fn name(kind: EventKind) -> &'static str {
        kind.name()
    }

    fn read<'de, A: MapAccess<'de>>(
        kind: EventKind,
        fields: A,
        frame: &Frame,
    ) -> Result<Self, A::Error> {
        use ari_runtime::payload;
        Ok(
            match kind {
                EventKind::CallParked => Self::CallParked(payload(fields, frame)?),
                EventKind::LotClosed => Self::LotClosed(payload(fields, frame)?),
                EventKind::ValetLeft => Self::ValetLeft(payload(fields, frame)?),
            },
        )
    }

    fn known_kind(&self) -> Option<EventKind> {
        self.kind()
    }

    fn raw(&self) -> Option<&str> {
        self.raw()
    }

    fn unrecognized(raw: RawEvent) -> Self {
        Self::Unrecognized(Arc::new(raw))
    }

    fn concerns(&self, visit: &mut dyn FnMut(Subject<'_>)) {
        each!(
            self, payload => ari_runtime::Payload::concerns(& * * payload, visit), _raw
            => ()
        );
    }
}
