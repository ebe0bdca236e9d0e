//! `POST /bridges/{bridgeId}/removeChannel`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::{BridgeId, ChannelId};

/// The request of [`Bridges::remove_channel`](super::Bridges::remove_channel).
///
/// Removes channels from the bridge and leaves them in their application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct RemoveChannel(pub(crate) Prepared<Nothing>);

impl RemoveChannel {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        channel: impl IntoIterator<Item = impl Into<ChannelId>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .ids("channel", channel.into_iter().map(Into::<ChannelId>::into)),
        )
    }
}

ari_runtime::request!(RemoveChannel => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.removeChannel",
        Method::Post,
        "/bridges/{bridgeId}/removeChannel",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#removechannel",
    )
    .parameters(
        &[
            ParameterFacts::path("bridgeId"),
            ParameterFacts::query("channel").required().multiple(),
        ],
    )
    .errors(
        &[
            (
                400,
                "No channel was named, or one of them does not exist (not reported as 404)",
            ),
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
            (422, "A channel is not in this bridge, or in no application"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
