//! `POST /events/claim`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ChannelId;

/// The request of [`UserEvents::claim_channel`](super::UserEvents::claim_channel).
///
/// Claims for one application a channel that `StasisBroadcast` is offering.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ClaimChannel(pub(crate) Prepared<Nothing>);

impl ClaimChannel {
    pub(crate) fn new(caller: Caller, channel_id: impl Into<ChannelId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.id("channelId", Into::<ChannelId>::into(channel_id)))
    }

    /// Application that is to receive the channel. Check the spelling: an unknown name is accepted and
    /// loses the call. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// Defaults to the client's own application, the first that it was connected with.
    pub fn application(self, application: impl Into<String>) -> Self {
        Self(self.0.text("application", application))
    }
}

ari_runtime::request!(ClaimChannel => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "events.claimChannel",
        Method::Post,
        "/events/claim",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Events_REST_API/#claimchannel",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::query("channelId")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("application")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "The request lacks something or cannot be read"),
            (404, "No such channel, or it is not (or no longer) offered for claiming"),
            (409, "Another claim for this channel came first"),
        ],
    )
    .modules(&["res_http_websocket"])
    .own_application("application", &[]);
