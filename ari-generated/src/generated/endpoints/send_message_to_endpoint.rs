//! `PUT /endpoints/{tech}/{resource}/sendMessage`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};

/// The request of [`Endpoints::send_message_to_endpoint`](super::Endpoints::send_message_to_endpoint).
///
/// Sends a text message to one endpoint; the answer 202 means accepted, not delivered.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SendMessageToEndpoint(pub(crate) Prepared<Nothing>);

impl SendMessageToEndpoint {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<String>,
        from: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(tech).segment(resource).text("from", from))
    }

    /// Text of the message. May be left out for an empty message. Since 13.0.
    pub fn body(self, body: impl Into<String>) -> Self {
        Self(self.0.text("body", body))
    }

    /// Extra values for the message under the key `variables`, with string values: `{"variables":
    /// {"X-Ticket": "42"}}`. PJSIP sends each of them as a SIP header. Since 13.0.
    pub fn variables(
        self,
        variables: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.texts("variables", variables))
    }
}

ari_runtime::request!(SendMessageToEndpoint => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.sendMessageToEndpoint",
        Method::Put,
        "/endpoints/{tech}/{resource}/sendMessage",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#sendmessagetoendpoint",
    )
    .parameters(
        &[
            ParameterFacts::path("tech"),
            ParameterFacts::path("resource"),
            ParameterFacts::query("from").required(),
            ParameterFacts::query("body"),
            ParameterFacts::body("variables"),
        ],
    )
    .errors(
        &[
            (
                400,
                "The message could not be built, for instance because `variables` is not usable",
            ),
            (404, "The endpoint does not exist or takes no messages"),
        ],
    );
