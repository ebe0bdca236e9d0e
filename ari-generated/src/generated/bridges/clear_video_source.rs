//! `DELETE /bridges/{bridgeId}/videoSource`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::clear_video_source`](super::Bridges::clear_video_source).
///
/// Ends the choice of a fixed video source, so that the bridge shows whoever speaks; without effect while only two channels are in it.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ClearVideoSource(pub(crate) Prepared<Nothing>);

impl ClearVideoSource {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }
}

ari_runtime::request!(ClearVideoSource => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.clearVideoSource",
        Method::Delete,
        "/bridges/{bridgeId}/videoSource",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#clearvideosource",
    )
    .since(Releases::new(&[(13, 13, 0), (14, 2, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(13, 13, 0), (14, 2, 0)])),
        ],
    )
    .errors(&[(404, "No bridge has this id")])
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
