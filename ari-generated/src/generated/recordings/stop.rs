//! `POST /recordings/live/{recordingName}/stop`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::RecordingName;

/// The request of [`Recordings::stop`](super::Recordings::stop).
///
/// Ends a live recording and keeps it; `RecordingFinished` tells when the file is complete.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Stop<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Stop<R> {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(Stop < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.stop",
        Method::Post,
        "/recordings/live/{recordingName}/stop",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#stop",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(&[(404, "No recording of this name is queued or running")])
    .modules(&["res_stasis_recording"]);
