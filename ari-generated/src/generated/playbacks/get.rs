//! `GET /playbacks/{playbackId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::PlaybackId;
use crate::generated::models::Playback;

/// The request of [`Playbacks::get`](super::Playbacks::get).
///
/// Returns the state of a queued or running playback.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Playback>>);

impl Get {
    pub(crate) fn new(caller: Caller, playback_id: impl Into<PlaybackId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<PlaybackId>::into(playback_id)))
    }
}

ari_runtime::request!(Get => Json < Playback >);

pub(crate) static OPERATION: Operation = Operation::new(
        "playbacks.get",
        Method::Get,
        "/playbacks/{playbackId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("playbackId")])
    .errors(
        &[
            (
                404,
                "No playback of this id is queued or running; finished ones are forgotten at once",
            ),
        ],
    )
    .modules(&["res_stasis_playback"]);
