//! `POST /events/user/{eventName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use serde_json::Value;

/// The request of [`UserEvents::user_event`](super::UserEvents::user_event).
///
/// Sends a `ChannelUserevent` to an application.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct UserEvent(pub(crate) Prepared<Nothing>);

impl UserEvent {
    pub(crate) fn new(caller: Caller, event_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(event_name))
    }

    /// Application to deliver the event to. It must be registered. Since 13.0.
    ///
    /// Defaults to the client's own application, the first that it was connected with.
    pub fn application(self, application: impl Into<String>) -> Self {
        Self(self.0.text("application", application))
    }

    /// What the event is about, as comma-joined URIs of the shapes `channel:{channelId}`,
    /// `bridge:{bridgeId}` and `endpoint:{tech}/{resource}`. The event has room for one object of each
    /// kind; `deviceState:` sources are refused with 400. Since 13.0.
    pub fn source(self, source: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(self.0.list("source", source))
    }

    /// JSON object whose `variables` member holds the data to send, such as `{"variables": {"step":
    /// "menu"}}`. Values may be any JSON and arrive unchanged inside `userevent`. Since 13.0.
    pub fn variables(
        self,
        variables: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
    ) -> Self {
        Self(self.0.values("variables", variables))
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
    .parameters(
        &[
            ParameterFacts::path("eventName"),
            ParameterFacts::query("application").required(),
            ParameterFacts::query("source").multiple(),
            ParameterFacts::body("variables"),
        ],
    )
    .errors(
        &[
            (404, "`application` is not registered"),
            (422, "A channel, bridge or endpoint named in `source` does not exist"),
            (
                400,
                "`application` is missing, a `source` has an unsupported scheme, or the event data is unusable",
            ),
        ],
    )
    .modules(&["res_http_websocket"])
    .own_application("application", &[]);
