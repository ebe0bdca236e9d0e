//! Dialling an event websocket of the other side: where it is, and the handshake. Knows nothing of sessions.

use std::pin::pin;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::future::{Either, join, select};
use http::header::{
    AUTHORIZATION, CONNECTION, HOST, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY,
    SEC_WEBSOCKET_PROTOCOL, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{Request, StatusCode, Uri};
use http_body_util::Empty;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::error::Error;
use crate::stillness::Activity;
use crate::stillness::Prompt;
use crate::wire::session::{Socket, socket};

/// A server that is dialled.
#[derive(Clone)]
pub(crate) struct Server {
    /// Host and port.
    authority: String,
    /// With its query.
    path: String,
    /// The value of `Authorization`.
    authorization: Option<String>,
}

impl Server {
    pub fn new(url: &str, credentials: Option<&(String, String)>) -> Result<Self, Error> {
        let wrong = |reason| Error::Outbound { url: url.to_owned(), reason };
        let uri = Uri::from_str(url).map_err(|_| wrong("it is no URL"))?;
        if uri.scheme_str() != Some("ws") {
            return Err(wrong("only ws:// is dialled"));
        }
        let host = uri.host().ok_or_else(|| wrong("it names no host"))?;
        let authorization = credentials.map(|(name, password)| {
            format!("Basic {}", STANDARD.encode(format!("{name}:{password}")))
        });
        Ok(Self {
            authority: format!("{host}:{}", uri.port_u16().unwrap_or(80)),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            authorization,
        })
    }

    /// The websocket, or nothing: Asterisk only tries again, whatever it was.
    pub async fn dial(&self, activity: &Activity) -> Option<Socket> {
        let stream = TcpStream::connect(&self.authority).await.ok()?;
        let stream = Prompt::new(stream, activity.clone()).ok()?;
        let key = generate_key();
        let mut request = Request::get(&self.path)
            .header(SEC_WEBSOCKET_VERSION, "13")
            .header(UPGRADE, "websocket")
            .header(CONNECTION, "Upgrade")
            .header(HOST, &self.authority)
            .header(SEC_WEBSOCKET_PROTOCOL, "ari")
            .header(SEC_WEBSOCKET_KEY, &key);
        if let Some(authorization) = &self.authorization {
            request = request.header(AUTHORIZATION, authorization);
        }
        let request = request.body(Empty::<Bytes>::new()).ok()?;
        let (mut sender, connection) = http1::Builder::new()
            .title_case_headers(true)
            .handshake(TokioIo::new(stream))
            .await
            .ok()?;
        let connection = pin!(connection.with_upgrades());
        let sending = pin!(sender.send_request(request));
        let (response, connection) = match select(sending, connection).await {
            Either::Left((response, connection)) => (response.ok()?, Some(connection)),
            Either::Right((_, sending)) => (sending.await.ok()?, None),
        };
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            return None;
        }
        let header = |name| response.headers().get(name).map(|it| it.as_bytes());
        if header(SEC_WEBSOCKET_ACCEPT) != Some(derive_accept_key(key.as_bytes()).as_bytes()) {
            return None;
        }
        // A server may name no protocol, but no other one.
        if header(SEC_WEBSOCKET_PROTOCOL).is_some_and(|it| it.trim_ascii() != b"ari") {
            return None;
        }
        let upgrade = hyper::upgrade::on(response);
        let upgraded = match connection {
            Some(connection) => join(upgrade, connection).await.0,
            None => upgrade.await,
        };
        Some(socket(upgraded.ok()?, Role::Client).await)
    }
}
