//! `POST /applications/{applicationName}/subscription`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Application;

/// The request of [`Applications::subscribe`](super::Applications::subscribe).
///
/// Subscribes an application to the events of one or more channels, bridges, endpoints or devices.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Subscribe(pub(crate) Prepared<Json<Application>>);

impl Subscribe {
    pub(crate) fn new(
        caller: Caller,
        application_name: impl Into<String>,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(application_name).list("eventSource", event_source))
    }
}

ari_runtime::request!(Subscribe => Json < Application >);

pub(crate) static OPERATION: Operation = Operation::new(
        "applications.subscribe",
        Method::Post,
        "/applications/{applicationName}/subscription",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#subscribe",
    )
    .parameters(
        &[
            ParameterFacts::path("applicationName"),
            ParameterFacts::query("eventSource").required().multiple(),
        ],
    )
    .errors(
        &[
            (
                400,
                "No `eventSource` was given, or its scheme is not one of the four known ones",
            ),
            (404, "No application of this name is registered"),
            (422, "The channel, bridge or endpoint to subscribe to does not exist"),
        ],
    )
    .listens("applicationName", "eventSource");
