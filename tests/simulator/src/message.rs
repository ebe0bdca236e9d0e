//! A request and its reply, whichever way they travel; knows nothing of sockets and nothing of calls.

use serde::Serialize;

/// What a client asked, over HTTP or over a websocket.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    /// In capitals, as it came.
    pub method: String,
    /// Below `/ari`, still encoded: `/channels/1234/answer`.
    pub path: String,
    /// Names and values, decoded, in their order.
    pub query: Vec<(String, String)>,
    /// The type of the body, as it came.
    pub content_type: Option<String>,
    pub body: Vec<u8>,
    /// The user may only read.
    pub read_only: bool,
}

/// What the client is told.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub status: u16,
    /// What stands beside the status, where that is not what HTTP calls it.
    pub reason: Option<&'static str>,
    pub content: Content,
    /// Where what was created is, below `/ari`.
    pub location: Option<String>,
    /// The verbs that the path knows, for a 405 and for `OPTIONS`.
    pub allow: Vec<&'static str>,
}

/// The body of a reply.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Nothing,
    Json(String),
    /// A page of the HTTP server below ARI.
    Html(String),
    Bytes {
        content_type: &'static str,
        bytes: Vec<u8>,
    },
}

impl Reply {
    /// 200 with a model.
    pub fn ok(model: &impl Serialize) -> Self {
        Self::with(200, Content::Json(text(model)))
    }

    /// 201 with a model and where it is.
    pub fn created(location: String, model: &impl Serialize) -> Self {
        Self { location: Some(location), ..Self::with(201, Content::Json(text(model))) }
    }

    /// 202, of what is on its way.
    pub fn accepted() -> Self {
        Self::with(202, Content::Nothing)
    }

    /// 204.
    pub fn done() -> Self {
        Self::with(204, Content::Nothing)
    }

    /// A failure in ARI's own shape.
    pub fn failed(status: u16, message: impl Into<String>) -> Self {
        #[derive(Serialize)]
        struct Failure {
            message: String,
        }
        Self::with(status, Content::Json(text(&Failure { message: message.into() })))
    }

    /// The other shape, which Asterisk has for a lack of memory and uses for much else.
    pub fn allocation_failed() -> Self {
        Self::with(500, Content::Json(r#"{"error":"Allocation failed"}"#.to_owned()))
    }

    pub fn with(status: u16, content: Content) -> Self {
        Self { status, reason: None, content, location: None, allow: Vec::new() }
    }
}

/// JSON of what serializes without fail.
pub(crate) fn text(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
