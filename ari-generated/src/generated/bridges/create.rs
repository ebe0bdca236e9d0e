//! `POST /bridges`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::BridgeId;
use crate::generated::models::Bridge;

/// The request of [`Bridges::create`](super::Bridges::create).
///
/// Creates a bridge.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Create(pub(crate) Prepared<Json<Bridge>>);

impl Create {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
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

    /// Id for the bridge, unique on the server; Asterisk invents one if it is left out. Since 13.0.
    pub fn bridge_id(self, bridge_id: impl Into<BridgeId>) -> Self {
        Self(self.0.id("bridgeId", Into::<BridgeId>::into(bridge_id)))
    }

    /// Label for the bridge, which need not be unique; empty by default. It is fixed for the life of
    /// the bridge. Since 13.0.
    pub fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.text("name", name))
    }
}

ari_runtime::request!(Create => Json < Bridge >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.create",
        Method::Post,
        "/bridges",
        BodyShape::Never,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#create",
    )
    .parameters(
        &[
            ParameterFacts::query("type"),
            ParameterFacts::query("bridgeId"),
            ParameterFacts::query("name"),
            ParameterFacts::body("variables")
                .since(Releases::new(&[(20, 20, 0), (22, 10, 0), (23, 4, 0)])),
        ],
    )
    .errors(
        &[
            (409, "A bridge with the given `bridgeId` exists already"),
            (500, "The bridge cannot be made, for example because its type is unknown"),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"])
    .creates("bridge", "bridgeId")
    .looked_up_by(&crate::generated::bridges::get::OPERATION, "bridgeId");
