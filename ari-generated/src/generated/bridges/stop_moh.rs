//! `DELETE /bridges/{bridgeId}/moh`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::stop_moh`](super::Bridges::stop_moh).
///
/// Stops the music on hold of the bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct StopMoh(pub(crate) Prepared<Nothing>);

impl StopMoh {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }
}

ari_runtime::request!(StopMoh => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.stopMoh",
        Method::Delete,
        "/bridges/{bridgeId}/moh",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#stopmoh",
    )
    .parameters(&[ParameterFacts::path("bridgeId")])
    .errors(
        &[
            (404, "No bridge has this id"),
            (
                409,
                "`startMoh` has not started any music, or the bridge was not created through ARI",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
