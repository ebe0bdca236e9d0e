//! `POST /channels/{channelId}/dial`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`Channels::dial`](super::Channels::dial).
///
/// Calls the endpoint of a channel made with `create`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Dial(pub(crate) Prepared<Nothing>);

impl Dial {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ChannelId>::into(channel_id)))
    }

    /// Id of the calling channel, from which variables, language and caller identity are inherited. An
    /// unknown id is ignored. Since 14.0.
    pub fn caller(self, caller: impl Into<ChannelId>) -> Self {
        Self(self.0.id("caller", Into::<ChannelId>::into(caller)))
    }

    /// Whole seconds to wait for an answer before the channel is hung up. Defaults to 0: no limit,
    /// unlike originate. The limit is lost when the channel leaves its bridge while it rings, so a
    /// program that needs it there keeps a timer of its own. Since 14.0.
    ///
    /// Sent in whole seconds; a part of one counts as one.
    /// [`Duration::MAX`] means no limit.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self(self.0.seconds_or("timeout", timeout, 0i64))
    }
}

ari_runtime::request!(Dial => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "channels.dial",
        Method::Post,
        "/channels/{channelId}/dial",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Channels_REST_API/#dial",
    )
    .since(Releases::new(&[(14, 0, 0)]))
    .parameters(
        &[
            ParameterFacts::path("channelId").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("caller").since(Releases::new(&[(14, 0, 0)])),
            ParameterFacts::query("timeout").since(Releases::new(&[(14, 0, 0)])),
        ],
    )
    .errors(
        &[
            (404, "No channel has this id, or it has just ended"),
            (
                409,
                "The channel has been dialled already, was not made with `create`, or is not in an application yet: await its `StasisStart` before dialling",
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
