//! Requests over HTTP: bounded connections, the deadline, and whether a request that failed may have been executed.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, stream};
use http::HeaderValue;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::caller::{after, no_answer};
use crate::request::operation::Method;
use crate::request::response::{Body, Response};
use crate::transport::address::Address;
use crate::transport::credentials::Credentials;
use crate::transport::{Responding, Transport};

/// HTTP/1.1 to one Asterisk.
#[derive(Clone)]
pub(crate) struct HttpTransport {
    client: reqwest::Client,
    upgrading: reqwest::Client,
    address: Arc<Address>,
    authorization: HeaderValue,
    connections: Arc<Semaphore>,
}

impl HttpTransport {
    pub(crate) fn new(
        address: Arc<Address>,
        credentials: &Credentials,
        tls: &rustls::ClientConfig,
        connections: usize,
    ) -> Result<Self, Error> {
        Ok(Self {
            client: client(tls, connections)?,
            upgrading: client(tls, 0)?,
            address,
            authorization: credentials.header()?,
            connections: Arc::new(Semaphore::new(connections)),
        })
    }

    /// For what takes its connection over: each gets a new one, since one kept from before may be dead and not show it.
    pub(crate) fn upgrading(&self) -> &reqwest::Client {
        &self.upgrading
    }

    pub(crate) fn address(&self) -> &Address {
        &self.address
    }

    pub(crate) fn authorization(&self) -> HeaderValue {
        self.authorization.clone()
    }

    async fn exchange(self, request: Request) -> Result<Response, Error> {
        if request.body().is_some_and(|body| body.len() > defaults::LARGEST_BODY) {
            return Err(Error::invalid(format!(
                "the body is larger than Asterisk reads ({} bytes)",
                defaults::LARGEST_BODY
            )));
        }
        let limit = request.deadline().unwrap_or(defaults::REQUEST_DEADLINE);
        let deadline = after(limit);
        // Mostly one is free, and there is nothing to wait for.
        let permit = match self.connections.clone().try_acquire_owned() {
            Ok(permit) => permit,
            Err(_) => {
                let free = self.connections.clone().acquire_owned();
                let Ok(permit) = timeout_at(deadline, free).await else {
                    return Err(not_sent(format!("all connections were busy for {limit:?}")));
                };
                permit.map_err(|error| not_sent("the client is closed").with_source(error))?
            }
        };
        let is_read = request.method().is_read();
        let response = match timeout_at(deadline, self.build(&request).send()).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.failure(error, is_read)),
            Err(_) => return Err(no_answer(is_read, limit)),
        };
        received(response, permit, is_read, deadline, limit, request.operation().name()).await
    }

    fn build(&self, request: &Request) -> reqwest::RequestBuilder {
        let method = match request.method() {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let url = self.address.request(request.path(), &request.query_string());
        let builder =
            self.client.request(method, url).header(AUTHORIZATION, self.authorization.clone());
        match request.body() {
            Some(body) => builder
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body.clone()),
            None => builder,
        }
    }

    /// Only a connection that was never made proves that nothing was executed.
    fn failure(&self, error: reqwest::Error, is_read: bool) -> Error {
        let error = error.without_url();
        if error.is_builder() {
            return Error::invalid("the request cannot be written").with_source(error);
        }
        if error.is_connect() {
            return unreachable(&self.address, error);
        }
        let kind = if is_read { ErrorKind::NoAnswer } else { ErrorKind::OutcomeUnknown };
        Error::new(kind, "the connection ended before the response").with_source(error)
    }
}

fn client(tls: &rustls::ClientConfig, kept: usize) -> Result<reqwest::Client, Error> {
    reqwest::Client::builder()
        .http1_only()
        .tcp_nodelay(true)
        // Earlier than a request's deadline: then it is known that nothing was sent.
        .connect_timeout(defaults::TCP_DEADLINE)
        .pool_idle_timeout(defaults::IDLE_CONNECTION)
        .pool_max_idle_per_host(kept)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .tls_backend_preconfigured(tls.clone())
        .build()
        .map_err(|error| Error::invalid("the HTTP client cannot be set up").with_source(error))
}

impl Transport for HttpTransport {
    fn send(&self, request: Request) -> Responding {
        Box::pin(self.clone().exchange(request))
    }
}

/// The error for an Asterisk that cannot be reached.
pub(crate) fn unreachable(address: &Address, cause: impl Into<crate::error::BoxError>) -> Error {
    let cause = cause.into();
    let mut innermost: &dyn std::error::Error = &*cause;
    while let Some(deeper) = innermost.source() {
        innermost = deeper;
    }
    let reason = innermost.to_string();
    let message = format!("{} cannot be reached: {reason}", address.base());
    let advice = if reason.contains("certificate") {
        "does this machine trust the authority of Asterisk's certificate, and does it name this host?"
    } else {
        "is Asterisk running, and http.conf enabled and bound to this address?"
    };
    Error::new(ErrorKind::Unreachable, message).with_advice(advice).with_source(cause)
}

fn not_sent(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::NotSent, message)
}

/// The head of the response; the body follows and keeps the connection's place until it ends.
async fn received(
    response: reqwest::Response,
    permit: OwnedSemaphorePermit,
    is_read: bool,
    deadline: Instant,
    limit: Duration,
    operation: &'static str,
) -> Result<Response, Error> {
    let status = response.status().as_u16();
    let headers: Vec<(String, String)> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect();
    let is_audio = headers.iter().any(|(name, value)| {
        name == "content-type"
            && !value.starts_with("application/json")
            && !value.starts_with("text/")
    });
    tracing::trace!(operation, status, "response");
    let body = if is_audio {
        Body::from_stream(pieces(response, permit, is_read, limit))
    } else {
        match whole(response, is_read, deadline, limit).await {
            Ok(bytes) => Body::from(bytes),
            Err(error) if is_read => return Err(error),
            // What the status says still stands.
            Err(error) => Body::from_stream(stream::once(async { Err::<Bytes, Error>(error) })),
        }
    };
    let mut received = Response::new(status, body);
    for (name, value) in headers {
        received = received.with_header(name, value);
    }
    Ok(received)
}

/// A body that may be long: each piece has the request's time, and its place among the connections until the end.
fn pieces(
    response: reqwest::Response,
    permit: OwnedSemaphorePermit,
    is_read: bool,
    limit: Duration,
) -> impl Stream<Item = Result<Bytes, Error>> {
    stream::unfold(Some((response, permit)), move |state| async move {
        let (mut response, permit) = state?;
        match timeout_at(after(limit), response.chunk()).await {
            Ok(Ok(Some(chunk))) => Some((Ok(chunk), Some((response, permit)))),
            Ok(Ok(None)) => None,
            Ok(Err(error)) => Some((Err(broken(is_read, error)), None)),
            Err(_) => Some((Err(no_answer(is_read, limit)), None)),
        }
    })
}

fn broken(is_read: bool, error: reqwest::Error) -> Error {
    let kind = if is_read { ErrorKind::NoAnswer } else { ErrorKind::OutcomeUnknown };
    Error::new(kind, "the connection ended inside the response").with_source(error.without_url())
}

/// A body that is small and wanted at once.
async fn whole(
    response: reqwest::Response,
    is_read: bool,
    deadline: Instant,
    limit: Duration,
) -> Result<Bytes, Error> {
    match timeout_at(deadline, response.bytes()).await {
        Ok(result) => result.map_err(|error| broken(is_read, error)),
        Err(_) => Err(no_answer(is_read, limit)),
    }
}
