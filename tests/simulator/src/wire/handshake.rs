//! What a client must send to get an event websocket, and what it is told otherwise; opens nothing.

use http::HeaderMap;
use http::header::{SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE};

use crate::message::Reply;
use crate::wire::page::page;

/// As many bytes as an application's name may have.
const LONGEST_NAME: usize = 73;

/// What a client wants of an event websocket.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub key: String,
    /// As Asterisk repeats it: with the blank before it.
    pub protocol: Option<&'static str>,
    pub applications: Vec<String>,
    pub subscribe_all: bool,
}

/// Why it gets none.
#[derive(Debug)]
pub(crate) enum Refused {
    Reply(Reply),
    /// An empty 400 that names the versions.
    Versions,
}

/// In Asterisk's order.
pub(crate) fn examine(headers: &HeaderMap, query: &[(String, String)]) -> Result<Wanted, Refused> {
    let header = |name| headers.get(name).and_then(|it| it.to_str().ok());
    if !header(UPGRADE).is_some_and(|it| it.eq_ignore_ascii_case("websocket")) {
        return Err(Refused::Reply(page(426, "")));
    }
    let version = header(SEC_WEBSOCKET_VERSION).map(str::trim);
    if !matches!(version, Some("7" | "8" | "13")) {
        return Err(Refused::Versions);
    }
    let key = header(SEC_WEBSOCKET_KEY).ok_or(Refused::Versions)?.to_owned();
    let protocol = match header(SEC_WEBSOCKET_PROTOCOL) {
        None => None,
        Some(offered) => Some(accepted(offered).ok_or(Refused::Versions)?),
    };
    // Of the other parameters the last one counts.
    let first = |name: &str| query.iter().find(|it| it.0 == name).map(|it| it.1.as_str());
    let names = first("app").filter(|names| !names.is_empty());
    let names =
        names.ok_or_else(|| Refused::Reply(page(400, "HTTP request is missing param: [app]")))?;
    let applications: Vec<String> = names.split(',').map(str::to_owned).collect();
    if applications.iter().any(|name| name.is_empty() || name.len() > LONGEST_NAME) {
        return Err(Refused::Reply(page(500, "Stasis app registration failed")));
    }
    let subscribe_all = first("subscribeAll").is_some_and(is_true);
    Ok(Wanted { key, protocol, applications, subscribe_all })
}

fn accepted(offered: &str) -> Option<&'static str> {
    let element = offered.split(',').find(|it| it.trim() == "ari")?;
    Some(if element.starts_with(' ') { " ari" } else { "ari" })
}

fn is_true(value: &str) -> bool {
    ["yes", "true", "y", "t", "1", "on"].iter().any(|it| value.eq_ignore_ascii_case(it))
}
