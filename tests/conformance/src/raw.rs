//! Requests written by hand, for what an HTTP library would not send; reads one answer and no more.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Server;
use crate::record::{Body, Exchange};
use crate::stage::{PATIENCE, Stuck, stuck};

/// The headers that are compared.
pub(crate) const TELLING: [&str; 10] = [
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "allow",
    "connection",
    "content-type",
    "location",
    "sec-websocket-protocol",
    "upgrade",
    "www-authenticate",
];

/// The value of the header with which the server knows who asks.
pub(crate) fn authorization(server: &Server) -> String {
    let pair = format!("{}:{}", server.user, server.password);
    format!("Basic {}", BASE64_STANDARD.encode(pair))
}

/// Sends a request, in which `{auth}` stands for a valid header line and `{key}` for user and
/// password, and lines end as they do in Rust.
pub(crate) async fn exchange(server: &Server, request: &str) -> Result<Exchange, Stuck> {
    let line = request.lines().next().unwrap_or_default();
    let (method, target) = line.split_once(' ').unwrap_or((line, ""));
    let address = server.url.trim_start_matches("http://");
    let text = request
        .replace("{key}", &format!("{}:{}", server.user, server.password))
        .replace("{auth}", &format!("Authorization: {}", authorization(server)))
        .replace('\n', "\r\n");
    let answer = tokio::time::timeout(PATIENCE, async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(text.as_bytes()).await?;
        read(&mut stream).await
    });
    let answer = answer.await.map_err(|it| stuck("no answer", it))?;
    let answer = answer.map_err(|it| stuck("no answer", it))?;
    let (head, body) = answer;
    let mut lines = head.lines();
    let status = lines.next().and_then(|it| it.split(' ').nth(1)).and_then(|it| it.parse().ok());
    let headers = lines.filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        let name = name.to_ascii_lowercase();
        TELLING.contains(&name.as_str()).then(|| (name, value.trim().to_owned()))
    });
    Ok(Exchange {
        socket: String::new(),
        method: method.to_owned(),
        target: target.trim_end_matches(" HTTP/1.1").trim_start_matches("/ari/").to_owned(),
        sent: Some(request.to_owned()),
        status: status.unwrap_or_default(),
        headers: headers.collect(),
        body: Body::of(&body),
        raw: String::from_utf8_lossy(&body).into_owned(),
    })
}

/// The head of an answer, and as much of a body as it tells of.
async fn read(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            let length: usize = length.unwrap_or_default();
            if bytes.len() >= end + 4 + length {
                return Ok((head, bytes[end + 4..end + 4 + length].to_vec()));
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), Vec::new()));
        }
    }
}
