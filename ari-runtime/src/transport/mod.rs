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
/// An implementation keeps the request's deadline and tells, with the kind of its error, whether the request may have
/// been executed. It never sends a request twice.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request; the future is the whole exchange, up to the head of the response.
    fn send(&self, request: Request) -> Responding;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request) -> Responding {
        (**self).send(request)
    }
}
