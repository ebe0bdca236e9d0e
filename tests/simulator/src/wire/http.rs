//! A request over HTTP: what the server refuses before ARI sees it, and how a reply is written. Opens event websockets.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use ::http::header::{
    ALLOW, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, SEC_WEBSOCKET_ACCEPT,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, SERVER, UPGRADE, WWW_AUTHENTICATE,
};
use ::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, request};
use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::upgrade::OnUpgrade;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::asterisk::OUTBOX;
use crate::message::{Content, Reply, Request};
use crate::wire::Wire;
use crate::wire::access::Access;
use crate::wire::body::{self, Kind, TooLarge, is_json};
use crate::wire::handshake::{self, Refused};
use crate::wire::page::{self, not_found, page};
use crate::wire::parameters::parameters;
use crate::wire::session::{Outbox, Session};

/// As long as the request line or a header line may be, with its end.
const LONGEST_LINE: usize = 4_095;
/// As many headers as there may be.
pub(crate) const MOST_HEADERS: usize = 100;

/// A session that begins when the connection has been upgraded.
pub(crate) struct Upgraded {
    pub connection: OnUpgrade,
    pub session: Session,
    pub outbox: Outbox,
}

/// Where a connection finds it.
pub(crate) type Upgrade = Arc<Mutex<Option<Upgraded>>>;

/// The reply is lost, and the connection with it.
#[derive(Debug)]
pub(crate) struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the reply is lost")
    }
}

impl std::error::Error for Lost {}

/// Answers a request, and leaves a session behind if it becomes one.
pub(crate) async fn answer(
    wire: Arc<Wire>,
    access: Arc<Access>,
    request: ::http::Request<Incoming>,
    upgrade: Upgrade,
) -> Result<Response<Full<Bytes>>, Lost> {
    let (mut head, body) = request.into_parts();
    if let Some(refusal) = overlong(&head) {
        return Ok(last(refusal));
    }
    let path = match head.uri.path().strip_prefix("/ari") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest.to_owned(),
        _ => return Ok(written(not_found())),
    };
    if head.uri.authority().is_some() {
        return Ok(written(not_found()));
    }
    let content_type = text(&head.headers, &CONTENT_TYPE).map(str::to_owned);
    let kind = content_type.as_deref().and_then(Kind::of);
    let read = body::read(body).await.map_err(|_| Lost)?;
    let body = match (kind, read) {
        (None, _) => Vec::new(),
        (_, Ok(body)) => body,
        (_, Err(TooLarge)) => return Ok(last(Reply::failed(413, "Request body too large"))),
    };
    let mut asked = Request { method: head.method.as_str().to_owned(), path, ..Request::default() };
    asked.content_type = content_type;
    // The last of a name counts, and a query counts more than a form.
    if kind == Some(Kind::Form) {
        asked.query = parameters(&String::from_utf8_lossy(&body));
    } else if !body.is_empty() {
        if !is_json(&body) {
            return Ok(written(Reply::failed(400, "Error parsing request body")));
        }
        asked.body = body;
    }
    let query = parameters(head.uri.query().unwrap_or_default());
    let Some(user) = access.admit(&head.headers, &query) else {
        wire.activity.touch();
        let mut response = written(Reply::failed(401, "Authentication required"));
        let challenge = HeaderValue::from_static(r#"Basic realm="Asterisk REST Interface""#);
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        return Ok(response);
    };
    asked.read_only = user.read_only;
    asked.query.extend(query);
    if asked.method == "GET" && asked.path == "/events" {
        wire.activity.touch();
        return Ok(open(&wire, &mut head, &asked, &upgrade));
    }
    match wire.perform(&asked).await {
        // So does Asterisk while it starts.
        Some(reply) if reply.status == 503 => Ok(last(reply)),
        Some(reply) => Ok(written(reply)),
        None => Err(Lost),
    }
}

/// Opens an event websocket; its applications are registered before the client knows.
fn open(
    wire: &Arc<Wire>,
    head: &mut request::Parts,
    asked: &Request,
    upgrade: &Upgrade,
) -> Response<Full<Bytes>> {
    let wanted = match handshake::examine(&head.headers, &asked.query) {
        Ok(wanted) => wanted,
        Err(Refused::Reply(reply)) => return written(reply),
        Err(Refused::Versions) => {
            let mut response = written(Reply::with(400, Content::Nothing));
            let versions = HeaderValue::from_static("7, 8, 13");
            response.headers_mut().insert(SEC_WEBSOCKET_VERSION, versions);
            return response;
        }
    };
    // Without it the connection cannot be upgraded, as in HTTP/1.0.
    let Some(connection) = head.extensions.remove::<OnUpgrade>() else {
        return written(page(426, ""));
    };
    let (sender, receiver) = mpsc::channel(OUTBOX);
    let weak = sender.downgrade();
    let id = wire.asterisk.open(&wanted.applications, wanted.subscribe_all, sender);
    let session = Session::new(Arc::clone(wire), id, asked.read_only, wanted.applications, weak);
    let upgraded = Upgraded { connection, session, outbox: Outbox::new(receiver) };
    *upgrade.lock().unwrap_or_else(PoisonError::into_inner) = Some(upgraded);
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    put(headers, SEC_WEBSOCKET_ACCEPT, &derive_accept_key(wanted.key.as_bytes()));
    if let Some(protocol) = wanted.protocol {
        put(headers, SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    response
}

fn overlong(head: &request::Parts) -> Option<Reply> {
    let line = head.method.as_str().len() + uri_length(&head.uri) + "  HTTP/1.1\r\n".len();
    let longest = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    if line > LONGEST_LINE {
        Some(page(400, "Request line too long"))
    } else if longest.max().is_some_and(|it| it + ": \r\n".len() > LONGEST_LINE) {
        Some(page(400, "Header line too long"))
    } else if head.headers.len() > MOST_HEADERS {
        Some(page(413, "Too many headers"))
    } else {
        None
    }
}

fn uri_length(uri: &::http::Uri) -> usize {
    uri.path_and_query().map_or(0, |it| it.as_str().len())
}

/// The last reply of a connection.
fn last(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = written(reply);
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

fn written(reply: Reply) -> Response<Full<Bytes>> {
    let (content_type, body) = match reply.content {
        Content::Nothing => (None, Bytes::new()),
        Content::Json(text) => (Some("application/json"), text.into()),
        Content::Html(text) => (Some("text/html"), text.into()),
        Content::Bytes { content_type, bytes } => (Some(content_type), bytes.into()),
    };
    let mut response = Response::new(Full::new(body.clone()));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reason = reply.reason.unwrap_or_else(|| page::reason(reply.status));
    if let Ok(reason) = hyper::ext::ReasonPhrase::try_from(reason.as_bytes()) {
        response.extensions_mut().insert(reason);
    }
    let headers = response.headers_mut();
    put(headers, SERVER, page::SERVER);
    put(headers, CACHE_CONTROL, "no-cache, no-store");
    if !reply.allow.is_empty() {
        put(headers, ALLOW, &reply.allow.join(","));
    }
    if let Some(location) = reply.location {
        put(headers, LOCATION, &format!("/ari{location}"));
    }
    if let Some(content_type) = content_type {
        put(headers, CONTENT_TYPE, content_type);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    response
}

/// What is no value of a header is left out.
fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::{Content, Reply, written};

    #[test]
    fn replies_have_their_headers() {
        let created = written(Reply::created("/playbacks/p".to_owned(), &"model"));
        assert_eq!(created.status(), 201);
        assert_eq!(created.headers()["location"], "/ari/playbacks/p");
        assert_eq!(created.headers()["content-type"], "application/json");

        let done = written(Reply::done());
        assert_eq!(done.headers()["content-length"], "0");
        assert!(!done.headers().contains_key("content-type"));

        let refused = Reply::failed(405, "Invalid method");
        let refused = written(Reply { allow: vec!["OPTIONS", "GET"], ..refused });
        assert_eq!(refused.headers()["allow"], "OPTIONS,GET");

        let file = Content::Bytes { content_type: "audio/wav", bytes: b"RIFF".to_vec() };
        let file = written(Reply::with(200, file));
        assert_eq!(file.headers()["content-type"], "audio/wav");
        assert_eq!(file.headers()["content-length"], "4");
    }
}
