//! What is known of one thing because every event about it was seen; kept where events are handed out, without a queue,
//! so that nothing is missed.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Text;
use crate::api::Api;
use crate::client::Client;
use crate::delivery::consumer::{Consumer, Gap, Heard, Role, Wakers, until};
use crate::delivery::hub::Subscription;
use crate::delivery::index::{About, Interest};
use crate::delivery::resynced::Resynced;
use crate::delivery::{Delivery, Ended};
use crate::event::{ApiEvent, Subject};

/// Something that changes with each event about a thing.
#[doc(hidden)]
pub struct Tracked<A: Api, S: Send + 'static> {
    known: Arc<Known<A::Event, S>>,
    _subscription: Subscription<A::Event>,
    /// Keeps the connection while somebody tracks.
    client: Client<A>,
}

/// What is seen of a thing.
#[doc(hidden)]
#[derive(Debug)]
#[non_exhaustive]
pub enum Seen<'a, E: ApiEvent> {
    /// An event about it.
    Event(&'a E),
    /// It is there, but there was no connection for some time, so that events may have passed.
    Restored,
    /// The channel with this id has taken its place, and is seen from now on.
    Replaced(&'a Text),
    /// What Asterisk holds after such a time.
    Resynced(&'a Resynced),
    /// It is not in the application any more, and the event that told so, if one did.
    Left(Option<&'a E>),
    /// It is gone, and the event that told so, if one did.
    Gone(Option<&'a E>),
    /// There are no events any more.
    Ended(Ended),
}

type Fold<E, S> = Box<dyn Fn(&mut S, Seen<'_, E>) + Send + Sync>;

struct Known<E: ApiEvent, S> {
    state: Mutex<S>,
    changed: Arc<Notify>,
    fold: Fold<E, S>,
}

impl<E: ApiEvent, S> Known<E, S> {
    fn lock(&self) -> MutexGuard<'_, S> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A: Api, S: Send + 'static> Tracked<A, S> {
    /// Tracks a thing from now on; the function must neither wait nor use the client.
    pub fn new(
        client: &Client<A>,
        subject: Subject<'_>,
        state: S,
        fold: impl Fn(&mut S, Seen<'_, A::Event>) + Send + Sync + 'static,
    ) -> Self {
        let (state, changed) = (Mutex::new(state), Arc::new(Notify::new()));
        let known = Arc::new(Known { state, changed, fold: Box::new(fold) });
        let interest = Interest::in_thing(About::from(subject), None);
        let _subscription = client.hub().subscribe(interest, known.clone());
        Self { known, _subscription, client: client.clone() }
    }

    /// The client that hears of it.
    pub fn client(&self) -> &Client<A> {
        &self.client
    }

    /// Looks at what is known now.
    pub fn read<T>(&self, look: impl FnOnce(&S) -> T) -> T {
        look(&self.known.lock())
    }

    /// Changes what is known, for who waits too.
    pub fn change<T>(&self, change: impl FnOnce(&mut S) -> T) -> T {
        let changed = change(&mut self.known.lock());
        self.known.changed.notify_waiters();
        changed
    }

    /// Waits until something is known.
    pub async fn until<T>(&self, mut reached: impl FnMut(&mut S) -> Option<T>) -> T {
        until(&self.known.changed, || reached(&mut self.known.lock())).await
    }
}

impl<A: Api, S: Send + 'static> fmt::Debug for Tracked<A, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tracked")
    }
}

impl<E: ApiEvent, S: Send> Consumer<E> for Known<E, S> {
    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers) {
        let seen = match heard {
            Heard::Event { event, role: Role::Passing, .. } => Seen::Event(event),
            Heard::Event { event, role: Role::Closing, .. } => Seen::Left(Some(event)),
            Heard::Event { event, role: Role::Terminal, .. } => Seen::Gone(Some(event)),
            Heard::Malformed { role: Role::Closing, .. } | Heard::Gap(Gap::Left) => {
                Seen::Left(None)
            }
            Heard::Malformed { role: Role::Terminal, .. } | Heard::Gap(Gap::Gone) | Heard::Gone => {
                Seen::Gone(None)
            }
            Heard::Life(Delivery::Resynced(resynced)) => Seen::Resynced(resynced),
            // What else is malformed is logged where it is found.
            Heard::Malformed { role: Role::Passing, .. } | Heard::Life(_) => return,
            Heard::Gap(Gap::There) => Seen::Restored,
            Heard::End(ended) => Seen::Ended(ended),
        };
        (self.fold)(&mut self.lock(), seen);
        wakers.notify(&self.changed);
    }

    fn follows(&self) -> bool {
        true
    }

    fn moves_to(&self, id: &Text) -> bool {
        (self.fold)(&mut self.lock(), Seen::Replaced(id));
        // Who waits looks again when the event that told it has been handed out.
        true
    }
}
