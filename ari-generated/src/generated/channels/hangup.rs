//! `DELETE /channels/{channelId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    Allows, BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
    Releases, Reply, Undecided,
};
use crate::generated::enums::HangupReason;
use crate::generated::ids::ChannelId;
use super::{ByCode, ByReason};

/// The request of [`Channels::hangup`](super::Channels::hangup).
///
/// Hangs up the channel, whether or not an application controls it.
///
/// Some parameters exclude others. Which of them were set is in the type:
///
/// * [`ByReason`](super::ByReason): `reason`
/// * [`ByCode`](super::ByCode): `reason_code`
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Hangup<R: Reply = Nothing, Choice = Undecided>(
    pub(crate) Prepared<R, Choice>,
);

impl<R: Reply> Hangup<R> {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

impl<R: Reply, Choice: Allows<ByReason>> Hangup<R, Choice> {
    /// Cause by name. Normal clearing when neither this nor `reason_code` is given; sending both is
    /// answered 400. Since 13.0.
    ///
    /// Excludes `reason_code`.
    pub fn reason(self, reason: HangupReason) -> Hangup<R, ByReason> {
        Hangup(self.0.text("reason", reason).chosen())
    }
}

impl<R: Reply, Choice: Allows<ByCode>> Hangup<R, Choice> {
    /// Cause as a decimal Q.850 number, for example `17` for busy. Give this or `reason`, never both:
    /// the pair is answered 400. Since 17.0.
    ///
    /// Excludes `reason`.
    pub fn reason_code(self, reason_code: impl Into<String>) -> Hangup<R, ByCode> {
        Hangup(self.0.text("reason_code", reason_code).chosen())
    }
}

ari_runtime::request!(Hangup < R, Choice >);

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
            ParameterFacts::query("reason_code").since(Releases::new(&[(17, 0, 0)])),
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
