//! What the hub gives events to, and the wakers it calls when it holds no lock any more.

use std::sync::Arc;
use std::task::Waker;

use crate::delivery::queue::Counts;
use crate::delivery::{Delivery, Ended};
use crate::event::{ApiEvent, DecodeError};

/// A stream, a waiter, a call: whatever hears events. It must not wait, nor call the hub.
pub(crate) trait Consumer<E: ApiEvent>: Send + Sync {
    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers);

    /// What became of the items it was offered, where it counts them.
    fn counts(&self) -> Counts {
        Counts::default()
    }
}

/// What a consumer is told.
pub(crate) enum Heard<'a, E: ApiEvent> {
    Event {
        event: &'a E,
        kind: Option<E::Kind>,
        /// What the event means for the thing the consumer asked about.
        role: Role,
    },
    Malformed {
        error: &'a Arc<DecodeError>,
        kind: Option<E::Kind>,
        role: Role,
    },
    /// The connection was lost, restored, resynced.
    Life(&'a Delivery<E>),
    /// After a gap: events of the thing asked about may have passed. It is still there, or not.
    Gap {
        gone: bool,
    },
    End(Ended),
}

/// What an event means for a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Passing,
    /// The thing is out of the application.
    Closing,
    /// Nothing more comes about it.
    Terminal,
}

/// Tasks to wake; waking runs code of others, so it waits until no lock is held.
#[derive(Debug, Default)]
pub(crate) struct Wakers(Vec<Waker>);

impl Wakers {
    pub(crate) fn add(&mut self, waker: Option<Waker>) {
        self.0.extend(waker);
    }

    pub(crate) fn wake(&mut self) {
        self.0.drain(..).for_each(Waker::wake);
    }
}
