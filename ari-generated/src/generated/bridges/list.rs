//! `GET /bridges`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::Bridge;

/// The request of [`Bridges::list`](super::Bridges::list).
///
/// Returns all bridges of the Asterisk server, those made by the dialplan included.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Bridge>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Bridge > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "bridges.list",
        Method::Get,
        "/bridges",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Bridges_REST_API/#list",
    )
    .modules(&["res_stasis_recording", "res_stasis_playback"]);
