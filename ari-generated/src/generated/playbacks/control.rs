//! `POST /playbacks/{playbackId}/control`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::enums::PlaybackOperation;
use crate::generated::ids::PlaybackId;

/// The request of [`Playbacks::control`](super::Playbacks::control).
///
/// Pauses, resumes, restarts or seeks a running playback.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Control(pub(crate) Prepared<Nothing>);

impl Control {
    pub(crate) fn new(
        caller: Caller,
        playback_id: impl Into<PlaybackId>,
        operation: PlaybackOperation,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<PlaybackId>::into(playback_id))
                .text("operation", operation),
        )
    }
}

ari_runtime::request!(Control => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "playbacks.control",
        Method::Post,
        "/playbacks/{playbackId}/control",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#control",
    )
    .parameters(
        &[
            ParameterFacts::path("playbackId"),
            ParameterFacts::query("operation").required(),
        ],
    )
    .errors(
        &[
            (400, "`operation` is missing or none of the known ones"),
            (
                404,
                "No playback of this id is queued or running; finished ones are forgotten at once",
            ),
            (
                409,
                "The playback has not begun yet, or is paused and can only be resumed or stopped",
            ),
        ],
    )
    .modules(&["res_stasis_playback"]);
