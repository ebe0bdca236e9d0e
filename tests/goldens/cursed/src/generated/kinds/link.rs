//! `PUT /type/{tech}/{resource}/links/{linkId}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared, Releases,
};
use serde_json::{Map, Value};
use crate::generated::ids::{LinkId, ResourceId};
use crate::generated::models::Empty;

/// The request of [`Kinds::link`](super::Kinds::link).
///
/// Three parameters in the path, two of them the handle's.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Link(pub(crate) Prepared<Json<Empty>>);

impl Link {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
        link_id: impl Into<LinkId>,
        note: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(tech)
                .segment(Into::<ResourceId>::into(resource))
                .segment(Into::<LinkId>::into(link_id))
                .text("note", note),
        )
    }

    /// Sets `fields`.
    pub fn fields(self, fields: Map<String, Value>) -> Self {
        Self(self.0.object("fields", fields))
    }
}

ari_runtime::request!(Link => Json < Empty >);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.link",
        Method::Put,
        "/type/{tech}/{resource}/links/{linkId}",
        BodyShape::Whole,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#link",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::path("tech").since(Releases::UNKNOWN),
            ParameterFacts::path("resource").since(Releases::UNKNOWN),
            ParameterFacts::path("linkId").since(Releases::UNKNOWN),
            ParameterFacts::query("note").required().since(Releases::UNKNOWN),
            ParameterFacts::body("fields").since(Releases::UNKNOWN),
        ],
    )
    .modules(&["res_curse", "res_curse_more"]);
