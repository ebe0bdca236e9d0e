//! `POST /recordings/live/{recordingName}/mute`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::RecordingName;

/// The request of [`Recordings::mute`](super::Recordings::mute).
///
/// Records silence instead of the real audio until unmuted.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Mute(pub(crate) Prepared<Nothing>);

impl Mute {
    pub(crate) fn new(caller: Caller, recording_name: impl Into<RecordingName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<RecordingName>::into(recording_name)))
    }
}

ari_runtime::request!(Mute => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "recordings.mute",
        Method::Post,
        "/recordings/live/{recordingName}/mute",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#mute",
    )
    .parameters(&[ParameterFacts::path("recordingName")])
    .errors(
        &[
            (404, "No recording of this name is queued or running"),
            (
                409,
                "The recording is not running, for instance because it has only been queued",
            ),
        ],
    )
    .modules(&["res_stasis_recording"]);
