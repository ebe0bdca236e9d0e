//! Outbound websockets: when a server is dialled, and dialled again. What is sent there is the model's matter.

use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::asterisk::{OUTBOX, Outgoing, SessionId};
use crate::wire::Wire;
use crate::wire::dial::Server;
use crate::wire::linger::linger;
use crate::wire::session::{Ending, Outbox, Session};
use crate::wire::stopping::Stopping;

/// As many connections as may wait to be dialled.
const WAITING: usize = 1 << 16;

/// A server that is dialled, and for whom.
#[derive(Clone)]
pub(crate) struct Line {
    pub server: Server,
    pub applications: Vec<String>,
    pub subscribe_all: bool,
    pub interval: Duration,
    pub persistence: Persistence,
}

/// All of them.
pub(crate) type Lines = Vec<Line>;

/// Whether a connection is there for good.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Persistence {
    /// It is, and tries for ever.
    Persistent,
    /// There is one for each call, and it gives up after so many attempts.
    PerCall { attempts: u32 },
}

/// A connection that the model wants for a call.
#[derive(Debug)]
pub(crate) struct PerCall {
    /// Who it is; the model chooses it, like those of [`Asterisk::open`](crate::asterisk::Asterisk::open).
    pub session: SessionId,
    /// With the name of its channel: `ivr:PJSIP/alice-00000001`.
    pub application: String,
    /// What is sent; the model keeps the other end.
    pub outbox: mpsc::Receiver<Outgoing>,
    /// The other end, for frames that are not the model's.
    pub sender: mpsc::WeakSender<Outgoing>,
}

/// Starts all of them; they end with the set.
pub(crate) fn start(wire: &Arc<Wire>, lines: &Lines, stopping: &Stopping) -> JoinSet<()> {
    let mut tasks = JoinSet::new();
    for line in lines {
        let (line, wire, stopping) = (line.clone(), Arc::clone(wire), stopping.clone());
        match line.persistence {
            Persistence::Persistent => {
                let (sender, receiver) = mpsc::channel(OUTBOX);
                let weak = sender.downgrade();
                let apps = line.applications.clone();
                let id = wire.asterisk.open_outbound(&apps, line.subscribe_all, sender);
                let session = Session::new(wire, id, false, apps, weak);
                tasks.spawn(keep(line, session, Outbox::new(receiver), stopping, u32::MAX));
            }
            Persistence::PerCall { attempts } => {
                let (asks, asked) = mpsc::channel(WAITING);
                wire.asterisk.per_call(&line.applications, line.subscribe_all, asks);
                tasks.spawn(dial_calls(line, wire, asked, stopping, attempts));
            }
        }
    }
    tasks
}

async fn dial_calls(
    line: Line,
    wire: Arc<Wire>,
    mut asked: mpsc::Receiver<PerCall>,
    mut stopping: Stopping,
    attempts: u32,
) {
    let mut calls = JoinSet::new();
    loop {
        select! {
            () = stopping.stopped() => break,
            Some(_) = calls.join_next() => {}
            call = asked.recv() => {
                let Some(PerCall { session, application, outbox, sender }) = call else { break };
                let wire = Arc::clone(&wire);
                let session = Session::new(wire, session, false, vec![application], sender);
                let outbox = Outbox::new(outbox);
                calls.spawn(keep(line.clone(), session, outbox, stopping.clone(), attempts));
            }
        }
    }
    while calls.join_next().await.is_some() {}
}

/// Keeps a session connected until the model closes it, or too many attempts in a row have failed.
async fn keep(
    line: Line,
    session: Session,
    mut outbox: Outbox,
    mut stopping: Stopping,
    attempts: u32,
) {
    let mut failures = 0;
    loop {
        let dialled = select! {
            dialled = line.server.dial(&session.wire().activity) => dialled,
            () = stopping.stopped() => return,
        };
        if let Some(socket) = dialled {
            failures = 0;
            session.connected();
            let (ending, socket) = session.converse(socket, &mut outbox, &mut stopping).await;
            // Whatever else ended it, the other side wanted it so.
            if matches!(ending, Ending::LetGo | Ending::Closed(1000)) {
                drop((session, outbox));
                if let Some(socket) = socket {
                    select! {
                        () = linger(socket) => {}
                        () = stopping.stopped() => {}
                    }
                }
                return;
            }
        } else {
            failures += 1;
            if failures >= attempts {
                session.failed();
                return;
            }
        }
        select! {
            () = sleep(line.interval) => {}
            () = stopping.stopped() => return,
        }
    }
}

#[cfg(test)]
#[path = "outbound_test.rs"]
mod outbound_test;
