//! `POST /bridges/{bridgeId}/moh`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::ids::BridgeId;

/// The request of [`Bridges::start_moh`](super::Bridges::start_moh).
///
/// Plays music on hold into the bridge, or changes the music if some is playing.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct StartMoh(pub(crate) Prepared<Nothing>);

impl StartMoh {
    pub(crate) fn new(caller: Caller, bridge_id: impl Into<BridgeId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<BridgeId>::into(bridge_id)))
    }

    /// Music on hold class from the server's configuration. The server's default class is used if it is
    /// left out. Since 13.0.
    pub fn moh_class(self, moh_class: impl Into<String>) -> Self {
        Self(self.0.text("mohClass", moh_class))
    }
}

ari_runtime::request!(StartMoh => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.startMoh",
        Method::Post,
        "/bridges/{bridgeId}/moh",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#startmoh",
    )
    .parameters(&[ParameterFacts::path("bridgeId"), ParameterFacts::query("mohClass")])
    .errors(
        &[
            (404, "No bridge has this id"),
            (
                409,
                "The bridge was not created through ARI, but for instance by the dialplan's `Dial`",
            ),
        ],
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
