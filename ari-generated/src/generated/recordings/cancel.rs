//! `DELETE /recordings/live/{recordingName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::RecordingName;

/// The request of [`Recordings::cancel`](super::Recordings::cancel).
///
/// Stops a live recording and throws away what was recorded.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Cancel<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Cancel<R> {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(Cancel < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.cancel",
        Method::Delete,
        "/recordings/live/{recordingName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#cancel",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(&[(404, "No recording of this name is queued or running")])
    .modules(&["res_stasis_recording"]);
