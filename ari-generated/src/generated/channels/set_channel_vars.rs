//! `POST /channels/{channelId}/variables`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::set_channel_vars`](super::Channels::set_channel_vars).
///
/// Sets several variables or dialplan functions of the channel at once.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetChannelVars(pub(crate) Prepared<Nothing>);

impl SetChannelVars {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .variables("variables", variables),
        )
    }
}

ari_runtime::request!(SetChannelVars => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.setChannelVars",
        Method::Post,
        "/channels/{channelId}/variables",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#setchannelvars",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::body("variables")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "The `variables` object is missing, or a value is neither a string nor an object with `value`",
            ),
            (404, "No channel has this id, or it has just ended"),
            (409, "The channel exists but no application controls it"),
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
