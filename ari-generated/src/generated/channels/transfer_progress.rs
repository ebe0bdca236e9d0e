//! `POST /channels/{channelId}/transfer_progress`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::transfer_progress`](super::Channels::transfer_progress).
///
/// Tells the transferring phone how a transfer announced by `ChannelTransfer` is going.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct TransferProgress(pub(crate) Prepared<Nothing>);

impl TransferProgress {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        states: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared.segment(Into::<ChannelId>::into(channel_id)).text("states", states),
        )
    }
}

ari_runtime::request!(TransferProgress => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.transfer_progress",
        Method::Post,
        "/channels/{channelId}/transfer_progress",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#transfer_progress",
    )
    .since(Releases::new(&[(20, 13, 0), (21, 8, 0), (22, 3, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(20, 13, 0), (21, 8, 0), (22, 3, 0)])),
            ParameterFacts::query("states")
                .required()
                .since(Releases::new(&[(20, 13, 0), (21, 8, 0), (22, 3, 0)])),
        ],
    )
    .errors(
        &[
            (400, "`states` is missing or not a known state"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                412,
                "The channel is still down, reserved or ringing, so no transfer can be under way on it",
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
