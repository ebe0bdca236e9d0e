//! What a stream of events consists of: events, and everything that happened to the stream itself, in order.

pub(crate) mod hub;
pub(crate) mod queue;
pub(crate) mod stream;

use crate::event::DecodeError;

/// One item of a stream of events.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Delivery<E> {
    /// An event.
    Event(E),
    /// A frame that is no event as documented; the connection goes on.
    Malformed(std::sync::Arc<DecodeError>),
    /// Events that did not fit into this stream's queue, just here.
    Missed(Missed),
    /// The connection to Asterisk was lost; what happens from here on is not seen.
    Lost(Lost),
    /// Nothing more will come.
    Ended(Ended),
}

/// Events that a reader was too slow for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Missed {
    /// How many.
    pub count: u64,
}

/// A connection that was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// What was noticed.
    pub reason: String,
}

/// Why nothing more will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ended {
    /// The client was closed.
    Closed,
    /// The connection was lost and nothing will restore it.
    Lost,
    /// Another connection registered the application; Asterisk tells this one nothing more.
    Replaced,
    /// The client registered no application, so there are no events.
    NoApplication,
}
