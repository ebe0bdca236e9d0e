//! `POST /channels/{channelId}/mute`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::enums::MuteDirection;
use crate::generated::ids::ChannelId;

/// The request of [`Channels::mute`](super::Channels::mute).
///
/// Mutes the channel's audio.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Mute(pub(crate) Prepared<Nothing>);

impl Mute {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .text("direction", "both"),
        )
    }

    /// Which audio to drop: `in` is what the remote party says, `out` what it would hear. The declared
    /// default is `both`, yet servers answer 400 when it is missing, so always send it. Since 13.0.
    pub fn direction(self, direction: MuteDirection) -> Self {
        Self(self.0.text("direction", direction))
    }
}

ari_runtime::request!(Mute => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.mute",
        Method::Post,
        "/channels/{channelId}/mute",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#mute",
    )
    .parameters(&[ParameterFacts::path("channelId"), ParameterFacts::query("direction")])
    .errors(
        &[
            (400, "The request names no direction that is known"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so it has no audio to mute",
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
