//! `POST /bridges/{bridgeId}/variable`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::set_bridge_var`](super::Bridges::set_bridge_var).
///
/// Sets one variable of a bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SetBridgeVar(pub(crate) Prepared<Nothing>);

impl SetBridgeVar {
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

    /// Text to store. Since 20.20, 22.10, 23.4; not in 21.
    pub fn value(self, value: impl Into<String>) -> Self {
        Self(self.0.text("value", value))
    }

    /// Whether the variable appears in `bridgevars` of the bridge's events; default `false`. Since
    /// 20.20, 22.10, 23.4; not in 21.
    pub fn report_events(self, report_events: bool) -> Self {
        Self(self.0.flag("report_events", report_events))
    }
}

ari_runtime::request!(SetBridgeVar => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.setBridgeVar",
        Method::Post,
        "/bridges/{bridgeId}/variable",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#setbridgevar",
    )
    .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)]))
    .parameters(
        &[
            ParameterFacts::path("bridgeId")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("variable")
                .required()
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("value")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
            ParameterFacts::query("report_events")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (400, "`variable` is missing or empty, or it could not be set"),
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
