//! A server for media websockets that Asterisk opens; each is given to who waits for it, by a name that nobody can guess.

use std::collections::HashMap;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::SEC_WEBSOCKET_PROTOCOL;
use http::{HeaderValue, Response, StatusCode};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_tungstenite::accept_hdr_async_with_config;
use tokio_tungstenite::tungstenite::handshake::server;

use crate::defaults;
use crate::error::{BoxError, Error, ErrorKind};
use crate::listen::place::Place;
use crate::listen::prompt::Prompt;
use crate::media::carrier::websocket::{PROTOCOL, limits};
use crate::session::socket::{Framed, Wire};

/// The pause after the system had no resources for another connection.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// What names a leg in the query of the URI that Asterisk opens.
#[doc(hidden)]
pub const LEG: &str = "leg";

/// A server that is being described; awaiting it listens.
#[must_use = "nothing listens until it is awaited"]
pub struct ListenForMedia {
    place: Place,
}

/// A server for media websockets that Asterisk opens; cheap to clone. It listens as long as a clone of it is there.
///
/// Asterisk opens them as a client of websocket_client.conf says (`connection_type = per_call_config`), whose `uri` leads here.
#[derive(Clone)]
pub struct MediaListener(Arc<Inner>);

struct Inner {
    address: SocketAddr,
    desk: Arc<Desk>,
    task: JoinHandle<()>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Who waits for which websocket.
#[derive(Default)]
struct Desk(Mutex<HashMap<String, oneshot::Sender<Framed>>>);

impl Desk {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, oneshot::Sender<Framed>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MediaListener {
    /// Listens at an address with a port, such as `127.0.0.1:8091`; port 0 stands for any that is free.
    pub fn bind(address: impl Into<String>) -> ListenForMedia {
        ListenForMedia { place: Place::new(address) }
    }

    /// Where it listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.0.address
    }

    /// Waits for a websocket; nobody else can come in its place.
    #[doc(hidden)]
    pub fn expect(&self) -> Expected {
        let name = crate::random_id().to_string();
        let (sender, socket) = oneshot::channel();
        self.0.desk.lock().insert(name.clone(), sender);
        Expected { name, socket, listener: self.clone() }
    }
}

impl fmt::Debug for MediaListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MediaListener").field("address", &self.0.address).finish_non_exhaustive()
    }
}

/// A media websocket that will be opened.
#[doc(hidden)]
pub struct Expected {
    name: String,
    socket: oneshot::Receiver<Framed>,
    listener: MediaListener,
}

impl Expected {
    /// What has to stand in the query of the URI, behind [`LEG`].
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) async fn come(mut self) -> Result<Framed, Error> {
        let limit = defaults::MEDIA_DEADLINE;
        match timeout(limit, &mut self.socket).await {
            Ok(Ok(socket)) => Ok(socket),
            Ok(Err(_)) => {
                Err(Error::new(ErrorKind::Media, "the media websocket broke while it was being opened"))
            }
            Err(_) => Err(Error::new(
                ErrorKind::Media,
                format!("Asterisk opened no media websocket here within {limit:?}"),
            )
            .with_advice(format!(
                "does the `uri` of that websocket_client lead to {}, with `protocols = {PROTOCOL}`?",
                self.listener.local_addr()
            ))),
        }
    }
}

impl Drop for Expected {
    fn drop(&mut self) {
        self.listener.0.desk.lock().remove(&self.name);
    }
}

impl ListenForMedia {
    /// Speaks TLS with this certificate, given with what lies between it and its authority, and its private key (both PEM).
    pub fn identity_pem(
        mut self,
        chain: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.place.certificates.identify(chain, private_key);
        self
    }

    /// Demands a client certificate of one of these authorities (PEM).
    pub fn trust_pem(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.place.certificates.trust(certificates);
        self
    }

    /// Permits connections without TLS from other hosts: calls can be listened to on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.place.plain_remote = true;
        self
    }

    async fn listen(self) -> Result<MediaListener, Error> {
        let place = self.place.check("the audio of calls").await?;
        let (listener, address) = place.bind().await?;
        let desk = Arc::new(Desk::default());
        let task = tokio::spawn(accept(listener, place.tls, desk.clone()));
        Ok(MediaListener(Arc::new(Inner { address, desk, task })))
    }
}

impl IntoFuture for ListenForMedia {
    type Output = Result<MediaListener, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.listen())
    }
}

impl fmt::Debug for ListenForMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListenForMedia")
            .field("address", &self.place.address)
            .finish_non_exhaustive()
    }
}

/// Accepts until it is dropped; then those that are being greeted are dropped too.
async fn accept(listener: TcpListener, tls: Option<TlsAcceptor>, desk: Arc<Desk>) {
    let mut greetings = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept(), if greetings.len() < defaults::GREETINGS => match accepted {
                Ok((stream, remote)) => {
                    let (tls, desk) = (tls.clone(), desk.clone());
                    greetings.spawn(async move {
                        let greeted = timeout(defaults::CONNECT_DEADLINE, greet(stream, tls, &desk)).await;
                        match greeted {
                            Ok(Ok(())) => {}
                            Ok(Err(error)) => tracing::warn!(%remote, error, "a media websocket was turned away"),
                            Err(_) => tracing::warn!(%remote, "a media websocket took too long to open"),
                        }
                    });
                }
                Err(error) => {
                    tracing::error!(%error, "no connection can be accepted");
                    sleep(EXHAUSTED).await;
                }
            },
            Some(_) = greetings.join_next() => {}
        }
    }
}

async fn greet(stream: TcpStream, tls: Option<TlsAcceptor>, desk: &Desk) -> Result<(), BoxError> {
    let stream = Prompt::new(stream)?;
    let stream: Box<dyn Wire> = match tls {
        Some(tls) => Box::new(tls.accept(stream).await?),
        None => Box::new(stream),
    };
    let mut waiting = None;
    #[expect(clippy::result_large_err, reason = "the library wants its own type")]
    let check = |request: &server::Request, mut response: server::Response| {
        let query = request.uri().query().unwrap_or_default();
        let named = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == LEG);
        waiting = named.and_then(|(_, name)| desk.lock().remove(&*name));
        if waiting.is_none() {
            let mut refusal = Response::new(Some("nobody waits for it".to_owned()));
            *refusal.status_mut() = StatusCode::NOT_FOUND;
            return Err(refusal);
        }
        if request.headers().contains_key(SEC_WEBSOCKET_PROTOCOL) {
            let protocol = HeaderValue::from_static(PROTOCOL);
            response.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocol);
        }
        Ok(response)
    };
    let socket = accept_hdr_async_with_config(stream, check, Some(limits())).await?;
    if let Some(waiting) = waiting {
        // Who waited may have gone; then the websocket closes.
        let _ = waiting.send(socket);
    }
    Ok(())
}

#[cfg(test)]
#[path = "listener_test.rs"]
mod tests;
