//! `POST /channels/{channelId}/record`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::enums::{RecordIfExists, TerminateOn};
use crate::generated::ids::{ChannelId, RecordingName};
use crate::generated::models::LiveRecording;

/// The request of [`Channels::record`](super::Channels::record).
///
/// Starts recording what the remote party says.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Record(pub(crate) Prepared<Json<LiveRecording>>);

impl Record {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        name: impl Into<RecordingName>,
        format: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .id("name", Into::<RecordingName>::into(name))
                .text("format", format),
        )
    }

    /// Longest duration in seconds. 0, the default, sets no limit. Since 13.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn max_duration_seconds(self, max_duration_seconds: Duration) -> Self {
        Self(self.0.seconds_or("maxDurationSeconds", max_duration_seconds, 0i64))
    }

    /// Seconds of silence after which the recording ends. 0, the default, never ends it that way. Since
    /// 13.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn max_silence_seconds(self, max_silence_seconds: Duration) -> Self {
        Self(self.0.seconds_or("maxSilenceSeconds", max_silence_seconds, 0i64))
    }

    /// What to do with an older recording of that name: `fail` (the default), `overwrite` it, or
    /// `append` to it. Since 13.0.
    pub fn if_exists(self, if_exists: RecordIfExists) -> Self {
        Self(self.0.text("ifExists", if_exists))
    }

    /// Whether a beep precedes the recording. Defaults to false. Since 13.0.
    pub fn beep(self, beep: bool) -> Self {
        Self(self.0.flag("beep", beep))
    }

    /// Digit by which the remote party ends the recording: `*`, `#`, `any` digit, or `none` (the
    /// default). Since 13.0.
    pub fn terminate_on(self, terminate_on: TerminateOn) -> Self {
        Self(self.0.text("terminateOn", terminate_on))
    }
}

ari_runtime::request!(Record => Json < LiveRecording >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.record",
        Method::Post,
        "/channels/{channelId}/record",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#record",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("name").required(),
            ParameterFacts::query("format").required(),
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
                "A limit is negative, or `ifExists`, `terminateOn` or the name is invalid",
            ),
            (404, "No channel has this id, or it has just ended"),
            (
                409,
                "No application controls the channel, or the name is taken by a recording in progress or by a stored one while `ifExists` is `fail`",
            ),
            (422, "The server cannot write this format, or none was given"),
            (
                500,
                "The recording cannot be made, for example because its directory is missing",
            ),
        ],
    )
    .modules(
        &[
            "res_stasis_answer",
            "res_stasis_playback",
            "res_stasis_recording",
            "res_stasis_snoop",
        ],
    )
    .looked_up_by(&crate::generated::recordings::get_live::OPERATION, "name");
