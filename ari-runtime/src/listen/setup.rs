//! From an address to a server: checks what can be checked before anything listens.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc};

use crate::api::Api;
use crate::client::Client;
use crate::defaults;
use crate::error::Error;
use crate::listen::admission::{Admission, Visitor};
use crate::listen::greeting::Greeting;
use crate::listen::listener::Listener;
use crate::listen::place::Place;
use crate::listen::reception::Reception;
use crate::session::connect::Connect;
use crate::session::link::Link;
use crate::session::settings::Settings;
use crate::transport::Transport;
use crate::transport::credentials::Credentials;

/// A server that is being described; awaiting it listens.
///
/// Awaiting it fails where the address is none, is taken or lacks what protects it, and where certificates cannot be read
/// ([`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput)).
///
/// | what | default |
/// |---|---|
/// | clients at once | 1,000 |
/// | connections that are being greeted at once | 256; others wait |
/// | deadline of TLS, handshake and first message together | 10 s |
/// | until an Asterisk whose connection was lost has to be back | 30 s |
/// | until an earlier connection has to show that it is alive, when the same Asterisk seems to come again | 1 s |
/// | deadline of a request | 10 s |
/// | requests that wait to leave, or for their responses | 256 each, per connection |
/// | largest frame | 64 MiB |
/// | closing | 2 s for each of: hanging up, responses that are under way, silence of 0.2 s, the farewell |
/// | items a stream holds for a slow reader | 4,096 |
/// | pings | every 10 s; a peer that is silent for as long after one is dead |
#[must_use = "nothing listens until it is awaited"]
pub struct Listen<A> {
    place: Place,
    users: Vec<Credentials>,
    admission: Admission,
    anyone_remote: bool,
    connections: usize,
    http: Option<Connect<A>>,
    settings: Settings,
    api: PhantomData<fn() -> A>,
}

impl<A> fmt::Debug for Listen<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listen").field("address", &self.place.address).finish_non_exhaustive()
    }
}

impl<A: Api> Listen<A>
where
    A::Client: From<Client<A>>,
{
    #[doc(hidden)]
    pub fn new(address: impl Into<String>) -> Self {
        let mut settings = Settings::default();
        settings.keeping.give_up = Some(defaults::RETURN_DEADLINE);
        Self {
            place: Place::new(address),
            users: Vec::new(),
            admission: Admission::default(),
            anyone_remote: false,
            connections: defaults::ACCEPTED_CONNECTIONS,
            http: None,
            settings,
            api: PhantomData,
        }
    }

    /// Demands this user and password, those of `websocket_client.conf`. Named several times, any of them will do.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.users.push(credentials);
        self
    }

    /// Asks a function about everybody whose password was right. Those it does not admit are answered with 403.
    pub fn admit(mut self, admit: impl Fn(&Visitor) -> bool + Send + Sync + 'static) -> Self {
        self.admission.admit = Some(Arc::new(admit));
        self
    }

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

    /// Permits connections without TLS from other hosts: password and calls are readable on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.place.plain_remote = true;
        self
    }

    /// Permits connections from other hosts without a password and without a client certificate. What
    /// [`admit`](Self::admit) says still holds.
    pub fn allow_anyone(mut self) -> Self {
        self.anyone_remote = true;
        self
    }

    /// Limits the clients at once, those that wait for Asterisk to come back included; 1,000 otherwise. A connection that is
    /// one too many is closed as soon as it is known whose it is.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.connections = connections.clamp(1, Semaphore::MAX_PERMITS);
        self
    }

    /// How to get over HTTP what a websocket does not carry, the bytes of stored recordings: `Ari::connect(url, credentials)`
    /// with what it needs of certificates and connections; the rest of it has no effect. Without this, such requests are
    /// refused. For a server of one Asterisk.
    pub fn http(mut self, connect: Connect<A>) -> Self {
        self.http = Some(connect);
        self
    }

    /// Limits how long an Asterisk whose connection was lost may take to come back before its streams end; 30 seconds
    /// otherwise.
    pub fn give_up_after(mut self, limit: Duration) -> Self {
        self.settings.keeping.give_up = Some(limit);
        self
    }

    /// Limits the time until the response to a request is there; 10 seconds otherwise.
    pub fn request_deadline(mut self, deadline: Duration) -> Self {
        self.settings.request_deadline = deadline;
        self
    }

    /// Sets how many items a stream of events holds for a reader that is behind; 4,096 otherwise.
    pub fn stream_capacity(mut self, items: usize) -> Self {
        self.settings.capacity = items;
        self
    }

    /// Sets how often Asterisk is pinged, 10 seconds otherwise: a dead peer is found within twice that time.
    pub fn ping_every(mut self, period: Duration) -> Self {
        self.settings.set_ping(period);
        self
    }

    /// As [`Connect::retry`](crate::Connect::retry).
    pub fn retry(mut self) -> Self {
        self.settings.retry = true;
        self
    }

    /// Puts something around the transport of each connection's requests, as
    /// [`Connect::layer`](crate::Connect::layer) does.
    pub fn layer<T: Transport>(
        mut self,
        layer: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.settings.add_layer(layer);
        self
    }

    async fn listen(mut self) -> Result<Listener<A>, Error> {
        let place = self.place.check("passwords and calls").await?;
        for credentials in std::mem::take(&mut self.users) {
            let header = credentials.header()?;
            self.admission.users.push((credentials, header));
        }
        let guarded = !self.admission.users.is_empty() || place.is_guarded;
        if let (Some(remote), false, false) = (place.remote(), guarded, self.anyone_remote) {
            return Err(Error::invalid(format!("at {remote} anyone could pose as an Asterisk")).with_advice(
                "demand a password with `credentials(..)` or a certificate with `trust_pem(..)`, or permit it with \
                 `allow_anyone()`",
            ));
        }
        let http = self.http.as_ref().map(Connect::http).transpose()?;
        let (listener, address) = place.bind().await?;
        let (link, stopped) = Link::new();
        let (sender, accepted) = mpsc::channel(self.connections);
        let reception = Reception {
            listener,
            greeting: Arc::new(Greeting { admission: self.admission, tls: place.tls }),
            places: Arc::new(Semaphore::new(self.connections)),
            settings: self.settings,
            http,
            accepted: sender,
        };
        tokio::spawn(reception.run(stopped));
        Ok(Listener::new(address, accepted, link))
    }
}

impl<A: Api> IntoFuture for Listen<A>
where
    A::Client: From<Client<A>>,
{
    type Output = Result<Listener<A>, Error>;
    type IntoFuture = Pin<Box<dyn std::future::Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.listen())
    }
}
