//! How requests travel, as a trait: HTTP, a websocket, a test's own.

pub(crate) mod address;
pub(crate) mod credentials;
pub(crate) mod http;
pub(crate) mod retry;
pub(crate) mod tls;
pub(crate) mod websocket;
pub(crate) mod wire;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::error::Error;
use crate::request::Request;
use crate::request::response::Response;

/// A response on its way.
pub type Responding = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

/// Carries requests to Asterisk and responses back.
///
/// An implementation keeps the [deadline](Request::deadline) of the request, which counts from when it is given the
/// request, and tells with the kind of its [error](Error::from_transport) whether the request may have been executed. It
/// never sends a request twice.
///
/// One of one's own takes the place of Asterisk in a unit test (`Ari::with_transport`), or stands around the real one
/// ([`Connect::layer`](crate::Connect::layer)) to log, count or hold back what passes. The client's own requests pass it too,
/// such as those that look at what Asterisk holds after a lost connection.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request; the future is the whole exchange, up to the head of the response.
    fn send(&self, request: Request) -> Responding;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> Responding {
        (**self).send(request)
    }
}
