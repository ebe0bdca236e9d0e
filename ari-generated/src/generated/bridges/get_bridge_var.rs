//! `GET /bridges/{bridgeId}/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::BridgeId;
use crate::generated::models::Variable;

/// The request of [`Bridges::get_bridge_var`](super::Bridges::get_bridge_var).
///
/// Reads one variable of a bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetBridgeVar(pub(crate) Prepared<Json<Variable>>);

impl GetBridgeVar {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        variable: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .text("variable", variable),
        )
    }
}

ari_runtime::request!(GetBridgeVar => Json < Variable >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.getBridgeVar",
        Method::Get,
        "/bridges/{bridgeId}/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#getbridgevar",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("variable")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "`variable` is missing or empty"),
            (404, "No such bridge, or the variable is not set on it"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
