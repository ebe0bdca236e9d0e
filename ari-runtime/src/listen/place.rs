//! Where a server listens and what protects what comes there, checked before anything listens. Knows nothing of what is said
//! there.

use std::net::SocketAddr;

use tokio::net::{TcpListener, lookup_host};
use tokio_rustls::TlsAcceptor;

use crate::error::{Error, ErrorKind};
use crate::transport::tls::Certificates;

/// An address with a port.
pub(crate) struct Place {
    pub(crate) address: String,
    pub(crate) certificates: Certificates,
    /// Other hosts may connect without TLS.
    pub(crate) plain_remote: bool,
}

/// A place that can be listened at.
pub(crate) struct Checked {
    place: String,
    addresses: Vec<SocketAddr>,
    pub(crate) tls: Option<TlsAcceptor>,
    /// Who connects has to show a certificate.
    pub(crate) is_guarded: bool,
}

impl Place {
    pub(crate) fn new(address: impl Into<String>) -> Self {
        let address = address.into();
        Self { address, certificates: Certificates::default(), plain_remote: false }
    }

    /// Finds out where it is and what protects it; says what could be read on the way from other hosts where nothing does.
    pub(crate) async fn check(self, exposed: &str) -> Result<Checked, Error> {
        let addresses = addresses(&self.address).await?;
        let tls = self.certificates.server()?.map(TlsAcceptor::from);
        if tls.is_none() && self.certificates.are_given() {
            return Err(Error::invalid("a client certificate can be demanded over TLS only")
                .with_advice("name a certificate of this server with `identity_pem(..)`"));
        }
        let is_guarded = self.certificates.are_trusted();
        let checked = Checked { place: self.address, addresses, tls, is_guarded };
        match checked.remote() {
            Some(remote) if checked.tls.is_none() && !self.plain_remote => Err(Error::invalid(format!(
                "at {remote} other hosts would send {exposed} that everyone on the way can read"
            ))
            .with_advice(
                "listen at 127.0.0.1, name a certificate with `identity_pem(..)`, or permit it with `allow_plain_http()`",
            )),
            _ => Ok(checked),
        }
    }
}

impl Checked {
    /// The first of its addresses that other hosts reach.
    pub(crate) fn remote(&self) -> Option<SocketAddr> {
        self.addresses.iter().find(|it| !it.ip().is_loopback()).copied()
    }

    /// Listens there; tells the port too, where any was asked for.
    pub(crate) async fn bind(&self) -> Result<(TcpListener, SocketAddr), Error> {
        let unusable = |error: std::io::Error| {
            let message = format!("{} cannot be listened at: {error}", self.place);
            Error::new(ErrorKind::InvalidInput, message).with_source(error)
        };
        let listener = TcpListener::bind(&*self.addresses).await.map_err(unusable)?;
        let address = listener.local_addr().map_err(unusable)?;
        Ok((listener, address))
    }
}

async fn addresses(place: &str) -> Result<Vec<SocketAddr>, Error> {
    let none = || {
        let example = "expected an address with a port, such as 127.0.0.1:8090";
        Error::invalid(format!("{place:?} is no address: {example}"))
    };
    let found = lookup_host(place).await.map_err(|error| none().with_source(error))?;
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() { Err(none()) } else { Ok(found) }
}
