//! `DELETE /applications/{applicationName}/subscription`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Application;

/// The request of [`Applications::unsubscribe`](super::Applications::unsubscribe).
///
/// Removes one or more event sources from the subscriptions of an application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Unsubscribe(pub(crate) Prepared<Json<Application>>);

impl Unsubscribe {
    pub(crate) fn new(
        caller: Caller,
        application_name: impl Into<String>,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(application_name).list("eventSource", event_source))
    }
}

ari_runtime::request!(Unsubscribe => Json < Application >);

pub(crate) static OPERATION: Operation = Operation::new(
        "applications.unsubscribe",
        Method::Delete,
        "/applications/{applicationName}/subscription",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#unsubscribe",
    )
    .parameters(
        &[
            ParameterFacts::path("applicationName"),
            ParameterFacts::query("eventSource").required().multiple(),
        ],
    )
    .errors(
        &[
            (400, "No `eventSource` was given, or its scheme is unknown"),
            (404, "No application of this name is registered"),
            (
                409,
                "Declared for a source without a subscription; servers answer 422 there",
            ),
            (422, "The application holds no subscription to this source"),
        ],
    )
    .ignores("applicationName", "eventSource");
