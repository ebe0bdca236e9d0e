//! `DELETE /type/{tech}/{resource}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::ResourceId;

/// The request of [`Kinds::delete`](super::Kinds::delete).
///
/// Removes it.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Delete<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Delete<R> {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech).segment(Into::<ResourceId>::into(resource)))
    }
}

ari_runtime::request!(Delete < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.delete",
        Method::Delete,
        "/type/{tech}/{resource}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#delete",
    )
    .parameters(&[ParameterFacts::path("tech"), ParameterFacts::path("resource")])
    .modules(&["res_curse", "res_curse_more"]);
