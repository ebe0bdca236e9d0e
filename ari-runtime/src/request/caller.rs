//! Sends requests through a transport and reads what comes back: the deadline, the errors, the trace.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::Instrument;

use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::availability::ReleaseQuestion;
use crate::request::release::Release;
use crate::request::reply::{Json, Reply};
use crate::request::response::{Response, is_of_the_request};
use crate::request::witness::{Outcome, Watched, Witnesses};
use crate::transport::Transport;

/// What requests are sent with; cheap to clone.
#[derive(Clone)]
pub struct Caller {
    inner: Arc<Inner>,
    /// The client whose requests these are; it stays as long as there may be one.
    owner: Option<Arc<dyn Any + Send + Sync>>,
}

struct Inner {
    transport: Arc<dyn Transport>,
    deadline: Duration,
    witnesses: Witnesses,
    /// After an unknown outcome it is looked whether there is what was to be created.
    looks: bool,
    /// How a server is asked which release it is.
    question: Option<ReleaseQuestion>,
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Caller")
    }
}

impl Caller {
    pub(crate) fn new(
        transport: Arc<dyn Transport>,
        deadline: Duration,
        witnesses: Witnesses,
        looks: bool,
        question: Option<ReleaseQuestion>,
    ) -> Self {
        let inner = Arc::new(Inner { transport, deadline, witnesses, looks, question });
        Self { inner, owner: None }
    }

    /// The same, as a client's own.
    pub(crate) fn of(&self, owner: Arc<dyn Any + Send + Sync>) -> Self {
        Self { inner: self.inner.clone(), owner: Some(owner) }
    }

    pub(crate) fn owner(&self) -> Option<Arc<dyn Any + Send + Sync>> {
        self.owner.clone()
    }

    /// Are channels that enter this application this client's?
    pub(crate) fn owns(&self, application: &str) -> bool {
        self.inner.witnesses.iter().any(|it| it.owns(application))
    }

    /// The client's own application: the first that it was connected with.
    pub(crate) fn application(&self) -> Option<String> {
        self.inner.witnesses.iter().find_map(|it| it.application())
    }

    /// The deadline of requests that have none of their own.
    pub(crate) fn deadline(&self) -> Duration {
        self.inner.deadline
    }

    /// Sends a request and gives back whatever comes, without a look at the status.
    pub(crate) async fn send(&self, request: Request) -> Result<Response, Error> {
        self.inner.transport.send(request).await
    }

    /// Sends a request and reads the response as its operation's reply.
    pub(crate) async fn call<R: Reply>(&self, request: Request) -> Result<R::Value, Error> {
        let (operation, path) = (request.operation().name(), request.path());
        let span = tracing::debug_span!("request", operation, path);
        self.exchange::<R>(request).instrument(span).await
    }

    async fn exchange<R: Reply>(&self, mut request: Request) -> Result<R::Value, Error> {
        let operation = request.operation();
        let path = request.path().to_owned();
        let limit = request.deadline().unwrap_or(self.inner.deadline);
        let deadline = after(limit);
        request.set_deadline(limit);
        // From before the request leaves: its events may overtake the response.
        let watched = request.intent().map(|it| Watched::new(&self.inner.witnesses, it));
        let lookup = self.inner.looks.then(|| request.lookup()).flatten();
        let doubted = request.may_need_some_release().then(|| request.clone());
        let read = timeout_at(deadline + GRACE, async {
            let response = self.send(request).await?;
            R::read(response, operation).await
        });
        // The transport keeps the deadline itself, since it knows whether the request has left;
        // this is for the body, and for transports that forget.
        let result = match read.await {
            Ok(result) => result,
            Err(_) => Err(no_answer(operation.method().is_read(), limit)),
        };
        let result = match (result, lookup) {
            (Err(error), Some(lookup)) if error.is_outcome_unknown() => {
                // Boxed is what is rare: a future is moved with all the room that it may need.
                Err(Box::pin(self.look_for(lookup, error)).await)
            }
            (result, _) => result,
        };
        let result = result.map_err(|error| error.about(operation, &path));
        if let Some(watched) = watched {
            let outcome = match &result {
                Ok(value) if R::was_executed(value) => Outcome::Done,
                Ok(_) => Outcome::Refused,
                Err(error) => Outcome::of(error),
            };
            let _ = timeout_at(deadline, Box::pin(watched.settle(outcome))).await;
        }
        let result = match (result, doubted) {
            (Err(error), Some(doubted)) => {
                Err(Box::pin(self.explain(error, &doubted, deadline)).await)
            }
            (result, _) => result,
        };
        match &result {
            Ok(_) => tracing::debug!(operation = operation.name(), "answered"),
            Err(error) => {
                let (operation, status) = (operation.name(), error.status());
                tracing::debug!(operation, kind = ?error.kind(), status, "failed");
            }
        }
        result
    }
}

impl Caller {
    /// Asks whether there is what a request with an unknown outcome was to create.
    async fn look_for(&self, mut lookup: Request, error: Error) -> Error {
        lookup.set_deadline(defaults::LOOKUP_DEADLINE);
        match timeout_at(after(defaults::LOOKUP_DEADLINE + GRACE), self.send(lookup)).await {
            Ok(Ok(response)) if response.is_success() => error.with_finding(true),
            Ok(Ok(response)) if response.status() == 404 => error.with_finding(false),
            _ => error,
        }
    }

    /// Asks the server which release it is.
    pub(crate) async fn release(&self) -> Result<Release, Error> {
        let Some(question) = self.inner.question else {
            return Err(Error::invalid("no operation of this API tells the server's release"));
        };
        let request = question.request()?;
        let path = request.path().to_owned();
        let answer = self.call::<Json<Value>>(request).await?;
        question.read(&answer).map_err(|error| error.about(question.operation(), &path))
    }

    /// Finds out whether a request was rejected because the server's release lacks what it asks for.
    async fn explain(&self, error: Error, rejected: &Request, deadline: Instant) -> Error {
        let Some(question) = self.inner.question else { return error };
        let itself = rejected.operation() == question.operation();
        if itself || !is_of_the_request(&error) || !rejected.needs_some_release() {
            return error;
        }
        let limit =
            deadline.saturating_duration_since(Instant::now()).min(defaults::LOOKUP_DEADLINE);
        if limit.is_zero() {
            return error;
        }
        let asked = async {
            let mut request = question.request()?;
            request.set_deadline(limit);
            let response = self.send(request).await?;
            question.read(&Json::<Value>::read(response, question.operation()).await?)
        };
        match timeout(limit, asked).await {
            Ok(Ok(release)) => match rejected.missing_in(release) {
                Some(unavailable) => error.with_unavailable(unavailable),
                None => error,
            },
            Ok(Err(reason)) => {
                tracing::debug!(error = %reason, "the server's release is not known");
                error
            }
            Err(_) => error,
        }
    }
}

/// The end of a time from now on; one that is as good as for ever ends in a year.
pub(crate) fn after(limit: Duration) -> Instant {
    Instant::now() + limit.min(Duration::from_secs(365 * 86_400))
}

/// How long after the deadline a transport may still tell what became of the request.
const GRACE: Duration = Duration::from_millis(100);

/// The error for a request that has left and got no response in time.
pub(crate) fn no_answer(is_read: bool, limit: Duration) -> Error {
    let kind = if is_read { ErrorKind::NoAnswer } else { ErrorKind::OutcomeUnknown };
    Error::new(kind, format!("no response within {limit:?}"))
}
