//! `DELETE /channels/{channelId}/ring`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::ring_stop`](super::Channels::ring_stop).
///
/// Stops a ringing tone that the server itself generates.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct RingStop(pub(crate) Prepared<Nothing>);

impl RingStop {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

ari_runtime::request!(RingStop => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.ringStop",
        Method::Delete,
        "/channels/{channelId}/ring",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#ringstop",
    )
    .parameters(&[ParameterFacts::path("channelId")])
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so there is no ringing of ours to stop",
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
