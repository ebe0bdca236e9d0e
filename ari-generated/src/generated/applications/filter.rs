//! `PUT /applications/{applicationName}/eventFilter`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, EventFilter, Json, Method, Operation, ParameterFacts, Prepared,
    Releases,
};
use crate::generated::AriApi;
use crate::generated::models::Application;

/// The request of [`Applications::filter`](super::Applications::filter).
///
/// Sets which event types are delivered to an application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Filter(pub(crate) Prepared<Json<Application>>);

impl Filter {
    pub(crate) fn new(caller: Caller, application_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(application_name))
    }

    /// Which event types are delivered and which are not: on the wire an object with an `allowed` list,
    /// a `disallowed` list, or both, each holding objects of the form `{"type": "ChannelVarset"}`. Type
    /// names are case-sensitive. A list that is left out stays as it was, and an empty one filters
    /// nothing. Without a body, or with an empty object, both filters are cleared. Since 13.26, 16.3;
    /// not in 14, 15.
    pub fn filter(self, filter: EventFilter<AriApi>) -> Self {
        Self(self.0.filter("filter", filter))
    }
}

ari_runtime::request!(Filter => Json < Application >);

pub(crate) static OPERATION: Operation = Operation::new(
        "applications.filter",
        Method::Put,
        "/applications/{applicationName}/eventFilter",
        BodyShape::Whole,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#filter",
    )
    .since(Releases::new(&[(13, 26, 0), (16, 3, 0)]))
    .parameters(
        &[
            ParameterFacts::path("applicationName")
                .since(Releases::new(&[(13, 26, 0), (16, 3, 0)])),
            ParameterFacts::body("filter")
                .since(Releases::new(&[(13, 26, 0), (16, 3, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "The filter is not of the expected form, for instance a list that is no array or an entry without `type`",
            ),
            (404, "No application of this name is registered"),
        ],
    )
    .filters("applicationName");
