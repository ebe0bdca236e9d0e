//! One connection of HTTP: 204 for what is posted, `{}` for what is asked, the specification where that is asked for.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::Ordering;

use super::Shared;

/// What matters of a request.
#[derive(Default)]
struct Head {
    method: String,
    path: String,
    length: u64,
    /// Asks for a websocket.
    key: Option<String>,
}

/// Answers until a websocket is asked for; gives its path and its key.
pub(super) fn until_upgrade(stream: &TcpStream, shared: &Shared) -> Option<(String, String)> {
    let mut reading = BufReader::new(stream.try_clone().ok()?);
    let mut writing = stream;
    loop {
        let head = head(&mut reading)?;
        if let Some(key) = head.key {
            return Some((head.path, key));
        }
        std::io::copy(&mut reading.by_ref().take(head.length), &mut std::io::sink()).ok()?;
        writing.write_all(&answer(&head, shared)).ok()?;
        shared.answered.fetch_add(1, Ordering::Relaxed);
    }
}

fn head(reading: &mut impl BufRead) -> Option<Head> {
    let mut line = String::new();
    reading.read_line(&mut line).ok().filter(|it| *it > 0)?;
    let mut words = line.split_whitespace();
    let mut head = Head {
        method: words.next()?.to_owned(),
        path: words.next()?.to_owned(),
        ..Head::default()
    };
    loop {
        line.clear();
        reading.read_line(&mut line).ok().filter(|it| *it > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { return Some(head) };
        if name.eq_ignore_ascii_case("content-length") {
            head.length = value.trim().parse().ok()?;
        } else if name.eq_ignore_ascii_case("sec-websocket-key") {
            head.key = Some(value.trim().to_owned());
        }
    }
}

fn answer(head: &Head, shared: &Shared) -> Vec<u8> {
    if let Some(file) = head.path.strip_prefix("/ari/api-docs/") {
        let text = fs::read_to_string(shared.api_docs.join(file)).unwrap_or_default();
        // As Asterisk does, which names itself there.
        return with_body(&text.replace("http://localhost:8088", &shared.url));
    }
    let channel = head.path.starts_with("/ari/channels/");
    if head.method == "POST" && channel {
        return b"HTTP/1.1 204 No Content\r\n\r\n".to_vec();
    }
    with_body("{}")
}

fn with_body(text: &str) -> Vec<u8> {
    let length = text.len();
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{text}"
    )
    .into_bytes()
}
