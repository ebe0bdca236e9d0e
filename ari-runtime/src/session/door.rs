//! Where the next connection comes from: it is dialled, or awaited from an Asterisk that dials.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout_at};

use crate::backoff::Backoff;
use crate::error::{Error, ErrorKind};
use crate::request::caller::after;
use crate::session::handshake::Handshake;
use crate::session::health::Status;
use crate::session::socket::EventSocket;

/// Where the next connection comes from.
pub(crate) enum Door {
    Dials(Handshake),
    Awaits(mpsc::Receiver<Arrival>),
}

/// A connection that an Asterisk made, for a client that has, or had, one from it already.
pub(crate) struct Arrival {
    pub(crate) socket: EventSocket,
    /// For giving it back, where the earlier one turns out to be alive.
    pub(crate) declined: oneshot::Sender<EventSocket>,
}

impl Door {
    /// It is Asterisk that connects, and connects again.
    pub(crate) fn is_awaited(&self) -> bool {
        matches!(self, Self::Awaits(_))
    }

    /// Another connection although there is one; cancelling it loses nothing.
    pub(crate) async fn arrival(&mut self) -> Arrival {
        match self {
            Self::Dials(_) => pending().await,
            Self::Awaits(arrivals) => match arrivals.recv().await {
                Some(arrival) => arrival,
                None => pending().await,
            },
        }
    }

    /// The next connection, with the number of attempts; `None` when it is time to give up.
    pub(crate) async fn open(
        &mut self,
        backoff: &mut Backoff,
        lost: Instant,
        give_up: Option<Duration>,
        status: &Status,
    ) -> Option<(EventSocket, u64)> {
        match self {
            Self::Dials(handshake) => dial(handshake, backoff, lost, give_up, status).await,
            Self::Awaits(arrivals) => {
                let limit = give_up.unwrap_or(Duration::MAX).saturating_sub(lost.elapsed());
                let arrival = timeout_at(after(limit), arrivals.recv()).await;
                let Ok(Some(Arrival { socket, .. })) = arrival else {
                    tracing::error!(?limit, "Asterisk did not come back");
                    return None;
                };
                Some((socket, 1))
            }
        }
    }
}

async fn dial(
    handshake: &Handshake,
    backoff: &mut Backoff,
    lost: Instant,
    give_up: Option<Duration>,
    status: &Status,
) -> Option<(EventSocket, u64)> {
    let mut attempts = 0;
    let mut wait = backoff.next();
    loop {
        if let Some(limit) = give_up
            && lost.elapsed() + wait > limit
        {
            tracing::error!(attempts, ?limit, "gave up the event connection");
            return None;
        }
        sleep(wait).await;
        attempts += 1;
        match handshake.connect().await {
            Ok(socket) => return Some((socket, attempts)),
            Err(error) if is_refusal(&error) => {
                tracing::error!(%error, attempts, "Asterisk refuses the event connection");
                status.down(attempts, Some(Arc::new(error)));
                wait = backoff.slow();
            }
            Err(error) => {
                tracing::warn!(%error, attempts, "cannot connect");
                status.down(attempts, Some(Arc::new(error)));
                wait = backoff.next();
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
