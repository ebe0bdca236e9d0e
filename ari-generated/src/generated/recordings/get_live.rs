//! `GET /recordings/live/{recordingName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::RecordingName;
use crate::generated::models::LiveRecording;

/// The request of [`Recordings::get_live`](super::Recordings::get_live).
///
/// Returns the state of a queued or running recording.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetLive(pub(crate) Prepared<Json<LiveRecording>>);

impl GetLive {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(GetLive => Json < LiveRecording >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.getLive",
        Method::Get,
        "/recordings/live/{recordingName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getlive",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(&[(404, "No recording of this name is queued or running")])
    .modules(&["res_stasis_recording"]);
