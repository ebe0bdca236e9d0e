//! What a stream of events consists of: events, and everything that happened to the stream itself, in order.

pub(crate) mod backlog;
pub(crate) mod consumer;
mod departed;
pub(crate) mod following;
pub(crate) mod hub;
pub(crate) mod index;
pub(crate) mod looking;
#[cfg(test)]
mod model_test;
mod opening;
pub(crate) mod queue;
pub(crate) mod repeats;
mod replacing;
pub(crate) mod resynced;
pub(crate) mod stream;
pub(crate) mod tracked;
pub(crate) mod waiter;

use std::sync::Arc;
use std::time::Duration;

use crate::delivery::resynced::Resynced;
use crate::event::DecodeError;

/// One item of a stream of events.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Delivery<E> {
    /// An event.
    Event(E),
    /// A frame that is no event as documented; the connection goes on.
    Malformed(Arc<DecodeError>),
    /// Events that did not fit into this stream's queue, just here.
    Missed(Missed),
    /// The connection to Asterisk was lost: what happens from here to [`Reconnected`](Self::Reconnected) is not seen.
    Lost(Lost),
    /// The connection is there again, and events come again. What Asterisk forgot is being restored.
    Reconnected(Reconnected),
    /// What Asterisk holds after the gap. Comes again where not everything could be found out at once.
    Resynced(Arc<Resynced>),
    /// Nothing more will come.
    Ended(Ended),
}

/// Events that a reader was too slow for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missed {
    /// How many.
    pub count: u64,
    /// Why.
    pub reason: MissedReason,
}

/// Why a stream has not everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MissedReason {
    /// The reader was so many items behind that its queue was full.
    QueueFull {
        /// Items that the queue holds.
        capacity: usize,
    },
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// What was noticed.
    pub reason: String,
}

/// A connection that was restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reconnected {
    /// Which connection this is; the first is 1.
    pub generation: u64,
    /// Attempts it took.
    pub attempts: u64,
    /// How long there was none.
    pub gap: Duration,
}

/// Why nothing more will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ended {
    /// The client was closed.
    Closed,
    /// The connection was lost and is not tried again.
    Lost,
    /// Another connection registered the application; Asterisk tells this one nothing more.
    ///
    /// Either two programs use the same name, or this one is being replaced by its next process. A program that is
    /// leaving service expects that, and its serving ends well.
    Replaced,
    /// Asterisk ended a connection that it had made in good order, as it does some seconds after the end of a call that
    /// has one of its own.
    ByAsterisk,
    /// Asterisk made the connection for an application that it does not know, so there are neither events nor responses.
    /// Known servers do so when another connection has had the application meanwhile.
    NotRegistered,
    /// The client registered no application, so there are no events.
    NoApplication,
    /// The channel, bridge, playback or recording that the stream is about is gone.
    Gone,
    /// It was gone when the connection was restored.
    GoneInGap,
}
