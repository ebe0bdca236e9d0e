//! `POST /events/user/{eventName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`UserEvents::user_event`](super::UserEvents::user_event).
///
/// Raises an event of one's own.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct UserEvent(pub(crate) Prepared<Nothing>);

impl UserEvent {
    pub(crate) fn new(caller: Caller, event_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(event_name))
    }

    /// Who hears of it.
    ///
    /// Defaults to the client's own application, the first that it was connected with, unless `lot` is
    /// set.
    pub fn application(self, application: impl Into<String>) -> Self {
        Self(self.0.text("application", application))
    }

    /// The lot whose calls hear of it.
    pub fn lot(self, lot: impl Into<String>) -> Self {
        Self(self.0.text("lot", lot))
    }
}

ari_runtime::request!(UserEvent => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "events.userEvent",
        Method::Post,
        "/events/user/{eventName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Events_REST_API/#userevent",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::path("eventName").since(Releases::UNKNOWN),
            ParameterFacts::query("application").since(Releases::UNKNOWN),
            ParameterFacts::query("lot").since(Releases::UNKNOWN),
        ],
    )
    .errors(&[(404, "The application is unknown")])
    .own_application("application", &["lot"]);
