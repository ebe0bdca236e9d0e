//! `GET /recordings/stored/{recordingName}/file`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    Binary, BodyShape, Caller, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::RecordingName;

/// The request of [`Recordings::get_stored_file`](super::Recordings::get_stored_file).
///
/// Downloads the audio file of a stored recording, with a content type such as `audio/wav`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetStoredFile(pub(crate) Prepared<Binary>);

impl GetStoredFile {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(GetStoredFile => Binary);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.getStoredFile",
        Method::Get,
        "/recordings/stored/{recordingName}/file",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getstoredfile",
    )
    .since(Releases::new(&[(14, 0, 0)]))
    .parameters(
        &[ParameterFacts::path("recordingName").since(Releases::new(&[(14, 0, 0)]))],
    )
    .errors(
        &[
            (403, "Asterisk may not read the file"),
            (404, "No stored recording has this name"),
        ],
    )
    .modules(&["res_stasis_recording"])
    .answers_bytes();
