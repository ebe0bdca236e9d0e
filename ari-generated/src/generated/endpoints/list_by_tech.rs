//! `GET /endpoints/{tech}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Endpoint;

/// The request of [`Endpoints::list_by_tech`](super::Endpoints::list_by_tech).
///
/// Lists the endpoints of one technology.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListByTech(pub(crate) Prepared<Json<Vec<Endpoint>>>);

impl ListByTech {
    pub(crate) fn new(caller: Caller, tech: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech))
    }
}

ari_runtime::request!(ListByTech => Json < Vec < Endpoint > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.listByTech",
        Method::Get,
        "/endpoints/{tech}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#listbytech",
    )
    .parameters(&[ParameterFacts::path("tech")])
    .errors(&[(404, "The technology is unknown or has no endpoints")]);
