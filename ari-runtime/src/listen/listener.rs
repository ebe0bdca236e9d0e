//! What a program holds of its server: the connections that came in, one after the other, and the end of it.

use std::fmt;
use std::net::SocketAddr;

use tokio::sync::mpsc;

use crate::api::Api;
use crate::events::Events;
use crate::listen::admission::Visitor;
use crate::session::link::Link;

/// A connection that an Asterisk made: a client like any other, with the stream that saw its first frame.
#[non_exhaustive]
pub struct Accepted<A: Api> {
    /// The client; its requests travel on this connection.
    pub ari: A::Client,
    /// The events, from the first one on.
    pub events: Events<A>,
    /// Who it is.
    pub visitor: Visitor,
}

impl<A: Api> fmt::Debug for Accepted<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Accepted").field("visitor", &self.visitor).finish_non_exhaustive()
    }
}

/// A server that Asterisk dials. Dropping it takes no further connections; those that came in live on.
pub struct Listener<A: Api> {
    address: SocketAddr,
    accepted: mpsc::Receiver<Accepted<A>>,
    link: Link,
}

impl<A: Api> fmt::Debug for Listener<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("address", &self.address).finish_non_exhaustive()
    }
}

impl<A: Api> Listener<A> {
    pub(crate) fn new(
        address: SocketAddr,
        accepted: mpsc::Receiver<Accepted<A>>,
        link: Link,
    ) -> Self {
        Self { address, accepted, link }
    }

    /// Where it listens, with the port that was chosen where none was named.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The next connection; `None` when the server was closed and nobody is left who came before.
    ///
    /// An Asterisk that comes back after its connection was lost goes on with the client that it had, and is not told
    /// here. Cancelling this loses nothing.
    pub async fn accept(&mut self) -> Option<Accepted<A>> {
        self.accepted.recv().await
    }

    /// Takes no further connections, which an Asterisk sees as refused; those that came in live on.
    pub async fn close(&self) {
        self.link.close().await;
    }
}
