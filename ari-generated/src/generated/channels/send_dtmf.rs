//! `POST /channels/{channelId}/dtmf`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::send_dtmf`](super::Channels::send_dtmf).
///
/// Sends DTMF digits to the remote party.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SendDtmf(pub(crate) Prepared<Nothing>);

impl SendDtmf {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }

    /// Digits to send: `0` to `9`, `A` to `D`, `*` and `#`. Required in practice. Since 13.0.
    pub fn dtmf(self, dtmf: impl Into<String>) -> Self {
        Self(self.0.text("dtmf", dtmf))
    }

    /// Pause before the first digit, in milliseconds. Defaults to 0. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn before(self, before: Duration) -> Self {
        Self(self.0.milliseconds("before", before))
    }

    /// Pause after each digit but the last, in milliseconds. Defaults to 100. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn between(self, between: Duration) -> Self {
        Self(self.0.milliseconds("between", between))
    }

    /// How long each digit sounds, in milliseconds. Defaults to 100. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn duration(self, duration: Duration) -> Self {
        Self(self.0.milliseconds("duration", duration))
    }

    /// Pause after the last digit, in milliseconds. Defaults to 0. Since 13.0.
    ///
    /// Sent in whole milliseconds.
    pub fn after(self, after: Duration) -> Self {
        Self(self.0.milliseconds("after", after))
    }
}

ari_runtime::request!(SendDtmf => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.sendDTMF",
        Method::Post,
        "/channels/{channelId}/dtmf",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#senddtmf",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("dtmf"),
            ParameterFacts::query("before"),
            ParameterFacts::query("between"),
            ParameterFacts::query("duration"),
            ParameterFacts::query("after"),
        ],
    )
    .errors(
        &[
            (400, "`dtmf` is missing or empty"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so it carries no digits yet",
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
    );
