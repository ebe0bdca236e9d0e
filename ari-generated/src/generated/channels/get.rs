//! `GET /channels/{channelId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::ChannelId;
use crate::generated::models::Channel;

/// The request of [`Channels::get`](super::Channels::get).
///
/// Returns the channel's present state.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Channel>>);

impl Get {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }
}

ari_runtime::request!(Get => Json < Channel >);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.get",
        Method::Get,
        "/channels/{channelId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("channelId")])
    .errors(
        &[
            (
                404,
                "No live channel has this id; some entries of the channel list are internal or ending and give this too",
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
