//! Which servers the simulator dials, as a user says it; dials none.

use std::fmt;
use std::time::Duration;

use crate::error::Error;
use crate::wire::{Line, Persistence, Server};

/// A server that the simulated Asterisk dials, as `outbound_websocket` in ari.conf names it.
///
/// Only `ws://` is dialled, never TLS. Its requests may do everything.
///
/// ```
/// use ari_simulator::Outbound;
/// use std::time::Duration;
///
/// let outbound = Outbound::persistent("ws://127.0.0.1:8765/ari", ["ivr"])
///     .credentials("asterisk", "secret")
///     .reconnect_interval(Duration::from_secs(1));
/// ```
#[derive(Clone)]
#[must_use]
pub struct Outbound {
    url: String,
    applications: Vec<String>,
    subscribe_all: bool,
    credentials: Option<(String, String)>,
    interval: Duration,
    persistence: Persistence,
}

/// Asterisk's own default.
const INTERVAL: Duration = Duration::from_millis(500);
/// Asterisk's own default.
const ATTEMPTS: u32 = 4;

impl Outbound {
    /// A connection that is there for good: it is dialled when the simulator starts and whenever it is lost. What its
    /// applications are told meanwhile is kept for it.
    pub fn persistent(
        url: impl Into<String>,
        applications: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self::new(url.into(), applications, Persistence::Persistent)
    }

    /// A connection for each call that enters one of the applications while nobody has it.
    pub fn per_call(
        url: impl Into<String>,
        applications: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self::new(url.into(), applications, Persistence::PerCall { attempts: ATTEMPTS })
    }

    fn new(
        url: String,
        applications: impl IntoIterator<Item = impl Into<String>>,
        persistence: Persistence,
    ) -> Self {
        let applications = applications.into_iter().map(Into::into).collect();
        let (subscribe_all, credentials) = (false, None);
        Self { url, applications, subscribe_all, credentials, interval: INTERVAL, persistence }
    }

    /// Shows a name and a password to the server.
    pub fn credentials(mut self, username: &str, password: &str) -> Self {
        self.credentials = Some((username.to_owned(), password.to_owned()));
        self
    }

    /// How long it waits before it dials again; 500 ms otherwise.
    pub fn reconnect_interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How often in a row a connection per call is dialled in vain before the call fails, at least once; 4 otherwise.
    /// Persistent ones never give up.
    pub fn reconnect_attempts(mut self, most: u32) -> Self {
        if let Persistence::PerCall { attempts } = &mut self.persistence {
            *attempts = most;
        }
        self
    }

    /// Its applications hear everything, as with `subscribe_all` in ari.conf.
    pub fn subscribe_all(mut self) -> Self {
        self.subscribe_all = true;
        self
    }

    pub(crate) fn line(self) -> Result<Line, Error> {
        Ok(Line {
            server: Server::new(&self.url, self.credentials.as_ref())?,
            applications: self.applications,
            subscribe_all: self.subscribe_all,
            interval: self.interval,
            persistence: self.persistence,
        })
    }
}

impl fmt::Debug for Outbound {
    /// Without the credentials.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound")
            .field("url", &self.url)
            .field("applications", &self.applications)
            .field("persistence", &self.persistence)
            .finish_non_exhaustive()
    }
}
