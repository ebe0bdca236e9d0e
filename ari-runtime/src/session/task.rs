//! The task that owns the event connection: reads every frame at once, has requests leave, finds out that the peer is
//! dead, gets the next connection.

use std::future::pending;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio::task::JoinSet;
use tokio::task::yield_now;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use crate::backoff::Backoff;
use crate::calls::belongings::Belongings;
use crate::calls::registry::Registry;
use crate::delivery::consumer::Wakers;
use crate::delivery::hub::Hub;
use crate::delivery::looking::Look;
use crate::delivery::resynced::Resynced;
use crate::delivery::{Ended, Lost, Reconnected};
use crate::event::{ApiEvent, scan};
use crate::session::door::{Arrival, Door};
use crate::session::farewell::ask;
use crate::session::follow::follow;
use crate::session::health::Status;
use crate::session::link::Stopped;
use crate::session::names::Names;
use crate::session::restore::Restore;
use crate::session::settings::Keeping;
use crate::session::socket::{Cut, EventSocket, Received};
use crate::transport::websocket::Requests;

/// Messages that are read in a row before readers and everything else have their turn.
const BURST: usize = 32;

/// Until an earlier connection shows that it is alive, when the same Asterisk seems to have made another.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// Everything the task needs.
pub(crate) struct Task<E: ApiEvent> {
    pub(crate) door: Door,
    pub(crate) requests: Requests,
    pub(crate) hub: Arc<Hub<E>>,
    pub(crate) status: Arc<Status>,
    pub(crate) keeping: Keeping,
    pub(crate) names: Arc<Names>,
    pub(crate) registry: Arc<Registry<E>>,
    pub(crate) belongings: Arc<Belongings>,
    pub(crate) restore: Restore<E>,
    /// Its place among the clients of a server.
    pub(crate) _place: Option<OwnedSemaphorePermit>,
}

/// What the stream's end says if the task goes without a word, by a panic or with its runtime.
pub(super) struct Guard<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    status: Arc<Status>,
    belongings: Arc<Belongings>,
}

impl<E: ApiEvent> Guard<E> {
    pub(super) fn end(&self, ended: Ended) {
        self.status.over(ended);
        self.hub.end(ended);
        self.belongings.ended(ended);
    }
}

impl<E: ApiEvent> Drop for Guard<E> {
    fn drop(&mut self) {
        // Does nothing where the end was told already.
        self.end(Ended::Lost);
    }
}

/// What was found after a gap, as long as it has not been handed out.
type Sights<E> = mpsc::Receiver<(Resynced, Look<E>)>;

/// Why reading stopped.
enum Stop {
    Closed,
    Replaced,
    /// Nothing will come, although the connection is there.
    Silent(Ended),
    /// Asterisk is done with this connection.
    Finished,
    Lost(String),
    /// The same Asterisk made another connection, and this one is dead.
    Succeeded(Box<EventSocket>),
}

impl<E: ApiEvent> Task<E> {
    /// Reads until the link is dropped, the application is taken or the connection is given up.
    pub(crate) async fn run(mut self, mut socket: EventSocket, mut stopped: Stopped) {
        let (hub, status) = (self.hub.clone(), self.status.clone());
        let guard = Guard { hub, status, belongings: self.belongings.clone() };
        let mut backoff = Backoff::new(self.keeping.longest_backoff);
        let mut wakers = Wakers::default();
        let mut generation = 1;
        loop {
            let since = Instant::now();
            let stop = self.read(&mut socket, &mut stopped, generation, &mut wakers).await;
            let mut successor = None;
            let reason = match stop {
                Stop::Lost(reason) => reason,
                Stop::Succeeded(socket) => {
                    successor = Some(*socket);
                    "Asterisk connected again".to_owned()
                }
                // Not at once: the other one may do the same.
                Stop::Replaced if self.keeping.take_back => {
                    backoff.slow();
                    "another connection took the application".to_owned()
                }
                Stop::Closed => {
                    self.part(&mut socket, &guard).await;
                    return socket.close().await;
                }
                Stop::Replaced => {
                    return self.answer_only(socket, &guard, Ended::Replaced, stopped).await;
                }
                Stop::Silent(ended) => {
                    return self.answer_only(socket, &guard, ended, stopped).await;
                }
                Stop::Finished => {
                    guard.end(Ended::ByAsterisk);
                    return socket.close().await;
                }
            };
            drop(socket);
            self.requests.lose();
            tracing::warn!(reason, "lost the event connection");
            let lost = Instant::now();
            if since.elapsed() > backoff.longest() {
                backoff.reset();
            }
            self.status.down(0, None);
            self.hub.lost(Lost { reason }, &mut wakers);
            let (door, give_up) = (&mut self.door, self.keeping.give_up);
            let connecting = async {
                match successor {
                    Some(socket) => Some((socket, 1)),
                    None => door.open(&mut backoff, lost, give_up, &self.status).await,
                }
            };
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
            self.names.are_heard(false);
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
        let mut rival: Option<(Arrival, Instant)> = None;
        let (mut tasks, mut sights) = self.look(generation);
        loop {
            let decision = rival.as_ref().map(|(_, until)| *until);
            tokio::select! {
                biased;
                // Before the frames, so that a flood of them keeps none of these from coming.
                () = stopped.stopped() => return Stop::Closed,
                Some((resynced, _look)) = sights.recv() => {
                    self.hub.resynced(Arc::new(resynced), wakers);
                }
                frame = self.requests.next(), if socket.is_idle() => {
                    ask(&mut self.requests, frame, socket);
                }
                received = socket.next() => {
                    match (&received, rival.take()) {
                        (Ok(Received::Sent), waiting) => {
                            rival = waiting;
                            continue;
                        }
                        // It was for nothing that it was given away; an error means that nobody wants it back.
                        (Ok(_), Some((arrival, _))) => drop(arrival.declined.send(arrival.socket)),
                        (Err(Cut::Lost(_)), Some((arrival, _))) => {
                            return Stop::Succeeded(Box::new(arrival.socket));
                        }
                        _ => {}
                    }
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
                    if socket.is_broken() {
                        return Stop::Lost("nothing can be sent any more".to_owned());
                    }
                    socket.ping();
                }
                arrival = self.door.arrival(), if rival.is_none() => {
                    socket.ping();
                    rival = Some((arrival, Instant::now() + SIGN_OF_LIFE));
                }
                () = at(decision) => {
                    if let Some((arrival, _)) = rival.take() {
                        return Stop::Succeeded(Box::new(arrival.socket));
                    }
                }
                Some(ended) = tasks.join_next() => match ended {
                    Ok(None) => {}
                    Ok(Some(ended)) => return Stop::Silent(ended),
                    Err(error) => tracing::error!(%error, "looking at what Asterisk holds failed"),
                },
            }
        }
    }

    /// Starts what goes on beside the reading: looking at what Asterisk holds, which comes through the channel, and
    /// having it tell of what is followed.
    fn look(&self, generation: u64) -> (JoinSet<Option<Ended>>, Sights<E>) {
        let (sender, receiver) = mpsc::channel(1);
        let mut tasks = JoinSet::new();
        let restore = self.restore.clone();
        let (inquiry, hub) = (restore.inquiry.clone(), self.hub.clone());
        tasks.spawn(async move {
            follow(inquiry, &hub).await;
            None
        });
        if self.door.is_awaited() {
            let restore = restore.clone();
            tasks.spawn(async move { restore.introduce().await });
        }
        tasks.spawn(async move {
            restore.run(generation, sender).await;
            None
        });
        (tasks, receiver)
    }

    /// Hands out what was received and what has arrived behind it; tells whether it stopped before the end of that.
    fn burst(
        &mut self,
        first: Result<Received, Cut>,
        socket: &mut EventSocket,
        wakers: &mut Wakers,
    ) -> ControlFlow<Stop, bool> {
        let mut next = Some(first);
        let mut left = BURST;
        while let Some(received) = next {
            match received {
                Ok(Received::Text(text)) if self.requests.expect(&text) => {
                    // Before somebody goes on with it, and looks at the counts.
                    self.hub.response();
                    self.requests.take(&text);
                }
                Ok(Received::Text(text)) => self.frame(&text, wakers)?,
                Ok(Received::Pong) => self.status.pong(),
                Ok(Received::Other | Received::Sent) => {}
                Err(Cut::Closed) if self.door.is_awaited() => {
                    return ControlFlow::Break(Stop::Finished);
                }
                Err(Cut::Closed) => {
                    let reason = "Asterisk closed the connection with code 1000".to_owned();
                    return ControlFlow::Break(Stop::Lost(reason));
                }
                Err(Cut::Lost(reason)) => return ControlFlow::Break(Stop::Lost(reason)),
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
        let Some(kind) = self.hub.frame(text, wakers) else { return ControlFlow::Continue(()) };
        let session = self.hub.session();
        if self.door.is_awaited() {
            // It is Asterisk that says which applications the connection is for.
            if session.registered_kinds().contains(&kind) {
                self.names.gain(&scan::peek(text, "application").unwrap_or_default());
            } else if session.unregistered_kinds().contains(&kind) {
                self.names.lose(&scan::peek(text, "application").unwrap_or_default());
            } else {
                self.names.are_heard(true);
            }
        }
        if session.replacing_kinds().contains(&kind) {
            let taken = scan::peek(text, "application").unwrap_or_default();
            tracing::error!(application = %taken, "another connection took the application");
            if self.keeping.take_back || !self.names.lose(&taken) {
                return ControlFlow::Break(Stop::Replaced);
            }
            self.hub.taken(&taken, wakers);
        }
        ControlFlow::Continue(())
    }
}

/// Completes at this time; never where there is none.
async fn at(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => pending().await,
    }
}
