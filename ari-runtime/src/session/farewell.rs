//! The end of a connection from which nothing more is read: requests and responses still travel, and calls are hung up.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};

use crate::defaults;
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::event::ApiEvent;
use crate::request::caller::after;
use crate::session::link::Stopped;
use crate::session::socket::{EventSocket, Received};
use crate::session::task::{Guard, Task};
use crate::transport::websocket::Requests;

/// Bytes of requests that leave together.
const TOGETHER: usize = 64 << 10;

impl<E: ApiEvent> Task<E> {
    /// Tells that nothing more will be read, while what has to be said before the close still can be.
    pub(super) async fn part(&mut self, socket: &mut EventSocket, guard: &Guard<E>) {
        let (restore, registry) = (self.restore.clone(), self.registry.clone());
        let over_socket = self.requests.travel_here();
        let belongings = self.belongings.clone();
        let parting = async {
            // What is still on its way is of no interest, and Asterisk must not be closed upon while it sends.
            restore.leave().await;
            guard.end(Ended::Closed);
            if over_socket {
                // Their handlers may take longer than this connection is there.
                let hung_up = restore.inquiry.hang_up(registry.held(), |id| registry.let_go(id));
                let _ = timeout(defaults::CLOSE_DEADLINE, hung_up).await;
            }
            belongings.settle().await;
        };
        tokio::select! {
            () = parting => {}
            () = pump(&mut self.requests, socket, &self.hub, Duration::MAX) => guard.end(Ended::Closed),
        }
        // Those who wait for a response may still get it.
        let settling = async {
            while !self.requests.are_settled() {
                if exchange(&mut self.requests, socket, &self.hub).await.is_err() {
                    return;
                }
            }
        };
        let _ = timeout(defaults::CLOSE_DEADLINE, settling).await;
    }

    /// Nothing more will be read. Where requests travel on this connection, it stays for them as long as somebody
    /// needs it.
    pub(super) async fn answer_only(
        &mut self,
        mut socket: EventSocket,
        guard: &Guard<E>,
        ended: Ended,
        mut stopped: Stopped,
    ) {
        guard.end(ended);
        if self.requests.travel_here() {
            tokio::select! {
                () = stopped.stopped() => {}
                () = pump(&mut self.requests, &mut socket, &self.hub, self.keeping.ping) => return,
            }
        }
        socket.close().await;
    }
}

/// Has requests leave: the first, and those that wait behind it where they may leave together.
pub(super) fn ask(requests: &mut Requests, first: String, socket: &mut EventSocket) {
    let mut bytes = first.len();
    socket.send(first);
    while socket.gathers()
        && bytes < TOGETHER
        && let Some(frame) = requests.try_next()
    {
        bytes += frame.len();
        socket.send(frame);
    }
}

/// Has requests leave and responses arrive, until the connection is lost; events are of no interest any more.
async fn pump<E: ApiEvent>(
    requests: &mut Requests,
    socket: &mut EventSocket,
    hub: &Hub<E>,
    ping: Duration,
) {
    let (mut heard, mut since) = (true, Instant::now());
    loop {
        let until = after(ping.saturating_sub(since.elapsed()));
        match timeout_at(until, exchange(requests, socket, hub)).await {
            Ok(Ok(true)) => heard = true,
            Ok(Ok(false)) => {}
            Err(_) if std::mem::take(&mut heard) && !socket.is_broken() => {
                socket.ping();
                since = Instant::now();
            }
            // It is dead.
            Err(_) | Ok(Err(())) => return requests.lose(),
        }
    }
}

/// One step of that, and whether anything came; cancelling it loses nothing.
async fn exchange<E: ApiEvent>(
    requests: &mut Requests,
    socket: &mut EventSocket,
    hub: &Hub<E>,
) -> Result<bool, ()> {
    tokio::select! {
        frame = requests.next(), if socket.is_idle() => {
            ask(requests, frame, socket);
            Ok(false)
        }
        received = socket.next() => match received {
            Ok(Received::Sent) => Ok(false),
            Ok(Received::Text(text)) => {
                if requests.expect(&text) {
                    hub.response();
                    requests.take(&text);
                }
                Ok(true)
            }
            Ok(_) => Ok(true),
            Err(_) => Err(()),
        }
    }
}
