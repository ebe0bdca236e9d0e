//! Opens the event websocket: TCP, TLS, handshake; every refusal becomes an error that says what to do.

use std::sync::Arc;

use http::HeaderValue;
use http::header::{AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;

use crate::address::Address;
use crate::credentials::Credentials;
use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::http::unreachable;
use crate::response::rejection;

/// Anything that bytes go through both ways.
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// The event websocket.
pub(crate) type EventSocket = WebSocketStream<Box<dyn Duplex>>;

/// Connects and registers the applications.
pub(crate) async fn connect(
    address: &Address,
    credentials: &Credentials,
    tls: Arc<ClientConfig>,
    parameters: &[(&str, String)],
) -> Result<EventSocket, Error> {
    let limit = defaults::CONNECT_DEADLINE;
    match timeout(limit, open(address, credentials, tls, parameters)).await {
        Ok(result) => result,
        Err(_) => Err(Error::new(
            ErrorKind::Unreachable,
            format!("{} did not answer within {limit:?}", address.base()),
        )),
    }
}

async fn open(
    address: &Address,
    credentials: &Credentials,
    tls: Arc<ClientConfig>,
    parameters: &[(&str, String)],
) -> Result<EventSocket, Error> {
    let mut request = address
        .events(parameters)
        .into_client_request()
        .map_err(|error| Error::invalid("the websocket URL cannot be used").with_source(error))?;
    request.headers_mut().insert(AUTHORIZATION, credentials.header()?);
    request.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static("ari"));

    let tcp = TcpStream::connect((address.host(), address.port()))
        .await
        .map_err(|error| unreachable(address, error))?;
    tcp.set_nodelay(true).map_err(|error| unreachable(address, error))?;
    let stream: Box<dyn Duplex> = if address.tls() {
        let name = ServerName::try_from(address.host().to_owned())
            .map_err(|error| Error::invalid("the host is no name for TLS").with_source(error))?;
        let connected = TlsConnector::from(tls).connect(name, tcp).await;
        Box::new(connected.map_err(|error| unreachable(address, error))?)
    } else {
        Box::new(tcp)
    };
    let config = WebSocketConfig::default()
        .max_frame_size(Some(defaults::LARGEST_FRAME))
        .max_message_size(Some(defaults::LARGEST_FRAME));
    match client_async_with_config(request, stream, Some(config)).await {
        Ok((socket, _)) => Ok(socket),
        Err(error) => Err(refusal(address, error)),
    }
}

fn refusal(address: &Address, error: tungstenite::Error) -> Error {
    match error {
        tungstenite::Error::Http(response) => {
            let status = response.status().as_u16();
            let body = response.body().as_deref().unwrap_or_default();
            let error = rejection(status, body, None);
            if status == 500 && error.advice().is_none() {
                return error.with_advice("Asterisk does not accept the application's name");
            }
            error
        }
        tungstenite::Error::Io(error) => unreachable(address, error),
        other => Error::new(
            ErrorKind::Handshake,
            format!("{} does not speak the websocket of ARI", address.base()),
        )
        .with_source(other),
    }
}
