//! `POST /channels/{channelId}/moh`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::start_moh`](super::Channels::start_moh).
///
/// Starts music on hold for the remote party.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct StartMoh(pub(crate) Prepared<Nothing>);

impl StartMoh {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }

    /// Music class, as configured on the server. Defaults to the class set on the channel, then to the
    /// server's default class. Since 13.0.
    pub fn moh_class(self, moh_class: impl Into<String>) -> Self {
        Self(self.0.text("mohClass", moh_class))
    }
}

ari_runtime::request!(StartMoh => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.startMoh",
        Method::Post,
        "/channels/{channelId}/moh",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#startmoh",
    )
    .parameters(&[ParameterFacts::path("channelId"), ParameterFacts::query("mohClass")])
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so nothing can be played to it",
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
