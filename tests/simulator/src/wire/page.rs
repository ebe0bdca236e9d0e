//! What Asterisk's HTTP server says of itself: its name, its reason phrases, its pages; knows nothing of ARI.

use http::StatusCode;

use crate::message::{Content, Reply};

/// What the `Server` header and the foot of a page say.
pub(crate) const SERVER: &str = "Asterisk/22.10.1";

/// What stands beside a status.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        413 => "Request Entity Too Large",
        _ => StatusCode::from_u16(status).ok().and_then(|it| it.canonical_reason()).unwrap_or(""),
    }
}

/// A page of the server below ARI.
pub(crate) fn page(status: u16, text: &str) -> Reply {
    let title = reason(status);
    let page = [
        r#"<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">"#,
        "<html><head>",
        &format!("<title>{status} {title}</title>"),
        "</head><body>",
        &format!("<h1>{title}</h1>"),
        &format!("<p>{text}</p>"),
        "<hr />",
        &format!("<address>{SERVER}</address>"),
        "</body></html>",
        "",
    ]
    .join("\r\n");
    Reply::with(status, Content::Html(page))
}

/// Nothing is served there.
pub(crate) fn not_found() -> Reply {
    page(404, "The requested URL was not found on this server.")
}
