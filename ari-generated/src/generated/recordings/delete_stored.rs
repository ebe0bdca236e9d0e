//! `DELETE /recordings/stored/{recordingName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::RecordingName;

/// The request of [`Recordings::delete_stored`](super::Recordings::delete_stored).
///
/// Deletes a stored recording from disk.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct DeleteStored<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> DeleteStored<R> {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(DeleteStored < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.deleteStored",
        Method::Delete,
        "/recordings/stored/{recordingName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#deletestored",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(&[(404, "No stored recording has this name")])
    .modules(&["res_stasis_recording"]);
