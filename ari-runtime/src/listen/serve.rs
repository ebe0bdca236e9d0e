//! Gives every connection that comes in a handler of its own, until the server leaves service.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::future::{Future, IntoFuture};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::{join, join_all};
use tokio::task::JoinSet;
use tokio::time::timeout_at;

use crate::api::Api;
use crate::calls::handler::text_of;
use crate::calls::parting::Parting;
use crate::client::Client;
use crate::defaults;
use crate::error::BoxError;
use crate::listen::admission::Visitor;
use crate::listen::listener::{Accepted, Listener};
use crate::request::caller::after;

type Signal = Pin<Box<dyn Future<Output = ()> + Send>>;
type Handled = Pin<Box<dyn Future<Output = Result<(), BoxError>> + Send>>;
type Handler<A> = Arc<dyn Fn(Accepted<A>) -> Handled + Send + Sync>;
type Tell = Arc<dyn Fn(&Visitor, &ConnectionFailure) + Send + Sync>;

/// Why a connection did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectionFailure {
    /// Its handler returned an error.
    #[error("its handler failed: {0}")]
    Error(#[source] BoxError),
    /// Its handler panicked.
    #[error("its handler panicked: {0}")]
    Panic(String),
    /// Its handler went on when it had been drained and closed, and was dropped.
    #[error("its handler went on after the end")]
    Overdue,
}

/// How serving connections went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServedConnections {
    /// Connections that got a handler.
    pub connections: u64,
    /// Of those, connections whose handler failed, panicked or was dropped.
    pub failed: u64,
}

/// Serving that is being described; awaiting it serves. Dropping it while it serves drops the handlers:
/// [`drain_on`](Self::drain_on) does better.
#[must_use = "nothing is served until it is awaited"]
pub struct ServeConnections<A: Api> {
    listener: Listener<A>,
    handler: Handler<A>,
    drain: Option<(Signal, Duration, Parting<A>)>,
    tell: Tell,
}

impl<A: Api> fmt::Debug for ServeConnections<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServeConnections").field("listener", &self.listener).finish_non_exhaustive()
    }
}

impl<A: Api> Listener<A> {
    /// Gives every connection that comes in a handler of its own; the connection is closed when its handler ends.
    ///
    /// An Asterisk with a persistent connection comes again after that, and gets a handler again. One whose connection
    /// was only lost goes on with the handler that it has. A panic ends one connection.
    pub fn serve<F, R>(
        self,
        handler: impl Fn(Accepted<A>) -> F + Send + Sync + 'static,
    ) -> ServeConnections<A>
    where
        F: Future<Output = Result<(), R>> + Send + 'static,
        R: Into<BoxError>,
    {
        ServeConnections {
            listener: self,
            handler: Arc::new(move |accepted| {
                let handled = handler(accepted);
                Box::pin(async move { handled.await.map_err(Into::into) })
            }),
            drain: None,
            tell: Arc::new(|_, _| {}),
        }
    }
}

impl<A: Api> ServeConnections<A> {
    /// Leaves service when something happens, such as SIGTERM: takes no further connections, drains each as
    /// [`Client::drain`] does and closes it; then serving ends.
    ///
    /// A handler that is still busy 2 seconds after that is dropped.
    pub fn drain_on(
        mut self,
        signal: impl Future<Output = ()> + Send + 'static,
        within: Duration,
        then: Parting<A>,
    ) -> Self {
        self.drain = Some((Box::pin(signal), within, then));
        self
    }

    /// Calls a function for each connection that did not end well; every such failure is traced too.
    pub fn on_failure(
        mut self,
        tell: impl Fn(&Visitor, &ConnectionFailure) + Send + Sync + 'static,
    ) -> Self {
        self.tell = Arc::new(tell);
        self
    }

    async fn run(self) -> ServedConnections {
        let Self { mut listener, handler, drain, tell } = self;
        let (signal, within, then) = match drain {
            Some(drain) => drain,
            None => (never(), Duration::ZERO, Parting::leave()),
        };
        let mut signal = signal;
        let mut served = ServedConnections::default();
        let mut clients: HashMap<u64, (Client<A>, Visitor)> = HashMap::new();
        let mut tasks = JoinSet::new();
        let leaves = loop {
            tokio::select! {
                () = &mut signal => break true,
                accepted = listener.accept() => match accepted {
                    Some(accepted) => {
                        served.connections += 1;
                        let client = accepted.events.client().clone();
                        let number = served.connections;
                        clients.insert(number, (client.clone(), accepted.visitor.clone()));
                        let handler = handler.clone();
                        tasks.spawn(async move {
                            // The function too may panic, before there is a future.
                            let handled = async { handler(accepted).await };
                            let outcome = AssertUnwindSafe(handled).catch_unwind().await;
                            client.close().await;
                            (number, outcome)
                        });
                    }
                    None => break false,
                },
                Some(Ok((number, outcome))) = tasks.join_next() => {
                    served.settle(outcome, clients.remove(&number), &tell);
                }
            }
        };
        listener.close().await;
        // Those that nobody has taken yet, whose calls nobody has heard of.
        let mut untaken = Vec::new();
        while let Some(accepted) = listener.accept().await {
            untaken.push(accepted);
        }
        let untaken = join_all(untaken.iter().map(|it| it.events.client().close()));
        let leaving = async {
            if leaves {
                let leaving = clients.values().map(async |(client, _)| {
                    client.drain(within, then.clone()).await;
                    client.close().await;
                });
                join_all(leaving).await;
            }
        };
        join(untaken, leaving).await;
        let limit = if leaves { defaults::CLOSE_DEADLINE } else { Duration::MAX };
        let rest = async {
            while let Some(done) = tasks.join_next().await {
                if let Ok((number, outcome)) = done {
                    served.settle(outcome, clients.remove(&number), &tell);
                }
            }
        };
        let _ = timeout_at(after(limit), rest).await;
        for (_, visitor) in clients.values() {
            served.fail(visitor, &ConnectionFailure::Overdue, &tell);
        }
        served
    }
}

/// How a handler ended: well, with an error, or with a panic.
type Outcome = Result<Result<(), BoxError>, Box<dyn Any + Send>>;

impl ServedConnections {
    fn settle<A: Api>(&mut self, outcome: Outcome, of: Option<(Client<A>, Visitor)>, tell: &Tell) {
        let failure = match outcome {
            Ok(Ok(())) => return,
            Ok(Err(error)) => ConnectionFailure::Error(error),
            Err(panic) => ConnectionFailure::Panic(text_of(&*panic)),
        };
        if let Some((_, visitor)) = of {
            self.fail(&visitor, &failure, tell);
        }
    }

    fn fail(&mut self, visitor: &Visitor, failure: &ConnectionFailure, tell: &Tell) {
        tracing::error!(remote = %visitor.remote, %failure, "a connection did not end well");
        self.failed += 1;
        tell(visitor, failure);
    }
}

fn never() -> Signal {
    Box::pin(std::future::pending())
}

impl<A: Api> IntoFuture for ServeConnections<A> {
    type Output = ServedConnections;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
