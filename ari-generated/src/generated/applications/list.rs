//! `GET /applications`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::Application;

/// The request of [`Applications::list`](super::Applications::list).
///
/// Lists every registered Stasis application together with its subscriptions and event filters.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Application>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Application > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "applications.list",
        Method::Get,
        "/applications",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#list",
    );
