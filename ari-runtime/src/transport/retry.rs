//! Sends a request again where that surely repeats nothing, within its deadline; around any transport.

use std::sync::Arc;

use tokio::time::{Instant, sleep};

use crate::backoff::Backoff;
use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::caller::after;
use crate::request::response::Response;
use crate::transport::{Responding, Transport};

/// An Asterisk that is still starting is waited for; what else is sent again has to be asked for.
#[derive(Clone)]
pub(crate) struct Retrying {
    inner: Arc<dyn Transport>,
    reads_and_unsent: bool,
}

impl Retrying {
    pub(crate) fn new(inner: Arc<dyn Transport>, reads_and_unsent: bool) -> Self {
        Self { inner, reads_and_unsent }
    }

    async fn exchange(self, mut request: Request) -> Result<Response, Error> {
        let deadline = after(request.deadline().unwrap_or(defaults::REQUEST_DEADLINE));
        let mut backoff = Backoff::new(defaults::LONGEST_RETRY);
        loop {
            let result = self.inner.send(request.clone()).await;
            if !self.repeats_nothing(&request, &result) {
                return result;
            }
            let pause = backoff.next();
            if Instant::now() + pause >= deadline {
                return result;
            }
            let operation = request.operation().name();
            tracing::debug!(operation, ?pause, "surely not executed, or a read: once more");
            sleep(pause).await;
            request.set_deadline(deadline.saturating_duration_since(Instant::now()));
        }
    }

    fn repeats_nothing(&self, request: &Request, result: &Result<Response, Error>) -> bool {
        match result {
            // It was not executed: Asterisk is still starting, or has not even loaded ARI.
            Ok(response) => match response.status() {
                // Whatever stands before Asterisk may say so too, of a request that it passed on.
                503 => is(response, "content-type", "application/json"),
                404 => {
                    self.reads_and_unsent
                        && is(response, "content-type", "text/html")
                        && is(response, "server", "Asterisk")
                }
                _ => false,
            },
            Err(error) => {
                self.reads_and_unsent
                    && match error.kind() {
                        ErrorKind::Unreachable | ErrorKind::NotSent => true,
                        // A dialplan function may do more than read: SHIFT() takes an item away.
                        ErrorKind::NoAnswer => !request.query().any(|(_, it)| it.contains('(')),
                        _ => false,
                    }
            }
        }
    }
}

fn is(response: &Response, header: &str, start: &str) -> bool {
    response.header(header).is_some_and(|it| it.starts_with(start))
}

impl Transport for Retrying {
    fn send(&self, request: Request) -> Responding {
        Box::pin(self.clone().exchange(request))
    }
}
