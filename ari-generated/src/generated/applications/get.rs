//! `GET /applications/{applicationName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Application;

/// The request of [`Applications::get`](super::Applications::get).
///
/// Returns the subscriptions and event filters of one application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Application>>);

impl Get {
    pub(crate) fn new(caller: Caller, application_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(application_name))
    }
}

ari_runtime::request!(Get => Json < Application >);

pub(crate) static OPERATION: Operation = Operation::new(
        "applications.get",
        Method::Get,
        "/applications/{applicationName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("applicationName")])
    .errors(&[(404, "No application of this name is registered")]);
