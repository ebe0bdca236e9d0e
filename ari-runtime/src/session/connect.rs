//! From a URL and credentials to a client: checks what can be checked before anything is sent.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::api::Api;
use crate::backoff::Backoff;
use crate::client::Client;
use crate::defaults;
use crate::error::Error;
use crate::events::Events;
use crate::session::assembly::{Opening, begin};
use crate::session::door::{Door, is_refusal};
use crate::session::handshake::Handshake;
use crate::session::names::Names;
use crate::session::settings::{Settings, sensible};
use crate::session::socket::EventSocket;
use crate::transport::Transport;
use crate::transport::address::Address;
use crate::transport::credentials::Credentials;
use crate::transport::http::HttpTransport;
use crate::transport::tls::{self, Certificates};
use crate::transport::websocket::{self, Requests};

/// A connection that is being described; awaiting it connects.
///
/// Awaiting it fails where what was said cannot work ([`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput)), where
/// Asterisk cannot be reached or is no Asterisk, and where it refuses the user or the application.
///
/// | what | default |
/// |---|---|
/// | deadline of a request | 10 s |
/// | deadline of connecting | 10 s, of TCP and TLS within it 5 s |
/// | HTTP connections at once | 20 |
/// | idle connections are dropped after | 10 s |
/// | largest JSON body | 40,960 bytes, as Asterisk reads |
/// | largest frame | 64 MiB |
/// | closing | 2 s for each of: unsubscribing, hanging up over the websocket, responses that are under way, the farewell |
/// | items a stream holds for a slow reader | 4,096 |
/// | pings | every 10 s; a peer that is silent for as long after one is dead |
/// | waits before connecting again | from 0.25 s to 15 s, each twice the last, with jitter |
/// | deadline of each request about what Asterisk holds after a gap | 5 s |
/// | requests over the websocket that wait to leave, or for their responses | 256 each |
/// | waits before a request is sent again | from 0.25 s to 1 s |
/// | connecting again | for ever |
#[must_use = "nothing is connected until it is awaited"]
pub struct Connect<A> {
    url: String,
    credentials: Credentials,
    applications: Vec<String>,
    subscribe_all: bool,
    plain_remote: bool,
    over_websocket: bool,
    certificates: Certificates,
    connections: usize,
    settings: Settings,
    wait: Option<Duration>,
    api: PhantomData<fn() -> A>,
}

impl<A> fmt::Debug for Connect<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connect")
            .field("applications", &self.applications)
            .field("subscribe_all", &self.subscribe_all)
            .finish_non_exhaustive()
    }
}

impl<A: Api> Connect<A>
where
    A::Client: From<Client<A>>,
{
    #[doc(hidden)]
    pub fn new(url: impl Into<String>, credentials: Credentials) -> Self {
        Self {
            url: url.into(),
            credentials,
            applications: Vec::new(),
            subscribe_all: false,
            plain_remote: false,
            over_websocket: false,
            certificates: Certificates::default(),
            connections: defaults::HTTP_CONNECTIONS,
            settings: Settings::default(),
            wait: None,
            api: PhantomData,
        }
    }

    /// Registers an application, the name in the dialplan's `Stasis(name)`.
    ///
    /// A second client with the same name takes its events away from the first.
    pub fn app(mut self, name: impl Into<String>) -> Self {
        self.applications.push(name.into());
        self
    }

    /// Gets the events of everything in Asterisk, not only of what is in the application.
    ///
    /// Frames that Asterisk sends twice on such connections are handed out once. Before it closes, the application is
    /// unsubscribed from device states: known servers (22.10.1) can lock up otherwise.
    pub fn subscribe_all(mut self) -> Self {
        self.subscribe_all = true;
        self
    }

    /// Permits http without TLS to a host that is not this one: password and calls are readable on the way.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_remote = true;
        self
    }

    /// Sends requests over the event websocket too, instead of HTTP: they take one connection together, keep their order,
    /// and cost Asterisk and this side less.
    ///
    /// Since 20.14, 21.9, 22.4 and 23.0; connecting to an Asterisk that does not answer there fails. Asterisk executes them
    /// one after the other. What only HTTP carries, the bytes of stored recordings, still goes over HTTP, and so does
    /// everything when the event connection is closed. While it is lost, requests wait for it until their deadlines.
    pub fn rest_over_websocket(mut self) -> Self {
        self.over_websocket = true;
        self
    }

    /// Trusts the authorities of these certificates (PEM) and no others, instead of those that the system trusts. The
    /// host's name is verified in any case.
    pub fn trust_pem(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.certificates.trust(certificates);
        self
    }

    /// Shows a client certificate, given with what lies between it and its authority, and its private key (both PEM).
    pub fn identity_pem(
        mut self,
        chain: impl Into<Vec<u8>>,
        private_key: impl Into<Vec<u8>>,
    ) -> Self {
        self.certificates.identify(chain, private_key);
        self
    }

    /// Sends requests again that surely were not executed, because Asterisk could not be reached or had not loaded ARI yet,
    /// and reads that got no response, until their deadlines. A read that calls a dialplan function is not among them, since
    /// some take away what they read. Nothing else is ever sent again, and by default nothing is but
    /// what a starting Asterisk turns away (503).
    ///
    /// Where it stays unknown whether something was created under an id, Asterisk is asked for it, which takes up to 2 s, and
    /// [`Error::is_there`] tells the answer.
    pub fn retry(mut self) -> Self {
        self.settings.retry = true;
        self
    }

    /// Puts something around the transport of requests, such as a log, a count or a limit; see [`Transport`]. What is
    /// named later is outside of what was named before.
    pub fn layer<T: Transport>(
        mut self,
        layer: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.settings.add_layer(layer);
        self
    }

    /// Limits the time until the response to a request is there; 10 seconds otherwise.
    pub fn request_deadline(mut self, deadline: Duration) -> Self {
        self.settings.request_deadline = deadline;
        self
    }

    /// Limits the HTTP connections at once, from 1 to 1,000; 20 otherwise. Asterisk serves 100 sessions to all its clients together.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.connections = connections.clamp(1, 1_000);
        self
    }

    /// Sets how many items a stream of events holds for a reader that is behind; 4,096 otherwise.
    pub fn stream_capacity(mut self, items: usize) -> Self {
        self.settings.capacity = items;
        self
    }

    /// Sets how often Asterisk is pinged, from 10 ms to a day, 10 seconds otherwise: a dead peer is found within twice that time.
    pub fn ping_every(mut self, period: Duration) -> Self {
        self.settings.set_ping(period);
        self
    }

    /// Limits the wait before the next attempt to connect again; 15 seconds otherwise.
    pub fn longest_backoff(mut self, wait: Duration) -> Self {
        self.settings.keeping.longest_backoff = sensible(wait);
        self
    }

    /// Stops connecting again after this time, and ends the streams; otherwise it is tried for ever.
    pub fn give_up_after(mut self, limit: Duration) -> Self {
        self.settings.keeping.give_up = Some(limit);
        self
    }

    /// Takes an application back that another connection took, after the longest wait; otherwise the streams end with
    /// [`Ended::Replaced`](crate::Ended::Replaced).
    ///
    /// Two clients that both do so take it from each other for ever, and each misses what the other gets.
    pub fn take_back(mut self) -> Self {
        self.settings.keeping.take_back = true;
        self
    }

    /// Waits for an Asterisk that is not there yet, or still starting, up to this time.
    pub fn wait_for_asterisk(mut self, limit: Duration) -> Self {
        self.wait = Some(limit);
        self
    }

    /// A client that calls operations and registers no application, so it gets no events. What else was said of events and of
    /// their connection has no effect.
    ///
    /// # Errors
    ///
    /// The URL is none, or names a remote host over plain http; or something was asked for that only events have.
    pub fn rest(self) -> Result<A::Client, Error> {
        if let Some(name) = self.applications.first() {
            return Err(Error::invalid(format!("the application {name:?} would get no events"))
                .with_advice("await the connection, or name no application"));
        }
        if self.over_websocket || self.subscribe_all {
            return Err(Error::invalid("a client without events has no websocket").with_advice(
                "name an application and await the connection, or leave the websocket out",
            ));
        }
        let caller = self.settings.caller::<A>(self.http()?, Arc::default());
        Ok(Client::without_events(caller).into())
    }

    pub(crate) fn http(&self) -> Result<HttpTransport, Error> {
        let address = Arc::new(Address::parse(&self.url, self.plain_remote)?);
        let tls = match address.tls() {
            true => self.certificates.client()?,
            false if self.certificates.are_given() => {
                return Err(Error::invalid(
                    "certificates are of no use where the URL is plain http",
                )
                .with_advice("use https"));
            }
            false => tls::trusting_nobody()?,
        };
        HttpTransport::new(address, &self.credentials, &tls, self.connections)
    }

    async fn connect(self) -> Result<(A::Client, Events<A>), Error> {
        check_applications(&self.applications)?;
        let http = self.http()?;
        let names = Names::new(self.applications);
        let handshake = Handshake::new(http.clone(), names.clone(), self.subscribe_all);
        let longest = self.settings.keeping.longest_backoff;
        let socket = first(&handshake, self.wait, longest).await?;
        let (door, subscribe_all) = (Door::Dials(handshake), self.subscribe_all);
        if !self.over_websocket {
            let (transport, http, requests) = (http.clone(), Some(http), Requests::none());
            let place = None;
            let opening =
                Opening { door, socket, transport, requests, http, names, subscribe_all, place };
            let (client, events) = begin(&self.settings, opening);
            return Ok((client.into(), events));
        }
        let (transport, requests) = websocket::pair(Some(http.clone()));
        let http = Some(http);
        let place = None;
        let opening =
            Opening { door, socket, transport, requests, http, names, subscribe_all, place };
        let (client, events) = begin(&self.settings, opening);
        if let Err(error) = client.try_out().await {
            client.close().await;
            return Err(error);
        }
        Ok((client.into(), events))
    }
}

/// The first connection, waited for where that was asked; a refusal is final.
async fn first(
    handshake: &Handshake,
    wait: Option<Duration>,
    longest: Duration,
) -> Result<EventSocket, Error> {
    let end = Instant::now() + wait.unwrap_or_default().min(Duration::from_secs(365 * 86_400));
    let mut backoff = Backoff::new(longest);
    loop {
        let error = match handshake.connect().await {
            Ok(socket) => return Ok(socket),
            Err(error) => error,
        };
        let pause = backoff.next();
        if wait.is_none() || is_refusal(&error) || Instant::now() + pause > end {
            return Err(error);
        }
        tracing::info!(%error, "waiting for Asterisk");
        sleep(pause).await;
    }
}

impl<A: Api> IntoFuture for Connect<A>
where
    A::Client: From<Client<A>>,
{
    type Output = Result<(A::Client, Events<A>), Error>;
    type IntoFuture = Pin<Box<dyn std::future::Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connect())
    }
}

fn check_applications(names: &[String]) -> Result<(), Error> {
    if names.is_empty() {
        return Err(Error::invalid("no application was named")
            .with_advice("name one with `.app(..)`, or use `rest` for a client without events"));
    }
    for name in names {
        if name.is_empty() {
            return Err(Error::invalid("an application's name must not be empty"));
        }
        if name.contains(',') {
            return Err(Error::invalid(format!("the application name {name:?} holds a comma"))
                .with_advice(
                    "Asterisk would take it for several names; call `.app(..)` for each",
                ));
        }
    }
    Ok(())
}
