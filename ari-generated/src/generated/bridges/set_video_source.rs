//! `POST /bridges/{bridgeId}/videoSource/{channelId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::{BridgeId, ChannelId};

/// The request of [`Bridges::set_video_source`](super::Bridges::set_video_source).
///
/// Makes one channel's video the one that all others in the bridge receive; without effect while only two channels are in it.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetVideoSource(pub(crate) Prepared<Nothing>);

impl SetVideoSource {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        channel_id: impl Into<ChannelId>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .segment(Into::<ChannelId>::into(channel_id)),
        )
    }
}

ari_runtime::request!(SetVideoSource => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.setVideoSource",
        Method::Post,
        "/bridges/{bridgeId}/videoSource/{channelId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setvideosource",
    )
    .since(Releases::new(&[(13, 13, 0), (14, 2, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(13, 13, 0), (14, 2, 0)])),
            ParameterFacts::path("channelId")
                .since(Releases::new(&[(13, 13, 0), (14, 2, 0)])),
        ],
    )
    .errors(
        &[
            (400, "There is no channel with this id"),
            (404, "No bridge has this id; an unknown channel is answered with 400"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
            (422, "The channel is not in this bridge, or in no application"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
