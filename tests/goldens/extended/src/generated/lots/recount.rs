//! `PUT /lots/{lotId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::LotId;
use crate::generated::models::Lot;

/// The request of [`Lots::recount`](super::Lots::recount).
///
/// Counts the calls of a lot anew.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Recount(pub(crate) Prepared<Json<Lot>>);

impl Recount {
    pub(crate) fn new(caller: Caller, lot_id: impl Into<LotId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<LotId>::into(lot_id)))
    }
}

ari_runtime::request!(Recount => Json < Lot >);

pub(crate) static OPERATION: Operation = Operation::new(
        "lots.recount",
        Method::Put,
        "/lots/{lotId}",
        BodyShape::Members,
    )
    .since(Releases::UNKNOWN)
    .parameters(&[ParameterFacts::path("lotId").since(Releases::UNKNOWN)])
    .modules(&["res_valet"]);
