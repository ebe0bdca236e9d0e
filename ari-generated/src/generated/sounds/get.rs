//! `GET /sounds/{soundId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::SoundId;
use crate::generated::models::Sound;

/// The request of [`Sounds::get`](super::Sounds::get).
///
/// Returns the description, languages and formats of one sound.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Sound>>);

impl Get {
    pub(crate) fn new(caller: Caller, sound_id: impl Into<SoundId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<SoundId>::into(sound_id)))
    }
}

ari_runtime::request!(Get => Json < Sound >);

pub(crate) static OPERATION: Operation = Operation::new(
        "sounds.get",
        Method::Get,
        "/sounds/{soundId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Sounds_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("soundId")])
    .errors(&[(404, "There is no sound with this id")]);
