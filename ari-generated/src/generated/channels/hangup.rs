//! `DELETE /channels/{channelId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::enums::HangupReason;
use crate::generated::ids::ChannelId;

/// The request of [`Channels::hangup`](super::Channels::hangup).
///
/// Hangs up the channel, whether or not an application controls it.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Hangup<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Hangup<R> {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }

    /// Cause as a decimal Q.850 number, for example `17` for busy; needs 17.0 or later. Give this or
    /// `reason`, never both: the pair is answered 400.
    ///
    /// Since Asterisk 17.0 and later.
    pub fn reason_code(self, reason_code: impl Into<String>) -> Self {
        Self(self.0.text("reason_code", reason_code))
    }

    /// Cause by name. Normal clearing when neither this nor `reason_code` is given; sending both is
    /// answered 400.
    pub fn reason(self, reason: HangupReason) -> Self {
        Self(self.0.text("reason", reason))
    }
}

ari_runtime::request!(Hangup < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.hangup",
        Method::Delete,
        "/channels/{channelId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#hangup",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("reason_code")
                .since("17.0.0 18.0.0 19.0.0 20.0.0 21.0.0 22.0.0 23.0.0"),
            ParameterFacts::query("reason"),
        ],
    )
    .errors(
        &[
            (400, "The reason is unknown, the code is not a number, or both were sent"),
            (
                404,
                "No channel has this id, for example because the other side has already hung up",
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
    .ends("channelId");
