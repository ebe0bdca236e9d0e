//! `GET /lots`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared, Releases};
use crate::generated::models::Lot;

/// The request of [`Lots::list`](super::Lots::list).
///
/// Lists the parking lots.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Lot>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Lot > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "lots.list",
        Method::Get,
        "/lots",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#list",
    )
    .since(Releases::new(&[(20, 0, 0)]))
    .modules(&["res_parking"]);
