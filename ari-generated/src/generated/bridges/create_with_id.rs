//! `POST /bridges/{bridgeId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
    VariableValue,
};
use crate::generated::ids::BridgeId;
use crate::generated::models::Bridge;

/// The request of [`Bridges::create_with_id`](super::Bridges::create_with_id).
///
/// Creates a bridge under an id chosen by the caller.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct CreateWithId(pub(crate) Prepared<Json<Bridge>>);

impl CreateWithId {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }

    /// Attributes of the bridge, joined by commas: `mixing` (the default, everyone hears everyone) or
    /// `holding` (participants wait and hear hold music or an announcer), `dtmf_events` (digits are
    /// always reported), `proxy_media` (media always passes through Asterisk, and digits are reported),
    /// `video_sfu` (everyone receives the video of all), `video_single` (one chosen video for all) and
    /// `sdp_label` (streams are labelled in SDP). Between two SIP phones in plain `mixing`, digits that
    /// are sent as RTP (RFC 4733) are not reported; `dtmf_events` or `proxy_media` makes them. An
    /// unknown word is answered with 500. Since 13.0.
    pub fn bridge_type(self, bridge_type: impl Into<String>) -> Self {
        Self(self.0.text("type", bridge_type))
    }

    /// Label for the bridge, which need not be unique; empty by default. It is fixed for the life of
    /// the bridge. Since 13.0.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.text("name", name))
    }

    /// JSON object whose `variables` member holds the variables to set on the new bridge, such as
    /// `{"variables": {"queue": {"value": "sales", "report_events": true}}}`. Each value is a string or
    /// an object with the string `value` and the boolean `report_events` (default `false`), which puts
    /// the variable into `bridgevars` of the bridge's events. Since 20.20, 22.10, 23.4; not in 21.
    pub fn variables(
        self,
        variables: impl IntoIterator<
            Item = (impl Into<String>, impl Into<VariableValue>),
        >,
    ) -> Self {
        Self(self.0.variables("variables", variables))
    }
}

ari_runtime::request!(CreateWithId => Json < Bridge >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.createWithId",
        Method::Post,
        "/bridges/{bridgeId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#createwithid",
    )
    .parameters(
        &[
            ParameterFacts::path("bridgeId"),
            ParameterFacts::query("type"),
            ParameterFacts::query("name"),
            ParameterFacts::body("variables")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(&[(409, "The `bridgeId` belongs to an existing bridge")])
    .modules(&["res_stasis_recording", "res_stasis_playback"])
    .creates("bridge", "bridgeId")
    .looked_up_by(&crate::generated::bridges::get::OPERATION, "bridgeId");
