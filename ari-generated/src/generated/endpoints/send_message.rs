//! `PUT /endpoints/sendMessage`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};

/// The request of [`Endpoints::send_message`](super::Endpoints::send_message).
///
/// Sends a text message to an endpoint or URI; the answer 202 means accepted, not delivered.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct SendMessage(pub(crate) Prepared<Nothing>);

impl SendMessage {
    pub(crate) fn new(
        caller: Caller,
        to: impl Into<String>,
        from: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.text("to", to).text("from", from))
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

ari_runtime::request!(SendMessage => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.sendMessage",
        Method::Put,
        "/endpoints/sendMessage",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#sendmessage",
    )
    .parameters(
        &[
            ParameterFacts::query("to").required(),
            ParameterFacts::query("from").required(),
            ParameterFacts::query("body"),
            ParameterFacts::body("variables"),
        ],
    )
    .errors(
        &[
            (
                400,
                "A required value such as `to` is missing, or `variables` is not usable",
            ),
            (
                404,
                "The technology is unknown, or no endpoint takes messages for this address",
            ),
        ],
    );
