//! `GET /lots/{lotId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::LotId;
use crate::generated::models::Lot;

/// The request of [`Lots::get`](super::Lots::get).
///
/// Returns one parking lot.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Lot>>);

impl Get {
    pub(crate) fn new(caller: Caller, lot_id: impl Into<LotId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<LotId>::into(lot_id)))
    }
}

ari_runtime::request!(Get => Json < Lot >);

pub(crate) static OPERATION: Operation = Operation::new(
        "lots.get",
        Method::Get,
        "/lots/{lotId}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Lots_REST_API/#get",
    )
    .since(Releases::UNKNOWN)
    .parameters(&[ParameterFacts::path("lotId").since(Releases::UNKNOWN)])
    .errors(&[(404, "There is no such lot")])
    .modules(&["res_parking"]);
