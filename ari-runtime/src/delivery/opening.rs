//! What enters the application: calls for those who serve them, and what this client created itself.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::Text;
use crate::delivery::consumer::{Consumer, Wakers};
use crate::delivery::hub::{Hub, State, Subscription};
use crate::delivery::index::{About, Entry, Interest};
use crate::event::{ApiEvent, Subject, scan};
use crate::tables::Session;

impl<E: ApiEvent> Hub<E> {
    /// Puts a consumer about a thing into the index, while the lock is held.
    pub(super) fn join(
        self: &Arc<Self>,
        state: &mut State<E>,
        about: &About,
        generation: u64,
        consumer: Arc<dyn Consumer<E>>,
    ) -> (Subscription<E>, Arc<Entry<E>>) {
        let interest = Interest::in_thing(about.clone(), None);
        let entry = Entry::new(consumer, interest, generation);
        entry.seen.store(true, Ordering::Relaxed);
        state.index.add(&entry);
        (Subscription::new(self, &entry), entry)
    }

    /// Makes a call of what has entered, where somebody serves calls and it is not this client's own.
    pub(super) fn open(
        self: &Arc<Self>,
        state: &mut State<E>,
        about: &About,
        event: Option<&E>,
        wakers: &mut Wakers,
    ) -> bool {
        let opener = state.opener.clone().filter(|_| !state.own.contains_key(about));
        if let Some(opener) = &opener {
            let generation = state.generation;
            let mut join = |it| self.join(state, about, generation, it).0;
            opener.open(about, event, &mut join, wakers);
        }
        self.look_at(state, about, wakers);
        opener.is_some()
    }

    /// Nothing becomes a call any more.
    pub(crate) fn stop_serving(&self) {
        let mut state = self.lock();
        state.adopts = false;
        let opener = state.opener.take();
        drop(state);
        // Not under the lock: with it may go subscriptions.
        drop(opener);
    }

    /// Is it in an application as far as events told, or did this client make it, or does somebody follow it?
    pub(crate) fn knows(&self, subject: &Subject<'_>) -> bool {
        let state = self.lock();
        state.present.contains_key(subject)
            || state.own.contains_key(subject)
            || state.is_followed(&About::from(*subject))
    }

    /// Was it in an application not long ago, and is it not any more?
    pub(crate) fn has_left(&self, subject: &Subject<'_>) -> bool {
        self.lock().departed.contains(subject)
    }

    /// This client is about to create something, so it is no call.
    pub(crate) fn expect(&self, about: About) {
        self.lock().own.insert(about, false);
    }

    /// What it was about to create exists, or never will.
    pub(crate) fn settle(&self, about: &About, exists: bool) {
        let mut wakers = Wakers::default();
        let mut guard = self.lock();
        let state = &mut *guard;
        if !exists {
            state.own.remove(about);
        } else {
            if let Some(known) = state.own.get_mut(about) {
                *known = true;
            }
            for entry in state.index.about(&about.subject()) {
                entry.seen.store(true, Ordering::Relaxed);
            }
            // Asterisk could not be told of who follows it before.
            self.look_at(state, about, &mut wakers);
        }
        drop(guard);
        wakers.wake();
    }
}

impl<E: ApiEvent> State<E> {
    /// Remembers what is in the application; tells what has just entered, and what has left.
    pub(super) fn attend(
        &mut self,
        session: &Session<E::Kind>,
        kind: Option<E::Kind>,
        event: &E,
        text: &str,
    ) -> (Option<About>, Option<About>) {
        let Some(kind) = kind else { return (None, None) };
        let (opens, closes) =
            (session.opening_kinds().contains(&kind), session.closing_kinds().contains(&kind));
        if !opens && !closes {
            return (None, None);
        }
        let Some(about) = first(event) else { return (None, None) };
        let application = Text::new(scan::peek(text, "application").unwrap_or_default());
        if opens {
            self.left_meanwhile.remove(&about);
            self.departed.remove(&about);
            self.present.insert(about.clone(), Some(application));
            return (Some(about), None);
        }
        // Moved from one application of this client to another, it may enter before it leaves.
        let elsewhere = self
            .present
            .get(&about)
            .is_some_and(|it| it.as_ref().is_some_and(|it| *it != application));
        if elsewhere {
            return (None, None);
        }
        self.present.remove(&about);
        self.departed.add(&about);
        // If it comes again, somebody else sent it here.
        self.own.remove(&about);
        if self.looks > 0 {
            self.left_meanwhile.insert(about.clone());
        }
        (None, Some(about))
    }
}

/// What enters the application with an event.
pub(super) fn entering<E: ApiEvent>(
    session: &Session<E::Kind>,
    kind: Option<E::Kind>,
    event: &E,
) -> Option<About> {
    kind.filter(|it| session.opening_kinds().contains(it)).and_then(|_| first(event))
}

/// What an event is mainly about.
pub(super) fn first<E: ApiEvent>(event: &E) -> Option<About> {
    let mut first = None;
    event.concerns(&mut |subject| {
        if first.is_none() {
            first = Some(About::from(subject));
        }
    });
    first
}
