//! `DELETE /playbacks/{playbackId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::PlaybackId;

/// The request of [`Playbacks::stop`](super::Playbacks::stop).
///
/// Stops a playback, or takes it out of the queue before it begins.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Stop<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Stop<R> {
    pub(crate) fn new(caller: Caller, playback_id: impl Into<PlaybackId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<PlaybackId>::into(playback_id)))
    }
}

ari_runtime::request!(Stop < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "playbacks.stop",
        Method::Delete,
        "/playbacks/{playbackId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#stop",
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
