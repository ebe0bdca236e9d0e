//! Dials the event websocket over HTTP, where every refusal becomes an error that says what to do.

use std::sync::Arc;

use tokio::time::timeout;

use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::response::rejection;
use crate::session::names::Names;
use crate::session::socket::EventSocket;
use crate::session::upgrade::{NoUpgrade, Upgrade};
use crate::transport::address::Address;
use crate::transport::http::{HttpTransport, unreachable};
use crate::transport::wire;

/// What it takes to open the event websocket, again and again.
pub(crate) struct Handshake {
    http: HttpTransport,
    names: Arc<Names>,
    subscribe_all: bool,
}

impl Handshake {
    pub(crate) fn new(http: HttpTransport, names: Arc<Names>, subscribe_all: bool) -> Self {
        Self { http, names, subscribe_all }
    }

    /// Connects and registers the applications.
    pub(crate) async fn connect(&self) -> Result<EventSocket, Error> {
        let limit = defaults::CONNECT_DEADLINE;
        match timeout(limit, self.open()).await {
            Ok(result) => result,
            Err(_) => Err(Error::new(
                ErrorKind::Unreachable,
                format!("{} did not answer within {limit:?}", self.http.address().base()),
            )
            .with_advice(
                "does Asterisk still answer other requests? Some releases lock their applications up for ever when a \
                 connection breaks while device states change, and only a restart helps",
            )),
        }
    }

    async fn open(&self) -> Result<EventSocket, Error> {
        let address = self.http.address();
        let mut parameters = vec![(wire::APPLICATIONS, self.names.now().join(","))];
        if self.subscribe_all {
            parameters.push((wire::SUBSCRIBE_ALL, "true".to_owned()));
        }
        let upgrade = Upgrade {
            url: address.events(&parameters),
            protocol: wire::PROTOCOL,
            authorization: Some(self.http.authorization()),
        };
        let stream = upgrade.over(&self.http).await.map_err(|failed| match failed {
            NoUpgrade::Failed(error) => failure(address, error),
            NoUpgrade::Refused { status, body } => refusal(address, status, &body),
            NoUpgrade::Stranger => stranger(address),
        })?;
        Ok(EventSocket::dialled(stream, address.tls()).await)
    }
}

fn failure(address: &Address, error: reqwest::Error) -> Error {
    if error.is_connect() {
        unreachable(address, error)
    } else {
        stranger(address).with_source(error)
    }
}

fn stranger(address: &Address) -> Error {
    let message = format!("{} does not speak the websocket of ARI", address.base());
    Error::new(ErrorKind::Handshake, message).with_advice(
        "is it an Asterisk, and is its session limit (sessionlimit in http.conf, 100 otherwise) not reached?",
    )
}

fn refusal(address: &Address, status: u16, body: &[u8]) -> Error {
    if (200..400).contains(&status) {
        return stranger(address).with_status(status);
    }
    let error = rejection(status, body, None);
    if status == 500 && error.advice().is_none() {
        return error.with_advice("Asterisk does not accept the application's name");
    }
    error
}
