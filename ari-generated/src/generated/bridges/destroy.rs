//! `DELETE /bridges/{bridgeId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::destroy`](super::Bridges::destroy).
///
/// Destroys a bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Destroy<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Destroy<R> {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }
}

ari_runtime::request!(Destroy < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.destroy",
        Method::Delete,
        "/bridges/{bridgeId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#destroy",
    )
    .parameters(&[ParameterFacts::path("bridgeId")])
    .errors(
        &[
            (404, "No bridge has this id"),
            (409, "No application controls the bridge, or it is just being destroyed"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
