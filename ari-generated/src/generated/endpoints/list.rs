//! `GET /endpoints`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::Endpoint;

/// The request of [`Endpoints::list`](super::Endpoints::list).
///
/// Lists the endpoints of all technologies, reachable or not.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Endpoint>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Endpoint > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.list",
        Method::Get,
        "/endpoints",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#list",
    );
