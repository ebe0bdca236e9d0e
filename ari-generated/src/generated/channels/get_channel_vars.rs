//! `GET /channels/{channelId}/variables`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;
use crate::generated::models::Variables;

/// The request of [`Channels::get_channel_vars`](super::Channels::get_channel_vars).
///
/// Reads several variables or dialplan functions of the channel at once.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetChannelVars(pub(crate) Prepared<Json<Variables>>);

impl GetChannelVars {
    pub(crate) fn new(
        caller: Caller,
        channel_id: impl Into<ChannelId>,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<ChannelId>::into(channel_id))
                .list("variables", variables),
        )
    }
}

ari_runtime::request!(GetChannelVars => Json < Variables >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.getChannelVars",
        Method::Get,
        "/channels/{channelId}/variables",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#getchannelvars",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("variables")
                .required()
                .multiple()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "No names were sent"),
            (
                404,
                "No channel has this id, or one of the names is not set: a single missing name fails the whole request",
            ),
            (409, "No application controls the channel"),
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
