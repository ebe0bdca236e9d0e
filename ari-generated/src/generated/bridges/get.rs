//! `GET /bridges/{bridgeId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::BridgeId;
use crate::generated::models::Bridge;

/// The request of [`Bridges::get`](super::Bridges::get).
///
/// Returns one bridge with the ids of its channels.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Bridge>>);

impl Get {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }
}

ari_runtime::request!(Get => Json < Bridge >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.get",
        Method::Get,
        "/bridges/{bridgeId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("bridgeId")])
    .errors(&[(404, "No bridge has this id")])
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
