//! `POST /channels/{channelId}/progress`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::progress`](super::Channels::progress).
///
/// Signals call progress, so that audio can reach the caller before the call is answered.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Progress(pub(crate) Prepared<Nothing>);

impl Progress {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

ari_runtime::request!(Progress => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.progress",
        Method::Post,
        "/channels/{channelId}/progress",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#progress",
    )
    .since(Releases::new(&[(20, 16, 0), (21, 11, 0), (22, 6, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(20, 16, 0), (21, 11, 0), (22, 6, 0)])),
        ],
    )
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so progress cannot be signalled on it",
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
