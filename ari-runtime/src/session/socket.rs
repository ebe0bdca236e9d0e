//! The event websocket: its handshake over HTTP, where every refusal becomes an error that says what to do, and its
//! messages.

use std::future::poll_fn;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use http::HeaderValue;
use http::header::{
    AUTHORIZATION, CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_PROTOCOL,
    SEC_WEBSOCKET_VERSION, UPGRADE,
};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::response::rejection;
use crate::session::names::Names;
use crate::transport::address::Address;
use crate::transport::http::{HttpTransport, unreachable};

/// What it takes to open the event websocket, again and again.
pub(crate) struct Handshake {
    http: HttpTransport,
    names: Arc<Names>,
    subscribe_all: bool,
}

impl Handshake {
    pub(crate) fn new(http: HttpTransport, names: Arc<Names>, subscribe_all: bool) -> Self {
        Self { http, names, subscribe_all }
    }

    /// Connects and registers the applications.
    pub(crate) async fn connect(&self) -> Result<EventSocket, Error> {
        let limit = defaults::CONNECT_DEADLINE;
        match timeout(limit, self.open()).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(
                ErrorKind::Unreachable,
                format!("{} did not answer within {limit:?}", self.http.address().base()),
            )
            .with_advice(
                "does Asterisk still answer other requests? Some releases lock their applications up for ever when a \
                 connection breaks while device states change, and only a restart helps",
            )),
        }
    }

    async fn open(&self) -> Result<EventSocket, Error> {
        let address = self.http.address();
        let mut parameters = vec![("app", self.names.now().join(","))];
        if self.subscribe_all {
            parameters.push(("subscribeAll", "true".to_owned()));
        }
        // The websocket library could do this, but it writes the whole request to the log, password included.
        let key = generate_key();
        let response = self
            .http
            .upgrading()
            .get(address.events(&parameters))
            .header(AUTHORIZATION, self.http.authorization())
            .header(CONNECTION, HeaderValue::from_static("Upgrade"))
            .header(UPGRADE, HeaderValue::from_static("websocket"))
            .header(SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"))
            .header(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static("ari"))
            .header(SEC_WEBSOCKET_KEY, &key)
            .send()
            .await
            .map_err(|error| failure(address, error.without_url()))?;
        let status = response.status().as_u16();
        if status != 101 {
            let body = response.bytes().await.map_err(|error| failure(address, error))?;
            return Err(refusal(address, status, &body));
        }
        let accepted = response.headers().get(SEC_WEBSOCKET_ACCEPT);
        if accepted.is_none_or(|it| it.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes()) {
            return Err(stranger(address));
        }
        let stream =
            response.upgrade().await.map_err(|error| failure(address, error.without_url()))?;
        let config = WebSocketConfig::default()
            .max_frame_size(Some(defaults::LARGEST_FRAME))
            .max_message_size(Some(defaults::LARGEST_FRAME));
        let inner = WebSocketStream::from_raw_socket(stream, Role::Client, Some(config)).await;
        Ok(EventSocket { inner, flushing: false })
    }
}

/// The event websocket.
pub(crate) struct EventSocket {
    inner: WebSocketStream<reqwest::Upgraded>,
    /// A ping is on its way out.
    flushing: bool,
}

/// What came through it.
pub(crate) enum Received {
    Text(Utf8Bytes),
    Pong,
    Other,
}

impl EventSocket {
    /// The next message, or why there will be none.
    pub(crate) async fn next(&mut self) -> Result<Received, String> {
        poll_fn(|context| {
            // Beside the reading: a peer that takes nothing any more must not keep us from what it still sends.
            if self.flushing && self.inner.poll_flush_unpin(context).is_ready() {
                self.flushing = false;
            }
            self.inner.poll_next_unpin(context)
        })
        .await
        .map_or_else(
            || Err("the connection ended without a close".to_owned()),
            |message| match message {
                Ok(Message::Text(text)) => Ok(Received::Text(text)),
                Ok(Message::Pong(_)) => Ok(Received::Pong),
                Ok(Message::Close(Some(frame))) => {
                    Err(format!("Asterisk closed the connection with code {}", frame.code))
                }
                Ok(Message::Close(None)) => Err("Asterisk closed the connection".to_owned()),
                // The library answers pings; Asterisk sends no binary frames here.
                Ok(_) => Ok(Received::Other),
                Err(error) => Err(format!("the connection failed: {error}")),
            },
        )
    }

    /// Has a ping sent while the next message is awaited.
    pub(crate) fn ping(&mut self) {
        // An error is one of the connection, which reading tells too.
        if self.inner.start_send_unpin(Message::Ping(Bytes::new())).is_ok() {
            self.flushing = true;
        }
    }

    /// Says goodbye, but does not wait for ever.
    pub(crate) async fn close(mut self) {
        let normal = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        let goodbye = async {
            if self.inner.close(Some(normal)).await.is_ok() {
                while let Some(Ok(_)) = self.inner.next().await {}
            }
        };
        if timeout(defaults::CLOSE_DEADLINE, goodbye).await.is_err() {
            tracing::debug!("Asterisk did not answer the close in time");
        }
    }
}

fn failure(address: &Address, error: reqwest::Error) -> Error {
    if error.is_connect() {
        unreachable(address, error)
    } else {
        stranger(address).with_source(error)
    }
}

fn stranger(address: &Address) -> Error {
    let message = format!("{} does not speak the websocket of ARI", address.base());
    Error::new(ErrorKind::Handshake, message).with_advice(
        "is it an Asterisk, and is its session limit (sessionlimit in http.conf, 100 otherwise) not reached?",
    )
}

fn refusal(address: &Address, status: u16, body: &[u8]) -> Error {
    if (200..400).contains(&status) {
        return stranger(address).with_status(status);
    }
    let error = rejection(status, body, None);
    if status == 500 && error.advice().is_none() {
        return error.with_advice("Asterisk does not accept the application's name");
    }
    error
}
