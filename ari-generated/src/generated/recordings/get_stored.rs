//! `GET /recordings/stored/{recordingName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::RecordingName;
use crate::generated::models::StoredRecording;

/// The request of [`Recordings::get_stored`](super::Recordings::get_stored).
///
/// Returns the name and format of a stored recording.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetStored(pub(crate) Prepared<Json<StoredRecording>>);

impl GetStored {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(GetStored => Json < StoredRecording >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.getStored",
        Method::Get,
        "/recordings/stored/{recordingName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getstored",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(&[(404, "No stored recording has this name")])
    .modules(&["res_stasis_recording"]);
