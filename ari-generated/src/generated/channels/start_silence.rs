//! `POST /channels/{channelId}/silence`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::start_silence`](super::Channels::start_silence).
///
/// Starts sending silence to the remote party.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct StartSilence(pub(crate) Prepared<Nothing>);

impl StartSilence {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

ari_runtime::request!(StartSilence => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.startSilence",
        Method::Post,
        "/channels/{channelId}/silence",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#startsilence",
    )
    .parameters(&[ParameterFacts::path("channelId")])
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so no media can be sent to it",
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
