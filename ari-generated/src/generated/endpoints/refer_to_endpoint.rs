//! `POST /endpoints/{tech}/{resource}/refer`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Endpoints::refer_to_endpoint`](super::Endpoints::refer_to_endpoint).
///
/// Asks one endpoint to contact another endpoint or URI; the answer 202 means that the referral was accepted for sending.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ReferToEndpoint(pub(crate) Prepared<Nothing>);

impl ReferToEndpoint {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<String>,
        resource: impl Into<String>,
        from: impl Into<String>,
        refer_to: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(tech)
                .segment(resource)
                .text("from", from)
                .text("refer_to", refer_to),
        )
    }

    /// When `refer_to` names an endpoint of this Asterisk: `true` sends the referred party to this
    /// Asterisk, which then reaches that endpoint; `false`, the default, sends it straight to the
    /// endpoint's own contact address. Without effect for other targets. Since 18.20, 20.5; not in 19.
    pub fn to_self(self, to_self: bool) -> Self {
        Self(self.0.flag("to_self", to_self))
    }

    /// Extra values for the request under the key `variables`, with string values; PJSIP sends each of
    /// them as a SIP header. The special key `display_name` becomes the display name of the target
    /// instead. Since 18.20, 20.5; not in 19.
    pub fn variables(
        self,
        variables: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        Self(self.0.texts("variables", variables))
    }
}

ari_runtime::request!(ReferToEndpoint => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "endpoints.referToEndpoint",
        Method::Post,
        "/endpoints/{tech}/{resource}/refer",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#refertoendpoint",
    )
    .since(Releases::new(&[(18, 20, 0), (20, 5, 0)]))
    .parameters(
        &[
            ParameterFacts::path("tech")
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
            ParameterFacts::path("resource")
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
            ParameterFacts::query("from")
                .required()
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
            ParameterFacts::query("refer_to")
                .required()
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
            ParameterFacts::query("to_self")
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
            ParameterFacts::body("variables")
                .since(Releases::new(&[(18, 20, 0), (20, 5, 0)])),
        ],
    )
    .errors(
        &[
            (
                400,
                "A required value such as `refer_to` is missing, or `variables` is not usable",
            ),
            (404, "The endpoint does not exist or cannot be referred"),
        ],
    );
