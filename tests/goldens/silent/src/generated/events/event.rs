//! One event of any kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{DecodeError, Frame, RawEvent, Subject};
use serde::de::MapAccess;
use crate::generated::events::EventKind;

/// One event of any kind; this API declares none.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// An event of a kind that this release of the SDK does not know.
    Unrecognized(Arc<RawEvent>),
}

impl Event {
    /// Decodes one event from its JSON text.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object with a `type`.
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        ari_runtime::decode(text)
    }

    /// The kind, if it is a known one: there is none.
    pub fn kind(&self) -> Option<EventKind> {
        None
    }

    /// The kind's name on the wire.
    pub fn kind_name(&self) -> &str {
        let Self::Unrecognized(raw) = self;
        raw.kind_name()
    }

    /// The frame as Asterisk sent it.
    pub fn raw(&self) -> Option<&str> {
        let Self::Unrecognized(raw) = self;
        raw.text()
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
        _: A,
        _: &Frame,
    ) -> Result<Self, A::Error> {
        match kind {}
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

    fn concerns(&self, _: &mut dyn FnMut(Subject<'_>)) {}
}
