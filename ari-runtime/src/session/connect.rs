//! From a URL and credentials to a client: checks what can be checked before anything is sent.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use crate::api::Api;
use crate::client::Client;
use crate::defaults;
use crate::delivery::hub::Hub;
use crate::delivery::stream::Events;
use crate::error::Error;
use crate::request::caller::Caller;
use crate::session::link::Link;
use crate::session::socket;
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

impl<A: Api> Connect<A> {
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
    /// Known servers (22.10.1) can lock up when such a connection closes while device states change: before closing,
    /// unsubscribe the application from `deviceState:`.
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
        let way = self.prepare()?;
        Ok(Client::new(way.caller, Arc::new(Hub::new()), None, self.capacity).into())
    }

    fn prepare(&self) -> Result<Way, Error> {
        let address = Arc::new(Address::parse(&self.url, self.plain_remote)?);
        let tls = if address.tls() { tls::trusting_the_system()? } else { tls::trusting_nobody()? };
        let http = HttpTransport::new(address, &self.credentials, &tls, self.connections)?;
        let caller = Caller::new(Box::new(http.clone()), self.request_deadline);
        Ok(Way { http, caller })
    }

    async fn connect(self) -> Result<(A::Client, Events<A::Event>), Error> {
        check_applications(&self.applications)?;
        let Way { http, caller } = self.prepare()?;
        let mut parameters = vec![("app", self.applications.join(","))];
        if self.subscribe_all {
            parameters.push(("subscribeAll", "true".to_owned()));
        }
        let socket = socket::connect(&http, &parameters).await?;
        tracing::debug!(applications = ?self.applications, "connected");
        let hub = Arc::new(Hub::new());
        // Before the first frame is read, so that it is seen.
        let queue = hub.subscribe(None, self.capacity);
        let link =
            Link::start(socket, hub.clone(), A::SESSION.replacing_kinds(), self.applications);
        let client = Client::new(caller, hub, Some(link.clone()), self.capacity);
        Ok((client.into(), Events::new(queue, Some(link))))
    }
}

impl<A: Api> IntoFuture for Connect<A> {
    type Output = Result<(A::Client, Events<A::Event>), Error>;
    type IntoFuture = Pin<Box<dyn std::future::Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.connect())
    }
}

/// The ways to one Asterisk.
struct Way {
    http: HttpTransport,
    caller: Caller,
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
