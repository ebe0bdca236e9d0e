//! `GET /endpoints/{tech}/{resource}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Endpoint;

/// The request of [`Endpoints::get`](super::Endpoints::get).
///
/// Returns the state and the channels of one endpoint.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Endpoint>>);

impl Get {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech).segment(resource))
    }
}

ari_runtime::request!(Get => Json < Endpoint >);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.get",
        Method::Get,
        "/endpoints/{tech}/{resource}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("tech"), ParameterFacts::path("resource")])
    .errors(
        &[
            (400, "The request itself could not be parsed"),
            (404, "There is no such endpoint"),
        ],
    );
