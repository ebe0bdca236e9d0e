//! `GET /bridges/{bridgeId}/variables`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::BridgeId;
use crate::generated::models::Variables;

/// The request of [`Bridges::get_bridge_vars`](super::Bridges::get_bridge_vars).
///
/// Reads several variables of a bridge at once.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct GetBridgeVars(pub(crate) Prepared<Json<Variables>>);

impl GetBridgeVars {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        variables: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .list("variables", variables),
        )
    }
}

ari_runtime::request!(GetBridgeVars => Json < Variables >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.getBridgeVars",
        Method::Get,
        "/bridges/{bridgeId}/variables",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#getbridgevars",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("variables")
                .required()
                .multiple()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "`variables` is missing or contains an empty name"),
            (404, "No such bridge, or one of the variables is not set on it"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`; current servers answer 404 instead",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
