//! How a client is doing, seen from outside.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::calls::belongings::BelongingCounts;
use crate::delivery::Ended;
use crate::delivery::hub::FrameCounts;
use crate::delivery::queue::Counts;
use crate::error::Error;

/// How a client is doing.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Health {
    /// The event connection.
    pub connection: Connection,
    /// Which connection this is, or was; the first is 1.
    pub generation: u64,
    /// How long ago Asterisk was last known to be alive: it answered a ping or the handshake.
    pub last_pong: Option<Duration>,
    /// Calls that are being served.
    pub live_calls: usize,
    /// Bridges, legs and whatever else belongs to scopes.
    pub belongings: BelongingCounts,
    /// Frames of all connections so far.
    pub frames: FrameCounts,
    /// Items of all streams so far.
    pub deliveries: Counts,
}

/// State of the event connection.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Connection {
    /// It is there.
    Up,
    /// It was lost, and is being restored.
    Down {
        /// Attempts that failed.
        attempts: u64,
        /// How the last one failed.
        error: Option<Arc<Error>>,
    },
    /// There is none, and there will be none.
    Over(Ended),
}

/// What the task that owns the connection tells of it.
#[derive(Debug)]
pub(crate) struct Status(Mutex<State>);

#[derive(Debug)]
struct State {
    connection: Connection,
    generation: u64,
    pong: Option<Instant>,
}

impl Status {
    pub(crate) fn new(connection: Connection) -> Arc<Self> {
        let up = matches!(connection, Connection::Up);
        let state = State { connection, generation: u64::from(up), pong: up.then(Instant::now) };
        Arc::new(Self(Mutex::new(state)))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn up(&self, generation: u64) {
        let mut state = self.lock();
        state.connection = Connection::Up;
        state.generation = generation;
        state.pong = Some(Instant::now());
    }

    pub(crate) fn is_over(&self) -> bool {
        matches!(self.lock().connection, Connection::Over(_))
    }

    pub(crate) fn is_down(&self) -> bool {
        matches!(self.lock().connection, Connection::Down { .. })
    }

    pub(crate) fn pong(&self) {
        self.lock().pong = Some(Instant::now());
    }

    pub(crate) fn down(&self, attempts: u64, error: Option<Arc<Error>>) {
        self.lock().connection = Connection::Down { attempts, error };
    }

    pub(crate) fn over(&self, ended: Ended) {
        let mut state = self.lock();
        // The first reason stays.
        if !matches!(state.connection, Connection::Over(_)) {
            state.connection = Connection::Over(ended);
        }
    }

    pub(crate) fn health(
        &self,
        frames: FrameCounts,
        deliveries: Counts,
        live_calls: usize,
        belongings: BelongingCounts,
    ) -> Health {
        let state = self.lock();
        Health {
            connection: state.connection.clone(),
            generation: state.generation,
            last_pong: state.pong.map(|it| it.elapsed()),
            live_calls,
            belongings,
            frames,
            deliveries,
        }
    }
}
