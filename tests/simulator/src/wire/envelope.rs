//! REST over websocket: from the text of a frame to a request, and from a reply to what the frame of a response says.

use serde::Serialize;
use serde_json::Value;

use crate::message::{Content, Reply, Request};
use crate::wire::body::is_json;
use crate::wire::page::reason;
use crate::wire::parameters::parameters;

/// What the frame of a response says before `application`, `timestamp` and `asterisk_id`, in its order.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RestResponse {
    #[serde(rename = "type")]
    kind: &'static str,
    pub transaction_id: String,
    pub request_id: String,
    pub status_code: u16,
    pub reason_phrase: &'static str,
    pub uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_body: Option<String>,
}

/// What of a request its response repeats.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Ids {
    transaction: String,
    request: String,
    /// Without its query.
    uri: String,
}

/// What a frame asks.
#[derive(Debug)]
pub(crate) struct Asked {
    pub ids: Ids,
    /// Or why it asks nothing.
    pub request: Result<Request, Refusal>,
}

/// Why a frame asks nothing: the reason phrase, and the message where there is one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    reason: &'static str,
    message: Option<&'static str>,
}

const fn refusal(message: &'static str) -> Refusal {
    Refusal { reason: "Bad request", message: Some(message) }
}

const UNREADABLE: Refusal =
    Refusal { reason: "Failed to parse request message JSON", message: None };
const UPGRADE: Refusal = refusal("Can't upgrade to websocket from a websocket");

/// Reads a frame as Asterisk does.
pub(crate) fn read(text: &str) -> Asked {
    let mut ids = Ids::default();
    let request = understand(text, &mut ids);
    Asked { ids, request }
}

fn understand(text: &str, ids: &mut Ids) -> Result<Request, Refusal> {
    let frame: Value = serde_json::from_str(text).map_err(|_| UNREADABLE)?;
    if !frame.is_object() && !frame.is_array() {
        return Err(UNREADABLE);
    }
    let property = |name: &str| frame.get(name).and_then(Value::as_str);
    let kind = property("type").ok_or(refusal("No 'type' property."))?;
    ids.transaction = property("transaction_id").unwrap_or_default().to_owned();
    ids.request = property("request_id").unwrap_or_default().to_owned();
    if kind != "RESTRequest" {
        return Err(refusal("Unknown request type."));
    }
    let uri = property("uri").unwrap_or_default();
    if uri.is_empty() {
        return Err(refusal("Empty or missing 'uri' property."));
    }
    let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
    ids.uri = path.to_owned();
    let method = property("method").filter(|it| VERBS.contains(it));
    let method = method.ok_or(refusal("Unknown or missing 'method' property."))?;
    let mut query = parameters(query);
    if let Some(Value::Array(pairs)) = frame.get("query_strings") {
        for pair in pairs {
            let text = |name: &str| pair.get(name).and_then(Value::as_str);
            let (Some(name), Some(value)) = (text("name"), text("value")) else {
                return Err(refusal("Unable to parse 'query_strings' array."));
            };
            query.push((name.to_owned(), value.to_owned()));
        }
    }
    let mut request = Request { method: method.to_owned(), query, ..Request::default() };
    // A uri that starts with a slash has an empty first segment, and Asterisk takes it so.
    request.path = format!("/{path}");
    // A body that is no string is nobody's.
    if let Some(body) = property("message_body").filter(|body| !body.is_empty()) {
        let content_type = property("content_type");
        match content_type.ok_or(refusal("No 'content_type' for 'message_body'."))? {
            "application/json" if is_json(body.as_bytes()) => {
                request.content_type = Some("application/json".to_owned());
                request.body = body.as_bytes().to_vec();
            }
            "application/json" => {
                return Err(refusal("Unable to parse 'message_body' as 'application/json'."));
            }
            "application/x-www-form-urlencoded" => request.query.extend(parameters(body)),
            _ => return Err(refusal("Unknown content type.")),
        }
    }
    if request.method == "GET" && request.path == "/events" {
        return Err(UPGRADE);
    }
    Ok(request)
}

/// Exactly these, in capitals.
const VERBS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];

impl Ids {
    fn respond(self, status_code: u16, reason_phrase: &'static str) -> RestResponse {
        RestResponse {
            kind: "RESTResponse",
            transaction_id: self.transaction,
            request_id: self.request,
            status_code,
            reason_phrase,
            uri: self.uri,
            content_type: None,
            message_body: None,
        }
    }

    /// What a reply becomes here: headers are lost, and files are not sent.
    pub fn answer(self, reply: Reply) -> RestResponse {
        let phrase = reply.reason.unwrap_or_else(|| reason(reply.status));
        let (content_type, body) = match reply.content {
            Content::Nothing => return self.respond(reply.status, phrase),
            Content::Bytes { .. } => return self.respond(406, "Not Acceptable.  Use HTTP GET"),
            Content::Json(text) => ("application/json", text),
            Content::Html(text) => ("text/html", text),
        };
        let response = self.respond(reply.status, phrase);
        RestResponse { content_type: Some(content_type), message_body: Some(body), ..response }
    }

    /// The same of a refusal.
    pub fn refuse(self, refusal: &Refusal) -> RestResponse {
        let Some(message) = refusal.message else { return self.respond(400, refusal.reason) };
        RestResponse { reason_phrase: refusal.reason, ..self.answer(Reply::failed(400, message)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, Reply, read};
    use crate::message::text;

    fn answered(reply: Reply) -> String {
        let asked = read(r#"{"type":"RESTRequest","method":"GET","uri":"a/b?c=d"}"#);
        text(&asked.ids.answer(reply))
    }

    #[test]
    fn a_reply_without_a_body_has_no_type_and_a_file_is_not_sent() {
        let start = r#"{"type":"RESTResponse","transaction_id":"","request_id":"","status_code":"#;
        assert_eq!(
            answered(Reply::done()),
            format!(r#"{start}204,"reason_phrase":"No Content","uri":"a/b"}}"#)
        );
        let file = Content::Bytes { content_type: "audio/wav", bytes: Vec::new() };
        assert_eq!(
            answered(Reply::with(200, file)),
            format!(r#"{start}406,"reason_phrase":"Not Acceptable.  Use HTTP GET","uri":"a/b"}}"#)
        );
        // Where it is, is lost.
        assert_eq!(
            answered(Reply::created("/x".to_owned(), &1)),
            format!(
                r#"{start}201,"reason_phrase":"Created","uri":"a/b","content_type":"application/json","message_body":"1"}}"#
            )
        );
    }

    #[test]
    fn what_is_asked_becomes_a_request() {
        let asked = read(
            r#"{"type":"RESTRequest","method":"POST","uri":"/a%2Fb?x=1+2&y=%C3%A9",
            "query_strings":[{"name":"x","value":"a+b%20&"}],
            "content_type":"application/x-www-form-urlencoded","message_body":"x=c+d"}"#,
        );
        let request = asked.request.ok().filter(|it| it.body.is_empty() && it.method == "POST");
        let request = request.as_ref();
        assert_eq!(request.map(|it| it.path.as_str()), Some("//a%2Fb"));
        let pairs = [("x", "1 2"), ("y", "é"), ("x", "a+b%20&"), ("x", "c d")];
        let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(request.map(|it| it.query.as_slice()), Some(pairs.as_slice()));
    }
}
