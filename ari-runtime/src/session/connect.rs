//! From a URL and credentials to a client: checks what can be checked before anything is sent.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::api::Api;
use crate::calls::registry::Registry;
use crate::client::Client;
use crate::defaults;
use crate::delivery::hub::Hub;
use crate::error::Error;
use crate::events::Events;
use crate::request::caller::Caller;
use crate::request::witness::Witnesses;
use crate::session::backoff::Backoff;
use crate::session::health::{Connection, Status};
use crate::session::inquiry::Inquiry;
use crate::session::link::Link;
use crate::session::names::Names;
use crate::session::restore::Restore;
use crate::session::socket::{EventSocket, Handshake};
use crate::session::subscriptions::Subscriptions;
use crate::session::task::{Keeping, Task, is_refusal};
use crate::transport::address::Address;
use crate::transport::credentials::Credentials;
use crate::transport::http::HttpTransport;
use crate::transport::tls;

/// A connection that is being described; awaiting it connects.
///
/// | what | default |
/// |---|---|
/// | deadline of a request | 10 s |
/// | deadline of connecting | 10 s, of TCP and TLS within it 5 s |
/// | HTTP connections at once | 20 |
/// | idle connections are dropped after | 10 s |
/// | largest JSON body | 40,960 bytes, as Asterisk reads |
/// | largest frame | 64 MiB |
/// | closing | 2 s |
/// | items a stream holds for a slow reader | 4,096 |
/// | pings | every 10 s; a peer that is silent for as long after one is dead |
/// | waits before connecting again | from 0.25 s to 15 s, each twice the last, with jitter |
/// | deadline of each request about what Asterisk holds after a gap | 5 s |
/// | connecting again | for ever |
#[must_use = "nothing is connected until it is awaited"]
pub struct Connect<A> {
    url: String,
    credentials: Credentials,
    applications: Vec<String>,
    subscribe_all: bool,
    plain_remote: bool,
    request_deadline: Duration,
    connections: usize,
    capacity: usize,
    keeping: Keeping,
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
            request_deadline: defaults::REQUEST_DEADLINE,
            connections: defaults::HTTP_CONNECTIONS,
            capacity: defaults::STREAM_CAPACITY,
            keeping: Keeping {
                ping: defaults::PING,
                longest_backoff: defaults::LONGEST_BACKOFF,
                give_up: None,
                take_back: false,
            },
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

    /// Limits the time until the response to a request is there; 10 seconds otherwise.
    pub fn request_deadline(mut self, deadline: Duration) -> Self {
        self.request_deadline = deadline;
        self
    }

    /// Limits the HTTP connections at once; 20 otherwise. Asterisk serves 100 sessions to all its clients together.
    pub fn max_connections(mut self, connections: usize) -> Self {
        self.connections = connections.clamp(1, 1_000);
        self
    }

    /// Sets how many items a stream of events holds for a reader that is behind; 4,096 otherwise.
    pub fn stream_capacity(mut self, items: usize) -> Self {
        self.capacity = items;
        self
    }

    /// Sets how often Asterisk is pinged, 10 seconds otherwise: a dead peer is found within twice that time.
    pub fn ping_every(mut self, period: Duration) -> Self {
        self.keeping.ping = period.max(Duration::from_millis(10));
        self
    }

    /// Limits the wait before the next attempt to connect again; 15 seconds otherwise.
    pub fn longest_backoff(mut self, wait: Duration) -> Self {
        self.keeping.longest_backoff = wait.max(Duration::from_millis(10));
        self
    }

    /// Stops connecting again after this time, and ends the streams; otherwise it is tried for ever.
    pub fn give_up_after(mut self, limit: Duration) -> Self {
        self.keeping.give_up = Some(limit);
        self
    }

    /// Takes an application back that another connection took, after the longest wait; otherwise the streams end with
    /// [`Ended::Replaced`](crate::Ended::Replaced).
    ///
    /// Two clients that both do so take it from each other for ever, and each misses what the other gets.
    pub fn take_back(mut self) -> Self {
        self.keeping.take_back = true;
        self
    }

    /// Waits for an Asterisk that is not there yet, or still starting, up to this time.
    pub fn wait_for_asterisk(mut self, limit: Duration) -> Self {
        self.wait = Some(limit);
        self
    }

    /// A client that calls operations and registers no application, so it gets no events.
    ///
    /// # Errors
    ///
    /// The URL is none, or names a remote host over plain http.
    pub fn rest(self) -> Result<A::Client, Error> {
        if let Some(name) = self.applications.first() {
            return Err(Error::invalid(format!("the application {name:?} would get no events"))
                .with_advice("await the connection, or name no application"));
        }
        let caller = Caller::new(Box::new(self.transport()?), self.request_deadline);
        Ok(Client::without_events(caller).into())
    }

    fn transport(&self) -> Result<HttpTransport, Error> {
        let address = Arc::new(Address::parse(&self.url, self.plain_remote)?);
        let tls = if address.tls() { tls::trusting_the_system()? } else { tls::trusting_nobody()? };
        HttpTransport::new(address, &self.credentials, &tls, self.connections)
    }

    async fn connect(self) -> Result<(A::Client, Events<A>), Error> {
        check_applications(&self.applications)?;
        let http = self.transport()?;
        let names = Names::new(self.applications);
        let handshake = Handshake::new(http.clone(), names.clone(), self.subscribe_all);
        let socket = first(&handshake, self.wait, self.keeping.longest_backoff).await?;
        let hub = Arc::new(Hub::new(A::SESSION, self.subscribe_all));
        let registry = Arc::new(Registry::new(hub.clone(), names.clone()));
        let subscriptions = Arc::new(Subscriptions::new(hub.clone()));
        let witnesses: Witnesses = Arc::new([registry.clone(), subscriptions.clone()]);
        let caller = Caller::watched(Box::new(http), self.request_deadline, witnesses);
        let status = Status::new(Connection::Up);
        let (link, stopped) = Link::new();
        let inquiry = Inquiry {
            caller: caller.clone(),
            session: A::SESSION,
            names: names.clone(),
            subscribe_all: self.subscribe_all,
            deadline: self.request_deadline.min(defaults::RESYNC_DEADLINE),
        };
        let restore = Restore {
            inquiry,
            hub: hub.clone(),
            subscriptions,
            longest_backoff: self.keeping.longest_backoff,
        };
        let task = Task {
            handshake,
            hub: hub.clone(),
            status: status.clone(),
            keeping: self.keeping,
            names,
            restore: restore.clone(),
        };
        let link = Arc::new(link);
        let client = Client::connected(caller, hub, link, status, registry, restore, self.capacity);
        // Before the first frame is read, so that it is seen.
        let events = client.events();
        tokio::spawn(task.run(socket, stopped));
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
