//! From an accepted connection to an event websocket whose application is known: TLS, the handshake, the first message.

use std::net::SocketAddr;
use std::sync::Arc;

use http::header::SEC_WEBSOCKET_PROTOCOL;
use http::{Response, StatusCode};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server;

use crate::defaults;
use crate::error::BoxError;
use crate::listen::admission::{Admission, Refusal, Visitor};
use crate::listen::prompt::Prompt;
use crate::session::socket::{Cut, EventSocket, Received, Wire, limits};
use crate::transport::wire;

/// What everybody is greeted with.
#[derive(Clone)]
pub(crate) struct Greeting {
    pub(crate) admission: Admission,
    pub(crate) tls: Option<TlsAcceptor>,
}

/// An Asterisk that has come in.
pub(crate) struct Guest {
    pub(crate) visitor: Visitor,
    pub(crate) socket: EventSocket,
    /// The application of its first message.
    pub(crate) application: String,
    /// What it calls itself.
    pub(crate) asterisk: String,
    /// The numbers of clients that turned out not to be its own.
    pub(crate) strangers: Vec<u64>,
}

/// Why somebody has not.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwelcome {
    #[error("{reason} ({status})")]
    Refused { status: StatusCode, reason: &'static str },
    #[error("it took longer than {:?}", defaults::CONNECT_DEADLINE)]
    Slow,
    #[error("the connection failed")]
    Failed(#[source] BoxError),
    #[error("it went without a word: {0}")]
    Gone(String),
    #[error("its first message is no event")]
    Stranger,
}

impl Greeting {
    /// Takes at most as long as connecting may.
    pub(crate) async fn greet(
        self: Arc<Self>,
        stream: TcpStream,
        remote: SocketAddr,
    ) -> Result<Guest, Unwelcome> {
        let greeted = timeout(defaults::CONNECT_DEADLINE, self.open(stream, remote)).await;
        greeted.unwrap_or(Err(Unwelcome::Slow))
    }

    async fn open(&self, stream: TcpStream, remote: SocketAddr) -> Result<Guest, Unwelcome> {
        let failed = |error: BoxError| Unwelcome::Failed(error);
        let stream = Prompt::new(stream).map_err(|error| failed(error.into()))?;
        let stream: Box<dyn Wire> = match &self.tls {
            Some(tls) => Box::new(tls.accept(stream).await.map_err(|error| failed(error.into()))?),
            None => Box::new(stream),
        };
        let over_tls = self.tls.is_some();
        let mut judged = None;
        #[expect(clippy::result_large_err, reason = "the library wants its own type")]
        let check = |request: &server::Request, mut response: server::Response| match self
            .admission
            .judge(remote, request.uri(), request.headers())
        {
            Ok((visitor, protocol)) => {
                if let Some(protocol) = protocol {
                    response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
                }
                judged = Some(Ok(visitor));
                Ok(response)
            }
            Err(refusal) => {
                let response = turned_away(&refusal);
                judged = Some(Err(refusal));
                Err(response)
            }
        };
        let opened = accept_hdr_async_with_config(stream, check, Some(limits(over_tls))).await;
        let visitor = match (&opened, judged) {
            (_, Some(Err(Refusal { status, reason }))) => {
                return Err(Unwelcome::Refused { status, reason });
            }
            (_, Some(Ok(visitor))) => visitor,
            (Ok(_), None) => return Err(Unwelcome::Stranger),
            (Err(_), None) => {
                let error = opened.err().map_or_else(|| "no handshake".into(), BoxError::from);
                return Err(failed(error));
            }
        };
        let inner = opened.map_err(|error| failed(error.into()))?;
        let mut socket = EventSocket::accepted(inner, over_tls);
        let first = loop {
            match socket.next().await {
                Ok(Received::Text(text)) => break text,
                Ok(_) => {}
                Err(Cut::Closed) => return Err(Unwelcome::Gone("it closed the connection".into())),
                Err(Cut::Lost(reason)) => return Err(Unwelcome::Gone(reason)),
            }
        };
        let (application, asterisk) = wire::origin(&first).ok_or(Unwelcome::Stranger)?;
        socket.put_back(first);
        let strangers = Vec::new();
        Ok(Guest { visitor, socket, application, asterisk, strangers })
    }
}

fn turned_away(refusal: &Refusal) -> server::ErrorResponse {
    let mut response = Response::new(Some(refusal.reason.to_owned()));
    *response.status_mut() = refusal.status;
    *response.headers_mut() = refusal.headers();
    response
}
