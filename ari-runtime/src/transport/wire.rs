//! What travels on the event websocket besides events: the handshake's parameters, and requests and responses as frames.
//! The one place that names anything of ARI; knows no socket.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::event::scan;
use crate::request::Request;
use crate::request::operation::BodyShape;
use crate::request::response::{Body, Response};

/// Below ARI's own prefix.
pub(crate) const EVENTS: &str = "/events";

/// The handshake's parameter for names of applications, joined by commas.
pub(crate) const APPLICATIONS: &str = "app";

/// The handshake's parameter that asks for the events of everything.
pub(crate) const SUBSCRIBE_ALL: &str = "subscribeAll";

/// The subprotocol.
pub(crate) const PROTOCOL: &str = "ari";

/// The member of each event that names its application.
const APPLICATION: &str = "application";

/// The member of each event that names the Asterisk it comes from.
const ASTERISK: &str = "asterisk_id";

/// Asterisk closes the connection on a longer frame.
const LARGEST_REQUEST: usize = 65_527;

/// The `type` of the frame that carries a response.
const RESPONSE: &str = "RESTResponse";

#[derive(Serialize)]
struct Question<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    transaction_id: &'a str,
    request_id: &'a str,
    method: &'static str,
    uri: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    query_strings: Vec<Pair<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message_body: Option<&'a str>,
}

#[derive(Serialize)]
struct Pair<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Deserialize)]
struct Answer<'a> {
    status_code: u16,
    #[serde(borrow)]
    content_type: Option<Cow<'a, str>>,
    message_body: Option<String>,
}

/// The frame that carries a request.
pub(crate) fn question(number: u64, request: &Request) -> Result<String, Error> {
    let body = match request.body().map(|it| std::str::from_utf8(it)) {
        // No body means the same as an empty object, but over a websocket it is not understood.
        None if request.operation().body_shape() == BodyShape::Whole => Some("{}"),
        None => None,
        Some(Ok(text)) => Some(text),
        Some(Err(error)) => {
            return Err(Error::invalid(
                "the body is no text, and a websocket carries nothing else",
            )
            .with_source(error));
        }
    };
    if request.query().any(|(_, value)| value.contains('\0')) {
        return Err(Error::invalid("a value with a NUL character cannot be sent"));
    }
    let id = number.to_string();
    let question = Question {
        kind: "RESTRequest",
        transaction_id: &id,
        request_id: &id,
        method: request.method().as_str(),
        // With a slash at its start Asterisk finds nothing.
        uri: request.path().trim_start_matches('/'),
        query_strings: request.query().map(|(name, value)| Pair { name, value }).collect(),
        content_type: body.map(|_| "application/json"),
        message_body: body,
    };
    let frame = serde_json::to_string(&question)
        .map_err(|error| Error::invalid("the request cannot be written").with_source(error))?;
    if frame.len() > LARGEST_REQUEST {
        return Err(Error::invalid(format!(
            "the request is larger than Asterisk reads from a websocket ({} of {LARGEST_REQUEST} bytes)",
            frame.len()
        )));
    }
    Ok(frame)
}

/// Is this frame a response to a request?
pub(crate) fn is_answer(frame: &str) -> bool {
    scan::peek_type(frame).is_some_and(|it| it == RESPONSE)
}

/// The number of the request that it answers, where it is one of ours.
pub(crate) fn answered(frame: &str) -> Option<u64> {
    scan::peek(frame, "request_id")?.parse().ok()
}

/// The response.
pub(crate) fn answer(frame: &str) -> Result<Response, Error> {
    let answer = serde_json::from_str(frame).map_err(|error| {
        Error::new(ErrorKind::Decode, "the response's frame is not as documented")
            .with_source(error)
    })?;
    let Answer { status_code, content_type, message_body } = answer;
    let body = message_body.map_or_else(Bytes::new, Bytes::from);
    let mut response = Response::new(status_code, Body::from(body));
    if let Some(content_type) = content_type {
        response = response.with_header("content-type", content_type);
    }
    Ok(response)
}

/// The application that an event comes from, and its Asterisk.
pub(crate) fn origin(frame: &str) -> Option<(String, String)> {
    let asterisk = scan::peek(frame, ASTERISK).unwrap_or_default().into_owned();
    Some((scan::peek(frame, APPLICATION)?.into_owned(), asterisk))
}

#[cfg(test)]
mod tests {
    use super::{answer, answered, is_answer, origin, question};
    use crate::request::Request;
    use crate::request::operation::{BodyShape, Method, Operation};

    static PLAY: Operation =
        Operation::new("channels.play", Method::Post, "/channels/{id}/play", BodyShape::Members);

    fn request(body: Option<String>) -> Request {
        let query = vec![("media".into(), "sound:a&b,sound:ü".to_owned())];
        Request::new(&PLAY, "/channels/a%2Fb/play".to_owned(), query, body.map(Into::into))
    }

    #[test]
    fn a_request_has_no_slash_at_its_start_and_takes_values_as_they_are() -> Result<(), crate::Error>
    {
        let frame = question(7, &request(None))?;
        assert_eq!(
            frame,
            r#"{"type":"RESTRequest","transaction_id":"7","request_id":"7","method":"POST","uri":"channels/a%2Fb/play","query_strings":[{"name":"media","value":"sound:a&b,sound:ü"}]}"#
        );
        let frame = question(8, &request(Some(r#"{"a":"b"}"#.to_owned())))?;
        let end = r#""content_type":"application/json","message_body":"{\"a\":\"b\"}"}"#;
        assert!(frame.ends_with(end), "{frame}");
        Ok(())
    }

    #[test]
    fn no_body_is_an_empty_one_where_it_is_all_there_is() -> Result<(), crate::Error> {
        static FILTER: Operation =
            Operation::new("applications.filter", Method::Put, "/filter", BodyShape::Whole);
        let frame = question(1, &Request::new(&FILTER, "/filter".to_owned(), Vec::new(), None))?;
        let end = r#""content_type":"application/json","message_body":"{}"}"#;
        assert!(frame.ends_with(end), "{frame}");
        Ok(())
    }

    #[test]
    fn what_asterisk_would_close_the_connection_on_is_refused() -> Result<(), crate::Error> {
        let room = 65_527 - question(1, &request(Some(String::new())))?.len();
        assert_eq!(question(1, &request(Some("x".repeat(room))))?.len(), 65_527);
        let error = question(1, &request(Some("x".repeat(room + 1)))).expect_err("too large");
        assert_eq!(error.kind(), crate::ErrorKind::InvalidInput);
        // What has to be escaped counts as it is written.
        assert!(question(1, &request(Some("\"".repeat(room / 2 + 1)))).is_err());
        Ok(())
    }

    #[test]
    fn a_response_is_told_from_events_and_read() -> Result<(), crate::Error> {
        let frame = r#"{"type":"RESTResponse","transaction_id":"","request_id":"12","status_code":404,"reason_phrase":"Not Found","uri":"channels/x","content_type":"application/json","message_body":"{\"message\":\"Channel not found\"}","application":"a"}"#;
        assert!(is_answer(frame));
        let response = answer(frame)?;
        assert_eq!((answered(frame), response.status()), (Some(12), 404));
        assert_eq!(response.header("Content-Type"), Some("application/json"));
        let bare = r#"{"type":"RESTResponse","transaction_id":"","request_id":"","status_code":204,"reason_phrase":"No Content","uri":"x","application":"a"}"#;
        assert_eq!((answered(bare), answer(bare)?.status()), (None, 204));
        assert!(!is_answer(r#"{"type":"ChannelUserevent","userevent":{"type":"RESTResponse"}}"#));
        let cut = r#"{"type":"RESTResponse","request_id":"1"}"#;
        let error = answer(cut).expect_err("no status");
        assert_eq!((answered(cut), error.kind()), (Some(1), crate::ErrorKind::Decode));
        Ok(())
    }

    #[test]
    fn an_event_tells_where_it_comes_from() {
        let frame = r#"{"variable":"x","application":"app:Local/x;1","asterisk_id":"aa:bb"}"#;
        assert_eq!(origin(frame), Some(("app:Local/x;1".to_owned(), "aa:bb".to_owned())));
        assert_eq!(origin(r#"{"type":"x"}"#), None);
    }
}
