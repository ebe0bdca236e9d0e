//! `POST /bridges/{bridgeId}/record`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::enums::{RecordIfExists, TerminateOn};
use crate::generated::ids::{BridgeId, RecordingName};
use crate::generated::models::LiveRecording;

/// The request of [`Bridges::record`](super::Bridges::record).
///
/// Starts a recording of what all members of the bridge say together.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Record(pub(crate) Prepared<Json<LiveRecording>>);

impl Record {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .id("name", Into::<RecordingName>::into(name))
                .text("format", format),
        )
    }

    /// Format of the recorder channel that listens in the bridge, such as `slin16`; by default the one
    /// that `format` implies. Since 20.17, 22.7, 23.1; not in 21.
    pub fn recorder_format(self, recorder_format: impl Into<String>) -> Self {
        Self(self.0.text("recorder_format", recorder_format))
    }

    /// Longest duration in seconds, after which the recording ends; the default 0 sets no limit. Since
    /// 13.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn max_duration_seconds(self, max_duration_seconds: Duration) -> Self {
        Self(self.0.seconds_or("maxDurationSeconds", max_duration_seconds, 0i64))
    }

    /// Longest silence in seconds, after which the recording ends; the default 0 sets no limit. Since
    /// 13.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn max_silence_seconds(self, max_silence_seconds: Duration) -> Self {
        Self(self.0.seconds_or("maxSilenceSeconds", max_silence_seconds, 0i64))
    }

    /// What to do when a recording of this name is stored already: `fail` (the default), `overwrite` or
    /// `append`. Since 13.0.
    pub fn if_exists(self, if_exists: RecordIfExists) -> Self {
        Self(self.0.text("ifExists", if_exists))
    }

    /// Whether a beep is played at the start; default `false`. Since 13.0.
    pub fn beep(self, beep: bool) -> Self {
        Self(self.0.flag("beep", beep))
    }

    /// Key that ends the recording: `none` (the default), `any`, `*` or `#`. Since 13.0.
    pub fn terminate_on(self, terminate_on: TerminateOn) -> Self {
        Self(self.0.text("terminateOn", terminate_on))
    }
}

ari_runtime::request!(Record => Json < LiveRecording >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.record",
        Method::Post,
        "/bridges/{bridgeId}/record",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#record",
    )
    .parameters(
        &[
            ParameterFacts::path("bridgeId"),
            ParameterFacts::query("name").required(),
            ParameterFacts::query("format").required(),
            ParameterFacts::query("recorder_format")
                .since(Releases::new(&[(20, 17, 0), (22, 7, 0), (23, 1, 0)])),
            ParameterFacts::query("maxDurationSeconds"),
            ParameterFacts::query("maxSilenceSeconds"),
            ParameterFacts::query("ifExists"),
            ParameterFacts::query("beep"),
            ParameterFacts::query("terminateOn"),
        ],
    )
    .errors(
        &[
            (
                400,
                "`name` is not acceptable, or `ifExists` or `terminateOn` has an unknown value",
            ),
            (404, "No bridge has this id"),
            (
                409,
                "The name is taken and `ifExists` is `fail`, a recording of this name is in progress, or the bridge was not created through ARI",
            ),
            (422, "`format` or `recorder_format` is not known to this server"),
            (
                500,
                "The recording cannot be made, for example because its directory is missing",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"])
    .looked_up_by(&crate::generated::recordings::get_live::OPERATION, "name");
