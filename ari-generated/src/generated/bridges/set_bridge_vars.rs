//! `POST /bridges/{bridgeId}/variables`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::set_bridge_vars`](super::Bridges::set_bridge_vars).
///
/// Sets several variables of a bridge at once.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetBridgeVars(pub(crate) Prepared<Nothing>);

impl SetBridgeVars {
    pub(crate) fn new(
        caller: Caller,
        bridge_id: impl Into<BridgeId>,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<BridgeId>::into(bridge_id))
                .variables("variables", variables),
        )
    }
}

ari_runtime::request!(SetBridgeVars => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.setBridgeVars",
        Method::Post,
        "/bridges/{bridgeId}/variables",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setbridgevars",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::body("variables")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "`variables` is missing or not an object, or one of its values has the wrong shape",
            ),
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`; current servers answer 404 instead",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
