//! Clients for the tests of the wire: bytes over TCP, and event websockets. They know nothing of the SDK.
#![allow(dead_code, reason = "each test uses some of it")]

use std::future::Future;
use std::time::Duration;

use ari_simulator::Simulator;
use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// `asterisk:asterisk`.
pub const AUTHORIZATION: &str = "Authorization: Basic YXN0ZXJpc2s6YXN0ZXJpc2s=\r\n";

/// Nothing here takes long.
pub async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), future).await.expect("nothing came")
}

/// Waits until nobody has an event websocket for an application.
pub async fn gone(simulator: &Simulator, application: &str) {
    soon(async {
        while simulator.faults().send_raw(application, "").is_ok() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

/// An HTTP response.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub line: String,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|it| it.0 == name).map(|it| it.1.as_str());
        let first = found.next();
        assert_eq!(found.next(), None, "{name} comes twice");
        first
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A connection.
pub struct Tcp {
    pub stream: TcpStream,
    buffer: Vec<u8>,
}

impl Tcp {
    pub async fn to(simulator: &Simulator) -> Self {
        let stream = TcpStream::connect(simulator.address()).await.unwrap();
        Self { stream, buffer: Vec::new() }
    }

    pub async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// The next response; `None` when the connection ends before it has begun.
    pub async fn response(&mut self) -> Option<Response> {
        soon(async {
            let end = loop {
                if let Some(end) = self.buffer.windows(4).position(|it| it == b"\r\n\r\n") {
                    break end + 4;
                }
                if !self.more().await {
                    assert!(self.buffer.is_empty(), "half a response: {:?}", self.buffer);
                    return None;
                }
            };
            let head = String::from_utf8(self.buffer.drain(..end).collect()).unwrap();
            let mut lines = head.trim_end().split("\r\n");
            let line = lines.next().unwrap().to_owned();
            let status = line.split(' ').nth(1).unwrap().parse().unwrap();
            let header = |line: &str| {
                let (name, value) = line.split_once(": ").unwrap();
                (name.to_lowercase(), value.to_owned())
            };
            let headers: Vec<_> = lines.map(header).collect();
            let length = headers.iter().find(|it| it.0 == "content-length");
            let length = length.map_or(0, |it| it.1.parse().unwrap());
            while self.buffer.len() < length {
                assert!(self.more().await, "half a body");
            }
            let body = String::from_utf8(self.buffer.drain(..length).collect()).unwrap();
            Some(Response { status, line, headers, body })
        })
        .await
    }

    /// Waits for the end of the connection.
    pub async fn ends(&mut self) {
        soon(async { while self.more().await {} }).await;
        assert!(self.buffer.is_empty(), "something came: {:?}", self.buffer);
    }

    async fn more(&mut self) -> bool {
        matches!(self.stream.read_buf(&mut self.buffer).await, Ok(1..))
    }
}

/// A request with the usual credentials, after `/ari`.
pub fn request(line: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("{line} HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: {length}\r\n\r\n{body}")
}

/// One request on one connection.
pub async fn ask(simulator: &Simulator, line: &str, headers: &str, body: &str) -> Response {
    let mut tcp = Tcp::to(simulator).await;
    tcp.send(request(line, headers, body)).await;
    tcp.response().await.expect("a response")
}

/// The same with the usual credentials.
pub async fn admitted(simulator: &Simulator, line: &str, headers: &str, body: &str) -> Response {
    ask(simulator, line, &format!("{AUTHORIZATION}{headers}"), body).await
}

/// An event websocket.
pub struct Socket(pub WebSocketStream<TcpStream>);

/// What came through it.
#[derive(Debug, PartialEq)]
pub enum Came {
    Text(String),
    Binary(Vec<u8>),
    Pong(Vec<u8>),
    /// A close frame, with its code.
    Close(u16),
    /// The end of the connection.
    End,
}

impl Socket {
    pub async fn open(simulator: &Simulator, query: &str) -> Self {
        let address = simulator.address();
        let url = format!("ws://{address}/ari/events?{query}&api_key=asterisk:asterisk");
        Self::of(simulator, &url).await.unwrap()
    }

    pub async fn of(simulator: &Simulator, url: &str) -> Result<Self, Error> {
        let stream = TcpStream::connect(simulator.address()).await.unwrap();
        let request = url.into_client_request().unwrap();
        client_async(request, stream).await.map(|it| Self(it.0))
    }

    pub async fn send(&mut self, message: Message) {
        self.0.send(message).await.unwrap();
    }

    pub async fn come(&mut self) -> Came {
        match soon(self.0.next()).await {
            Some(Ok(Message::Text(text))) => Came::Text(text.to_string()),
            Some(Ok(Message::Binary(bytes))) => Came::Binary(bytes.to_vec()),
            Some(Ok(Message::Pong(bytes))) => Came::Pong(bytes.to_vec()),
            Some(Ok(Message::Close(frame))) => Came::Close(frame.map_or(1005, |it| it.code.into())),
            Some(Ok(other)) => panic!("{other:?}"),
            Some(Err(_)) | None => Came::End,
        }
    }

    /// The text of the next frame.
    pub async fn text(&mut self) -> String {
        match self.come().await {
            Came::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    pub async fn json(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// Sends a text, and gives what comes next.
    pub async fn ask(&mut self, text: &str) -> Value {
        self.send(Message::text(text)).await;
        self.json().await
    }
}
