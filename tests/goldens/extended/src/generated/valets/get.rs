//! `GET /valets/{valetId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ValetId;
use crate::generated::models::Valet;

/// The request of [`Valets::get`](super::Valets::get).
///
/// Returns one valet.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Valet>>);

impl Get {
    pub(crate) fn new(caller: Caller, valet_id: impl Into<ValetId>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<ValetId>::into(valet_id)))
    }
}

ari_runtime::request!(Get => Json < Valet >);

pub(crate) static OPERATION: Operation = Operation::new(
        "valets.get",
        Method::Get,
        "/valets/{valetId}",
        BodyShape::Members,
    )
    .since(Releases::UNKNOWN)
    .parameters(&[ParameterFacts::path("valetId").since(Releases::UNKNOWN)])
    .errors(&[(404, "There is no such valet")])
    .modules(&["res_valet"]);
