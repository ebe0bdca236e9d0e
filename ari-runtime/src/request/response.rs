//! A response as plain data, and the errors that a status other than success becomes.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{fmt, io};

use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::io::{AsyncWrite, AsyncWriteExt};

use crate::error::{Error, ErrorKind};
use crate::request::operation::Operation;

/// What came back for a request.
#[derive(Debug)]
pub struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
}

impl Response {
    /// A response with a body and no headers.
    pub fn new(status: u16, body: impl Into<Body>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    /// Adds a header.
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The status code.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The first header of that name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// All headers; a request over a websocket brings back none but the type of its content.
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The body.
    pub fn into_body(self) -> Body {
        self.body
    }

    /// Asterisk did what was asked: 200, 201, 202 and 204 alike.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// The bytes of a response, in memory or still on their way.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes, Error>> + Send>>),
}

impl Body {
    /// A body that arrives piece by piece.
    pub fn from_stream(stream: impl Stream<Item = Result<Bytes, Error>> + Send + 'static) -> Self {
        Self(Inner::Stream(Box::pin(stream)))
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// The connection failed before the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next().await.transpose()
    }

    /// Writes it to a file, a socket or whatever else takes bytes, piece by piece, and flushes that; tells how many bytes
    /// it was.
    ///
    /// # Errors
    ///
    /// The connection failed before the end, or writing did ([`ErrorKind::Output`]); what came until then is written.
    pub async fn write_to(
        mut self,
        output: &mut (impl AsyncWrite + Unpin + ?Sized),
    ) -> Result<u64, Error> {
        let failed = |error: io::Error| {
            Error::new(ErrorKind::Output, format!("what came could not be written: {error}"))
                .with_source(error)
        };
        let mut written = 0;
        while let Some(chunk) = self.chunk().await? {
            output.write_all(&chunk).await.map_err(failed)?;
            written += chunk.len() as u64;
        }
        output.flush().await.map_err(failed)?;
        Ok(written)
    }

    /// All of it at once.
    ///
    /// # Errors
    ///
    /// The connection failed before the end.
    pub async fn bytes(mut self) -> Result<Bytes, Error> {
        if let Inner::Whole(bytes) = self.0 {
            return Ok(bytes);
        }
        let Some(first) = self.chunk().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.chunk().await? else { return Ok(first) };
        let mut all = Vec::from(first);
        all.extend_from_slice(&second);
        while let Some(chunk) = self.chunk().await? {
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }
}

/// The same pieces as [`chunk`](Body::chunk) gives.
impl Stream for Body {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Inner::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                Poll::Ready((!bytes.is_empty()).then_some(Ok(bytes)))
            }
            Inner::Stream(stream) => stream.as_mut().poll_next(context),
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Inner::Whole(bytes))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self(Inner::Whole(Bytes::from_static(text.as_bytes())))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self(Inner::Whole(text.into()))
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => write!(f, "{} bytes", bytes.len()),
            Inner::Stream(_) => f.write_str("a stream"),
        }
    }
}

/// The error that a status and its body make.
pub(crate) fn rejection(status: u16, body: &[u8], operation: Option<&'static Operation>) -> Error {
    let answer = Answer::read(body);
    let kind = match status {
        400 => ErrorKind::BadRequest,
        401 => ErrorKind::Unauthorized,
        403 => ErrorKind::Forbidden,
        404 => ErrorKind::NotFound,
        409 => ErrorKind::Conflict,
        412 => ErrorKind::WrongState,
        503 => ErrorKind::NotReady,
        500.. => ErrorKind::ServerError,
        _ => ErrorKind::Rejected,
    };
    let advice = advice(status, &answer, operation);
    let message = match answer {
        Answer::Message(message) => message,
        Answer::Other(Some(title)) => title,
        Answer::Other(None) => "Asterisk gave no message".to_owned(),
    };
    let error = Error::new(kind, message).with_status(status);
    match advice {
        Some(advice) => error.with_advice(advice),
        None => error,
    }
}

/// What Asterisk says where it has nothing at a path.
const NO_RESOURCE: &str = "Resource not found";

/// Is it a rejection of the request as such, and not of what it is about? Only then may an older release be the reason.
///
/// Where an older release has a parameter at a path's place, it takes the path for another, and misses something else.
pub(crate) fn is_of_the_request(error: &Error) -> bool {
    match error.status() {
        Some(404) => error.message() == NO_RESOURCE,
        Some(401 | 403 | 409 | 412) => false,
        Some(status) => (400..500).contains(&status),
        None => false,
    }
}

/// The four forms of error body: a message, an "error", HTML from below ARI, nothing.
enum Answer {
    Message(String),
    Other(Option<String>),
}

impl Answer {
    fn read(body: &[u8]) -> Self {
        if let Ok(json) = serde_json::from_slice::<serde_json::Value>(body) {
            let text = json.get("message").or_else(|| json.get("error")).and_then(|it| it.as_str());
            if let Some(text) = text {
                return Self::Message(text.to_owned());
            }
        }
        let text = String::from_utf8_lossy(body);
        let title = text
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title.trim().to_owned());
        Self::Other(title)
    }
}

fn advice(status: u16, answer: &Answer, operation: Option<&'static Operation>) -> Option<String> {
    match (status, answer) {
        (401, _) => Some("check user and password against ari.conf".to_owned()),
        (403, Answer::Message(message)) if message.contains("Write access") => {
            Some("the user is read_only in ari.conf".to_owned())
        }
        (403, Answer::Other(_)) => {
            Some("the user's acl in ari.conf does not permit this address".to_owned())
        }
        (404, Answer::Message(message)) if message == NO_RESOURCE => {
            let (resource, modules) = match operation {
                Some(operation) => {
                    let resource = operation.name().split('.').next().unwrap_or_default();
                    (module_name(resource), operation.required_modules())
                }
                None => ("events".to_owned(), &[][..]),
            };
            let others: String = modules.iter().map(|it| format!(", {it}.so")).collect();
            Some(format!("is res_ari_{resource}.so loaded (and what it needs{others})?"))
        }
        (404, Answer::Other(_)) => Some(
            "nothing of ARI is at this URL: is res_ari.so loaded, ARI enabled in ari.conf, and the prefix of \
             http.conf in the URL?"
                .to_owned(),
        ),
        (503, _) => Some("Asterisk has not finished starting".to_owned()),
        _ => None,
    }
}

/// `deviceStates` is served by `res_ari_device_states`.
fn module_name(resource: &str) -> String {
    let mut name = String::new();
    for letter in resource.chars() {
        if letter.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    name
}
