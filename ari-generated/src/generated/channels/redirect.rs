//! `POST /channels/{channelId}/redirect`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::redirect`](super::Channels::redirect).
///
/// Asks the remote device to take its call to another endpoint, after which the channel normally leaves the application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Redirect(pub(crate) Prepared<Nothing>);

impl Redirect {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        endpoint: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .text("endpoint", endpoint),
        )
    }
}

ari_runtime::request!(Redirect => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.redirect",
        Method::Post,
        "/channels/{channelId}/redirect",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#redirect",
    )
    .since(Releases::new(&[(13, 3, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId").since(Releases::new(&[(13, 3, 0)])),
            ParameterFacts::query("endpoint")
                .required()
                .since(Releases::new(&[(13, 3, 0)])),
        ],
    )
    .errors(
        &[
            (400, "No `endpoint` was sent"),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
            (
                422,
                "The endpoint is not of the form `technology/resource`, or its technology differs from the channel's",
            ),
            (
                412,
                "The channel is still down, reserved or ringing, so there is no call to redirect",
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
