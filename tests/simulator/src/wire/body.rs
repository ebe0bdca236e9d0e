//! The body of a request: what of it counts, and how much of it is too much; knows nothing of its contents.

use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::de::IgnoredAny;

/// As much as Asterisk reads.
pub(crate) const LARGEST_BODY: usize = 40_960;

/// Which bodies count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Json,
    Form,
}

impl Kind {
    /// Of a content type, without its parameters; `None` for a type whose bodies nobody reads.
    pub fn of(content_type: &str) -> Option<Self> {
        let kind = content_type.split(';').next().unwrap_or_default().trim();
        if kind.eq_ignore_ascii_case("application/json") {
            Some(Self::Json)
        } else if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            Some(Self::Form)
        } else {
            None
        }
    }
}

/// A body is too large.
pub(crate) struct TooLarge;

/// Reads all of it, lest the connection be reset under the reply, but keeps no more than may be.
pub(crate) async fn read(mut body: Incoming) -> Result<Result<Vec<u8>, TooLarge>, hyper::Error> {
    let mut kept = Vec::new();
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            length += data.len();
            if length <= LARGEST_BODY {
                kept.extend_from_slice(&data);
            }
        }
    }
    Ok(if length > LARGEST_BODY { Err(TooLarge) } else { Ok(kept) })
}

/// Is it an object or an array? Asterisk takes nothing else for JSON.
pub(crate) fn is_json(body: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(body) else { return false };
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
