//! `GET /type/{tech}/{resource}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use crate::generated::ids::ResourceId;
use crate::generated::models::Ring;

/// The request of [`Kinds::get`](super::Kinds::get).
///
/// Two parameters in the path, declared the other way round.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Ring>>);

impl Get {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech).segment(Into::<ResourceId>::into(resource)))
    }
}

ari_runtime::request!(Get => Json < Ring >);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.get",
        Method::Get,
        "/type/{tech}/{resource}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#get",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::path("tech").since(Releases::UNKNOWN),
            ParameterFacts::path("resource").since(Releases::UNKNOWN),
        ],
    )
    .modules(&["res_curse", "res_curse_more"]);
