//! The task that owns the event connection: reads every frame at once, finds out that the peer is dead, connects again.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::task::yield_now;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use crate::delivery::consumer::Wakers;
use crate::delivery::hub::Hub;
use crate::delivery::looking::Look;
use crate::delivery::resynced::Resynced;
use crate::delivery::{Ended, Lost, Reconnected};
use crate::error::{Error, ErrorKind};
use crate::event::{ApiEvent, scan};
use crate::session::backoff::Backoff;
use crate::session::follow::follow;
use crate::session::health::Status;
use crate::session::link::Stopped;
use crate::session::names::Names;
use crate::session::restore::Restore;
use crate::session::socket::{EventSocket, Handshake, Received};

/// Messages that are read in a row before readers and everything else have their turn.
const BURST: usize = 32;

/// How the connection is kept.
#[derive(Clone, Debug)]
pub(crate) struct Keeping {
    /// A ping goes out each time this has passed; a peer from which nothing came since the last one is dead.
    pub(crate) ping: Duration,
    pub(crate) longest_backoff: Duration,
    pub(crate) give_up: Option<Duration>,
    /// An application that another connection took is taken back.
    pub(crate) take_back: bool,
}

/// Everything the task needs.
pub(crate) struct Task<E: ApiEvent> {
    pub(crate) handshake: Handshake,
    pub(crate) hub: Arc<Hub<E>>,
    pub(crate) status: Arc<Status>,
    pub(crate) keeping: Keeping,
    pub(crate) names: Arc<Names>,
    pub(crate) restore: Restore<E>,
}

/// What the stream's end says if the task goes without a word, by a panic or with its runtime.
struct Guard<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    status: Arc<Status>,
}

impl<E: ApiEvent> Guard<E> {
    fn end(&self, ended: Ended) {
        self.status.over(ended);
        self.hub.end(ended);
    }
}

impl<E: ApiEvent> Drop for Guard<E> {
    fn drop(&mut self) {
        // Does nothing where the end was told already.
        self.end(Ended::Lost);
    }
}

/// Why reading stopped.
enum Stop {
    Closed,
    Replaced,
    Lost(String),
}

impl<E: ApiEvent> Task<E> {
    /// Reads until the link is dropped, the application is taken or the connection is given up.
    pub(crate) async fn run(mut self, mut socket: EventSocket, mut stopped: Stopped) {
        let guard = Guard { hub: self.hub.clone(), status: self.status.clone() };
        let mut backoff = Backoff::new(self.keeping.longest_backoff);
        let mut wakers = Wakers::default();
        let mut generation = 1;
        loop {
            let since = Instant::now();
            let stop = self.read(&mut socket, &mut stopped, generation, &mut wakers).await;
            let reason = match stop {
                Stop::Lost(reason) => reason,
                // Not at once: the other one may do the same.
                Stop::Replaced if self.keeping.take_back => {
                    backoff.slow();
                    "another connection took the application".to_owned()
                }
                Stop::Closed => {
                    // What is still on its way is of no interest, and Asterisk must not be closed upon while it sends.
                    self.restore.leave().await;
                    guard.end(Ended::Closed);
                    return socket.close().await;
                }
                Stop::Replaced => {
                    guard.end(Ended::Replaced);
                    return socket.close().await;
                }
            };
            drop(socket);
            tracing::warn!(reason, "lost the event connection");
            let lost = Instant::now();
            if since.elapsed() > backoff.longest() {
                backoff.reset();
            }
            self.status.down(0, None);
            self.hub.lost(Lost { reason }, &mut wakers);
            let connecting = self.connect(&mut backoff, lost);
            let (connected, attempts) = tokio::select! {
                biased;
                () = stopped.stopped() => return guard.end(Ended::Closed),
                connected = connecting => match connected {
                    Some(connected) => connected,
                    None => return guard.end(Ended::Lost),
                },
            };
            socket = connected;
            generation += 1;
            let gap = lost.elapsed();
            tracing::info!(generation, attempts, ?gap, "connected again");
            self.status.up(generation);
            self.hub.reconnected(Reconnected { generation, attempts, gap }, &mut wakers);
        }
    }

    async fn read(
        &mut self,
        socket: &mut EventSocket,
        stopped: &mut Stopped,
        generation: u64,
        wakers: &mut Wakers,
    ) -> Stop {
        let every = self.keeping.ping;
        let mut pings = interval_at(Instant::now() + every, every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut heard = true;
        let (mut tasks, mut sights) = self.look(generation);
        loop {
            tokio::select! {
                biased;
                // Before the frames, so that a flood of them keeps neither from coming.
                () = stopped.stopped() => return Stop::Closed,
                Some((resynced, _look)) = sights.recv() => {
                    self.hub.resynced(Arc::new(resynced), wakers);
                }
                received = socket.next() => {
                    heard = true;
                    let flow = self.burst(received, socket, wakers);
                    wakers.wake();
                    match flow {
                        ControlFlow::Continue(true) => yield_now().await,
                        ControlFlow::Continue(false) => {}
                        ControlFlow::Break(stop) => return stop,
                    }
                }
                _ = pings.tick() => {
                    if !std::mem::take(&mut heard) {
                        return Stop::Lost(format!("nothing came for {every:?} after a ping"));
                    }
                    socket.ping();
                }
                Some(ended) = tasks.join_next() => {
                    if let Err(error) = ended {
                        tracing::error!(%error, "looking at Asterisk after the gap failed");
                    }
                }
            }
        }
    }

    /// Starts what goes on beside the reading: looking at what Asterisk holds, which comes through the channel, and
    /// having it tell of what is followed.
    fn look(&self, generation: u64) -> (JoinSet<()>, mpsc::Receiver<(Resynced, Look<E>)>) {
        let (sender, receiver) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        let restore = self.restore.clone();
        let (inquiry, hub) = (restore.inquiry.clone(), self.hub.clone());
        tasks.spawn(async move { follow(inquiry, &hub).await });
        tasks.spawn(async move { restore.run(generation, sender).await });
        (tasks, receiver)
    }

    /// Hands out what was received and what has arrived behind it; tells whether it stopped before the end of that.
    fn burst(
        &mut self,
        first: Result<Received, String>,
        socket: &mut EventSocket,
        wakers: &mut Wakers,
    ) -> ControlFlow<Stop, bool> {
        let mut next = Some(first);
        let mut left = BURST;
        while let Some(received) = next {
            match received {
                Ok(Received::Text(text)) => self.frame(&text, wakers)?,
                Ok(Received::Pong) => self.status.pong(),
                Ok(Received::Other) => {}
                Err(reason) => return ControlFlow::Break(Stop::Lost(reason)),
            }
            left -= 1;
            if left == 0 {
                return ControlFlow::Continue(true);
            }
            next = socket.next().now_or_never();
        }
        ControlFlow::Continue(false)
    }

    fn frame(&mut self, text: &str, wakers: &mut Wakers) -> ControlFlow<Stop> {
        let kind = self.hub.frame(text, wakers);
        if kind.is_some_and(|it| self.hub.session().replacing_kinds().contains(&it)) {
            let taken = scan::peek(text, "application").unwrap_or_default();
            tracing::error!(application = %taken, "another connection took the application");
            if self.keeping.take_back || !self.names.lose(&taken) {
                return ControlFlow::Break(Stop::Replaced);
            }
            self.hub.taken(&taken, wakers);
        }
        ControlFlow::Continue(())
    }

    /// Tries until it succeeds, with the number of attempts; `None` when it is time to give up.
    async fn connect(&self, backoff: &mut Backoff, lost: Instant) -> Option<(EventSocket, u64)> {
        let mut attempts = 0;
        let mut wait = backoff.next();
        loop {
            if let Some(limit) = self.keeping.give_up
                && lost.elapsed() + wait > limit
            {
                tracing::error!(attempts, ?limit, "gave up the event connection");
                return None;
            }
            sleep(wait).await;
            attempts += 1;
            match self.handshake.connect().await {
                Ok(socket) => return Some((socket, attempts)),
                Err(error) if is_refusal(&error) => {
                    tracing::error!(%error, attempts, "Asterisk refuses the event connection");
                    self.status.down(attempts, Some(Arc::new(error)));
                    wait = backoff.slow();
                }
                Err(error) => {
                    tracing::warn!(%error, attempts, "cannot connect");
                    self.status.down(attempts, Some(Arc::new(error)));
                    wait = backoff.next();
                }
            }
        }
    }
}

/// Asterisk is there and does not want us: wrong password, no permission, a name it does not accept.
pub(crate) fn is_refusal(error: &Error) -> bool {
    !matches!(
        error.kind(),
        ErrorKind::Unreachable | ErrorKind::NotReady | ErrorKind::NotFound | ErrorKind::Handshake
    )
}
