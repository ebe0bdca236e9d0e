//! `GET /sounds`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Sound;

/// The request of [`Sounds::list`](super::Sounds::list).
///
/// Lists the installed sounds, if wanted only those in one language or format.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Sound>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }

    /// Keep only sounds in exactly this language, for example `en`. If nothing is left the answer is
    /// 404, not an empty list. Since 13.0.
    pub fn lang(self, lang: impl Into<String>) -> Self {
        Self(self.0.text("lang", lang))
    }

    /// Keep only sounds stored in exactly this format, for example `gsm` or `ulaw`. If nothing is left
    /// the answer is 404. Since 13.0.
    pub fn format(self, format: impl Into<String>) -> Self {
        Self(self.0.text("format", format))
    }
}

ari_runtime::request!(List => Json < Vec < Sound > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "sounds.list",
        Method::Get,
        "/sounds",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Sounds_REST_API/#list",
    )
    .parameters(&[ParameterFacts::query("lang"), ParameterFacts::query("format")])
    .errors(&[(404, "No sound fits")]);
