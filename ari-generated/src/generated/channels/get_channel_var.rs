//! `GET /channels/{channelId}/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::ChannelId;
use crate::generated::models::Variable;

/// The request of [`Channels::get_channel_var`](super::Channels::get_channel_var).
///
/// Reads one variable or dialplan function of the channel.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetChannelVar(pub(crate) Prepared<Json<Variable>>);

impl GetChannelVar {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        variable: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .text("variable", variable),
        )
    }
}

ari_runtime::request!(GetChannelVar => Json < Variable >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.getChannelVar",
        Method::Get,
        "/channels/{channelId}/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#getchannelvar",
    )
    .parameters(
        &[
            ParameterFacts::path("channelId"),
            ParameterFacts::query("variable").required(),
        ],
    )
    .errors(
        &[
            (400, "No variable name was sent"),
            (404, "No channel has this id, or the variable is not set on it"),
            (
                409,
                "No application controls the channel; servers usually allow the read all the same",
            ),
            (500, "The dialplan function cannot be read"),
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
