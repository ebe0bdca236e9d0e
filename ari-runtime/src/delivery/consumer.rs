//! What the hub gives events to, and the wakers it calls when it holds no lock any more.

use std::sync::Arc;
use std::task::Waker;

use tokio::sync::Notify;

use crate::Text;
use crate::delivery::hub::Subscription;
use crate::delivery::index::About;
use crate::delivery::queue::Counts;
use crate::delivery::{Delivery, Ended};
use crate::event::{ApiEvent, DecodeError};

/// A stream, a waiter, a call: whatever hears events. It must not wait, nor call the hub.
pub(crate) trait Consumer<E: ApiEvent>: Send + Sync {
    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers);

    /// Does it follow the thing that it asked about to its end, so that Asterisk has to be told to send that too?
    fn follows(&self) -> bool {
        false
    }

    /// The thing that it asked about was replaced by the one with this id; does it want to hear of that one?
    fn moves_to(&self, id: &Text) -> bool {
        let _ = id;
        false
    }

    /// What became of the items it was offered, where it counts them.
    fn counts(&self) -> Counts {
        Counts::default()
    }
}

/// Decides which things that enter the application become calls. It must not wait, nor call the hub.
pub(crate) trait Opener<E: ApiEvent>: Send + Sync {
    /// `join` gives the call's consumer what comes about the thing from now on.
    fn open(
        &self,
        about: &About,
        event: Option<&E>,
        join: &mut dyn FnMut(Arc<dyn Consumer<E>>) -> Subscription<E>,
        wakers: &mut Wakers,
    );

    /// A thing took another's place; tells whether that was a call's, which goes on with it.
    fn replaced(&self, old: &About, new: &About) -> bool {
        let _ = (old, new);
        false
    }

    /// A thing that was to leave the application stays.
    fn stays(&self, about: &About, wakers: &mut Wakers);
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
    /// After a gap, in which events of the thing asked about may have passed.
    Gap(Gap),
    /// The thing asked about is gone, and no event told so.
    Gone,
    End(Ended),
}

/// What became of a thing in a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gap {
    /// It is there, as far as is known.
    There,
    /// It is there, but not in the application any more.
    Left,
    Gone,
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

/// Waits until something is reached that each change is told of.
pub(crate) async fn until<T>(changed: &Notify, mut reached: impl FnMut() -> Option<T>) -> T {
    loop {
        let mut notified = std::pin::pin!(changed.notified());
        // Before looking, so that no change falls between.
        notified.as_mut().enable();
        if let Some(value) = reached() {
            return value;
        }
        notified.await;
    }
}

/// Tasks to wake; waking runs code of others, so it waits until no lock is held.
#[derive(Debug, Default)]
pub(crate) struct Wakers {
    wakers: Vec<Waker>,
    notified: Vec<Arc<Notify>>,
}

impl Wakers {
    pub(crate) fn add(&mut self, waker: Option<Waker>) {
        self.wakers.extend(waker);
    }

    pub(crate) fn notify(&mut self, notify: &Arc<Notify>) {
        self.notified.push(notify.clone());
    }

    pub(crate) fn wake(&mut self) {
        self.wakers.drain(..).for_each(Waker::wake);
        self.notified.drain(..).for_each(|it| it.notify_waiters());
    }
}
