//! Gives every call that enters the application a handler of its own, until there are no events any more.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;

use crate::api::Api;
use crate::calls::call::Call;
use crate::calls::drain::Drained;
use crate::calls::handler::{CallFailure, Handler, Tell};
use crate::calls::parting::Parting;
use crate::calls::registry::Opened;
use crate::calls::scope::{Outcome, Scope};
use crate::client::Client;
use crate::defaults;
use crate::delivery::{Delivery, Ended};
use crate::error::{BoxError, Error, ErrorKind};
use crate::events::Events;

type Signal = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How serving went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Served {
    /// Calls that got a handler.
    pub calls: u64,
    /// Of those, calls whose handler failed or panicked.
    pub failed: u64,
    /// Calls that there was no room for, or that came while leaving service.
    pub refused: u64,
    /// How leaving service went, where that was asked for.
    pub drained: Option<Drained>,
}

/// Serving that is being described; awaiting it serves. Dropping it while it serves drops the handlers and leaves their
/// calls behind: [`drain_on`](Self::drain_on) does better.
///
/// | what | default |
/// |---|---|
/// | calls at once | 10,000 |
/// | events that a call holds for its listeners | 256 |
/// | until Asterisk knows that a call is followed, before its handler begins | 1 s at most |
/// | from hanging up until the channel has left, and from then to the true cause | 5 s each |
/// | between two attempts to hang up while Asterisk is out of reach | 1 s |
/// | for calls to go that are parted with when leaving service | 10 s |
#[must_use = "nothing is served until it is awaited"]
pub struct Serve<A: Api> {
    events: Events<A>,
    handler: Handler<A>,
    limit: usize,
    capacity: usize,
    adopt: bool,
    when_full: Parting<A>,
    drain: Option<(Signal, Duration, Parting<A>)>,
    tell: Tell,
}

impl<A: Api> fmt::Debug for Serve<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Serve").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl<A: Api> Events<A>
where
    A::Call: From<Call<A>>,
{
    /// Gives every call that enters the application a handler of its own.
    ///
    /// Calls that entered since the stream began and were not read yet are served too. Channels that this client
    /// created itself are not calls: their events go to who created them. Serve the stream that came with the client, or
    /// one of everything.
    ///
    /// A handler that fails because its channel is not there any more, and whose call then leaves, has ended normally too.
    ///
    /// When a handler ends, its call is hung up, unless it was continued, moved or is kept. A handler is never dropped
    /// because its call left: what is bound to the call ends with [`Left`](crate::Left), and returning that with `?` is a normal end.
    pub fn serve<F, R>(self, handler: impl Fn(A::Call) -> F + Send + Sync + 'static) -> Serve<A>
    where
        F: Future<Output = Result<(), R>> + Send + 'static,
        R: Into<BoxError>,
    {
        Serve {
            events: self,
            handler: Arc::new(move |call| {
                let handled = handler(call);
                Box::pin(async move { handled.await.map_err(Into::into) })
            }),
            limit: defaults::HANDLERS,
            capacity: defaults::CALL_CAPACITY,
            adopt: false,
            when_full: Parting::hang_up(),
            drain: None,
            tell: Arc::new(|_, _| {}),
        }
    }
}

impl<A: Api> Serve<A>
where
    A::Call: From<Call<A>>,
{
    /// Limits the calls at once; 10,000 otherwise. A call counts until its handler has ended, also when it has left.
    pub fn limit(mut self, calls: usize) -> Self {
        self.limit = calls.max(1);
        self
    }

    /// Sets how many events a call holds for listeners that are behind; 256 otherwise.
    ///
    /// What does not fit is logged as an error. That a call left or is over is told in any case.
    pub fn call_capacity(mut self, events: usize) -> Self {
        self.capacity = events.max(1);
        self
    }

    /// Serves channels that are in the application already too, at the start and after a lost connection.
    ///
    /// Legs that an earlier process created are among them: nobody else handles those any more.
    pub fn adopt(mut self) -> Self {
        self.adopt = true;
        self
    }

    /// What becomes of calls that there is no room for; they are hung up otherwise.
    pub fn when_full(mut self, parting: Parting<A>) -> Self {
        self.when_full = parting;
        self
    }

    /// Leaves service as [`Client::drain`] does when something happens, such as SIGTERM; then the event connection is
    /// closed, so that nobody can enter any more, and serving ends.
    ///
    /// A handler that is still busy when the report is there is dropped then: its time is up.
    pub fn drain_on(
        mut self,
        signal: impl Future<Output = ()> + Send + 'static,
        within: Duration,
        then: Parting<A>,
    ) -> Self {
        self.drain = Some((Box::pin(signal), within, then));
        self
    }

    /// Calls a function for each call that did not end well, with its channel's id; every such failure is traced too.
    pub fn on_failure(mut self, tell: impl Fn(&str, &CallFailure) + Send + Sync + 'static) -> Self {
        self.tell = Arc::new(tell);
        self
    }

    async fn run(self) -> Result<Served, Error> {
        let Self { mut events, handler, limit, capacity, adopt, when_full, drain, tell } = self;
        let client = events.client().clone();
        let registry = client.registry().clone();
        // Before the stream that saw the first frame goes, so that nothing is told to nobody.
        let mut life = client.events_of(A::SESSION.opening_kinds().iter().copied());
        if !client.hub().serve(registry.clone(), || {
            registry.limit(limit, capacity);
            events.backlog()
        }) {
            return Err(Error::invalid("the calls of this client are served already"));
        }
        let _serving = Serving(client.clone());
        drop(events);
        let mut served = Served { calls: 0, failed: 0, refused: 0, drained: None };
        let (mut tasks, mut refusals, mut late_tasks) =
            (JoinSet::new(), JoinSet::new(), JoinSet::new());
        let begin =
            |opened: Opened<_>, tasks: &mut JoinSet<Outcome>, refusals: &mut JoinSet<Outcome>| {
                let refused = opened.refused;
                let scope = Scope::new(client.clone(), opened, tell.clone());
                if refused {
                    refusals.spawn(scope.refuse(when_full.clone()));
                } else {
                    tasks.spawn(scope.run(handler.clone()));
                }
            };
        let adoption = async {
            if adopt {
                client.adopt_what_is_there().await;
            }
            std::future::pending::<()>().await;
        };
        let mut adoption = std::pin::pin!(adoption);
        let (leaving, mut replaced) = (AtomicBool::new(false), false);
        let drained = async {
            match drain {
                Some((signal, within, then)) => {
                    signal.await;
                    leaving.store(true, Ordering::Relaxed);
                    client.drain(within, then).await
                }
                None => std::future::pending().await,
            }
        };
        let mut drained = std::pin::pin!(drained);
        let ended = loop {
            tokio::select! {
                opened = registry.next() => {
                    begin(opened, &mut tasks, &mut refusals);
                }
                () = &mut adoption => {}
                late = registry.next_late() => drop(late_tasks.spawn(late)),
                Some(done) = tasks.join_next() => served.count(done),
                Some(done) = refusals.join_next() => served.count(done),
                Some(_) = late_tasks.join_next() => {}
                item = life.next(), if !replaced => match item {
                    Some(Delivery::Malformed(error)) => {
                        tracing::error!(%error, "a call began with an event that is not as documented");
                    }
                    // Another process took over while this one leaves: as it should be.
                    Some(Delivery::Ended(Ended::Replaced)) if registry.is_draining() => {
                        if !leaving.load(Ordering::Relaxed) {
                            break Ended::Closed;
                        }
                        replaced = true;
                    }
                    Some(Delivery::Ended(ended)) => break ended,
                    Some(_) => {}
                    None => break Ended::Closed,
                },
                report = &mut drained => {
                    served.drained = Some(report);
                    break Ended::Closed;
                }
            }
        };
        if served.drained.is_some() {
            // Nobody can enter any more, and who did so at the last moment is parted with.
            client.close().await;
        }
        client.hub().stop_serving();
        for opened in registry.abandon() {
            begin(opened, &mut tasks, &mut refusals);
        }
        while !(tasks.is_empty() && refusals.is_empty()) {
            if served.drained.is_some_and(|it| it.remaining > 0) {
                tasks.abort_all();
            }
            tokio::select! {
                Some(done) = tasks.join_next() => served.count(done),
                Some(done) = refusals.join_next() => served.count(done),
                late = registry.next_late() => drop(late_tasks.spawn(late)),
                Some(_) = late_tasks.join_next() => {}
                report = &mut drained, if served.drained.is_none() => served.drained = Some(report),
            }
        }
        while late_tasks.join_next().await.is_some() {}
        match ended {
            Ended::Closed | Ended::ByAsterisk => Ok(served),
            ended => Err(Error::new(
                ErrorKind::Closed,
                format!("there are no events any more ({ended:?})"),
            )),
        }
    }
}

impl Served {
    fn count(&mut self, done: Result<Outcome, tokio::task::JoinError>) {
        match done {
            Ok(Outcome::Handled) => self.calls += 1,
            Ok(Outcome::Refused) => self.refused += 1,
            Ok(Outcome::Failed) => {
                self.calls += 1;
                self.failed += 1;
            }
            // Its time was up.
            Err(error) if error.is_cancelled() => self.calls += 1,
            Err(error) => {
                tracing::error!(%error, "a call's task ended");
                self.calls += 1;
                self.failed += 1;
            }
        }
    }
}

impl<A: Api> IntoFuture for Serve<A>
where
    A::Call: From<Call<A>>,
{
    type Output = Result<Served, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

/// Nothing becomes a call any more when serving is dropped.
struct Serving<A: Api>(Client<A>);

impl<A: Api> Drop for Serving<A> {
    fn drop(&mut self) {
        self.0.hub().stop_serving();
        let registry = self.0.registry();
        for opened in registry.abandon() {
            registry.close(&opened.id, opened.number);
        }
        // Nobody runs these any more, and they may hold the client, which holds them.
        let hooks = registry.abandon_late().len();
        if hooks > 0 {
            tracing::error!(hooks, "hooks of calls were not run");
        }
    }
}
