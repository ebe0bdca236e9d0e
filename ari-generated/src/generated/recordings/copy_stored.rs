//! `POST /recordings/stored/{recordingName}/copy`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::RecordingName;
use crate::generated::models::StoredRecording;

/// The request of [`Recordings::copy_stored`](super::Recordings::copy_stored).
///
/// Copies a stored recording under a new name, in the same format.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct CopyStored(pub(crate) Prepared<Json<StoredRecording>>);

impl CopyStored {
    pub(crate) fn new(
        caller: Caller,
        recording_name: impl Into<RecordingName>,
        destination_recording_name: impl Into<RecordingName>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<RecordingName>::into(recording_name))
                .id(
                    "destinationRecordingName",
                    Into::<RecordingName>::into(destination_recording_name),
                ),
        )
    }
}

ari_runtime::request!(CopyStored => Json < StoredRecording >);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.copyStored",
        Method::Post,
        "/recordings/stored/{recordingName}/copy",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#copystored",
    )
    .parameters(
        &[
            ParameterFacts::path("recordingName"),
            ParameterFacts::query("destinationRecordingName").required(),
        ],
    )
    .errors(
        &[
            (400, "The request lacks something or cannot be read"),
            (404, "No stored recording has the name to copy from"),
            (409, "The new name is taken already"),
        ],
    )
    .modules(&["res_stasis_recording"]);
