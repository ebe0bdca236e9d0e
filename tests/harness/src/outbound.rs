//! Websockets that Asterisk opens to a server of the test's, as configuration; knows nothing of files or processes.

use std::{fmt::Write, time::Duration};

use crate::layout::USERNAME;

/// A server that Asterisk dials, and for which applications. Needs a release newer than bullseye's.
///
/// ```
/// use ari_harness::{Outbound, Setup};
///
/// let setup = Setup::new()
///     .outbound(Outbound::persistent("ws://127.0.0.1:4000/ari", ["ivr", "queue"]).credentials("asterisk", "secret"))
///     .outbound(Outbound::per_call("ws://127.0.0.1:4001/call", ["dispatch"]));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Outbound {
    url: String,
    apps: Vec<String>,
    connection_type: &'static str,
    credentials: Option<(String, String)>,
    protocols: String,
    subscribe_all: bool,
    timeout: Duration,
    interval: Duration,
    attempts: u32,
    pub(crate) authority: Option<String>,
    pub(crate) identity: Option<(String, String)>,
    verify_host: bool,
}

impl Outbound {
    /// One connection for all the applications, made when Asterisk starts and made again whenever it is lost.
    pub fn persistent<S: Into<String>>(
        url: impl Into<String>,
        apps: impl IntoIterator<Item = S>,
    ) -> Outbound {
        Outbound::new(url.into(), apps, "persistent")
    }

    /// A connection of its own for each call that enters one of the applications.
    pub fn per_call<S: Into<String>>(
        url: impl Into<String>,
        apps: impl IntoIterator<Item = S>,
    ) -> Outbound {
        Outbound::new(url.into(), apps, "per_call_config")
    }

    /// A connection of its own for each channel of media, over which no events come.
    pub fn media(url: impl Into<String>) -> Outbound {
        Outbound::new(url.into(), [""; 0], "per_call_config").protocols("media")
    }

    /// What Asterisk tells the server of itself.
    pub fn credentials(mut self, user: impl Into<String>, password: impl Into<String>) -> Outbound {
        self.credentials = Some((user.into(), password.into()));
        self
    }

    /// The subprotocols Asterisk offers, separated by commas, instead of `ari`.
    pub fn protocols(mut self, protocols: impl Into<String>) -> Outbound {
        self.protocols = protocols.into();
        self
    }

    /// With the events of everything for the applications.
    pub fn subscribe_all(mut self) -> Outbound {
        self.subscribe_all = true;
        self
    }

    /// How long an attempt to connect may take, instead of half a second.
    pub fn timeout(mut self, timeout: Duration) -> Outbound {
        self.timeout = timeout;
        self
    }

    /// How long Asterisk waits before it tries again, instead of half a second.
    pub fn reconnect_every(mut self, interval: Duration) -> Outbound {
        self.interval = interval;
        self
    }

    /// How often Asterisk tries for one call, instead of 4 times. A persistent connection is tried for ever.
    pub fn attempts(mut self, attempts: u32) -> Outbound {
        self.attempts = attempts;
        self
    }

    /// The authority, as PEM, that the server's certificate must be signed by. Without one, none is believed.
    pub fn authority(mut self, certificate_pem: impl Into<String>) -> Outbound {
        self.authority = Some(certificate_pem.into());
        self
    }

    /// The certificate and the key, as PEM, by which the server may know Asterisk.
    pub fn identity(
        mut self,
        certificate_pem: impl Into<String>,
        key_pem: impl Into<String>,
    ) -> Outbound {
        self.identity = Some((certificate_pem.into(), key_pem.into()));
        self
    }

    /// Whether the server's certificate must name the host of the URL. It must, unless told otherwise.
    pub fn verify_host(mut self, verify: bool) -> Outbound {
        self.verify_host = verify;
        self
    }

    fn new<S: Into<String>>(
        url: String,
        apps: impl IntoIterator<Item = S>,
        connection_type: &'static str,
    ) -> Outbound {
        let interval = Duration::from_millis(500);
        Outbound {
            url,
            apps: apps.into_iter().map(Into::into).collect(),
            connection_type,
            credentials: None,
            protocols: "ari".to_owned(),
            subscribe_all: false,
            timeout: interval,
            interval,
            attempts: 4,
            authority: None,
            identity: None,
            verify_host: true,
        }
    }

    /// What its sections are called, by its place among the others.
    pub(crate) fn id(number: usize) -> String {
        format!("outbound-{number}")
    }

    /// Its section of websocket_client.conf; PEM files lie in `folder`, named after its id.
    pub(crate) fn client_section(&self, id: &str, folder: &str) -> String {
        // A semicolon begins a comment.
        let url = self.url.replace(';', "\\;");
        let mut text = format!(
            "[{id}]\ntype = websocket_client\nconnection_type = {}\nuri = {url}\nprotocols = {}\n\
             connection_timeout = {}\nreconnect_interval = {}\nreconnect_attempts = {}\n",
            self.connection_type,
            self.protocols,
            self.timeout.as_millis(),
            self.interval.as_millis(),
            self.attempts,
        );
        let mut set = |name: &str, value: &str| {
            let _ = writeln!(text, "{name} = {value}");
        };
        if let Some((user, password)) = &self.credentials {
            set("username", user);
            set("password", password);
        }
        if self.url.starts_with("wss:") {
            set("tls_enabled", "yes");
            set("verify_server_cert", "yes");
            set("verify_server_hostname", yes_or_no(self.verify_host));
        }
        if self.authority.is_some() {
            set("ca_list_file", &format!("{folder}/{id}-ca.pem"));
        }
        if self.identity.is_some() {
            set("cert_file", &format!("{folder}/{id}.pem"));
            set("priv_key_file", &format!("{folder}/{id}.key"));
        }
        text
    }

    /// Its section of ari.conf.
    pub(crate) fn ari_section(&self, id: &str) -> String {
        format!(
            "[{id}]\ntype = outbound_websocket\nwebsocket_client_id = {id}\napps = {}\n\
             subscribe_all = {}\nlocal_ari_user = {USERNAME}\n",
            self.apps.join(","),
            yes_or_no(self.subscribe_all),
        )
    }
}

fn yes_or_no(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}
