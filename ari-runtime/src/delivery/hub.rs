//! Gives each frame to the consumers that want it: one look at the kind, one decoding, shared by all; never waits.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::Text;
use crate::delivery::consumer::{Consumer, Heard, Opener, Role, Wakers};
use crate::delivery::departed::Departed;
use crate::delivery::following::Following;
use crate::delivery::index::{About, Entry, Index, Interest};
use crate::delivery::opening::first;
use crate::delivery::queue::Counts;
use crate::delivery::repeats::Repeats;
use crate::delivery::{Delivery, Ended, Lost, Reconnected};
use crate::event::frame::Frame;
use crate::event::{ApiEvent, DecodeError, decode_frame, scan};
use crate::tables::Session;

/// Who gets events.
pub(crate) struct Hub<E: ApiEvent> {
    session: Session<E::Kind>,
    state: Mutex<State<E>>,
}

pub(super) struct State<E: ApiEvent> {
    pub(super) index: Index<E>,
    /// The application hears of everything, so that nothing need be followed; subscriptions can cover a thing twice.
    pub(super) hears_everything: bool,
    repeats: Repeats,
    frames: FrameCounts,
    /// Consumers to which nothing more comes, but which are not dropped yet.
    lingering: HashMap<usize, Arc<Entry<E>>>,
    /// Counts of consumers that are gone.
    retired: Counts,
    /// Of what was handed out; an entry keeps the last it heard.
    pub(super) number: u64,
    pub(super) generation: u64,
    /// What is in which application, as far as events that somebody wanted told, or pictures.
    pub(super) present: hashbrown::HashMap<About, Option<Text>>,
    pub(super) following: Following,
    /// What this client created itself, and whether it is known to exist.
    pub(super) own: hashbrown::HashMap<About, bool>,
    /// What was in an application and left.
    pub(super) departed: Departed,
    /// What took the place of what, as long as it is there.
    pub(super) replaced: hashbrown::HashMap<About, About>,
    /// Makes calls of what else enters.
    pub(super) opener: Option<Arc<dyn Opener<E>>>,
    /// What was found in the application without an event becomes a call too.
    pub(super) adopts: bool,
    /// Somebody asks Asterisk what there is, and what left meanwhile, so that the answer does not bring it back.
    pub(super) looks: usize,
    pub(super) left_meanwhile: hashbrown::HashSet<About>,
    /// Set once; who comes later is told at once.
    pub(super) ended: Option<Ended>,
}

/// Frames of the event connection: `received` is the sum of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FrameCounts {
    /// Text frames that arrived.
    pub received: u64,
    /// Events that reached somebody.
    pub wanted: u64,
    /// Events that nobody wanted; most are not even decoded.
    pub filtered: u64,
    /// Frames that are no event as documented.
    pub malformed: u64,
    /// Responses to requests that went over the same connection.
    pub responses: u64,
    /// Repeats that Asterisk sends where two subscriptions cover the same thing.
    pub duplicates: u64,
}

/// A consumer's place in the hub; dropping it gives it up.
pub(crate) struct Subscription<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    entry: Arc<Entry<E>>,
}

impl<E: ApiEvent> Subscription<E> {
    pub(super) fn new(hub: &Arc<Hub<E>>, entry: &Arc<Entry<E>>) -> Self {
        Self { hub: hub.clone(), entry: entry.clone() }
    }
}

impl<E: ApiEvent> Drop for Subscription<E> {
    fn drop(&mut self) {
        let mut wakers = Wakers::default();
        let mut guard = self.hub.lock();
        let state = &mut *guard;
        if state.index.remove(&self.entry)
            && let Some(about) = self.entry.about()
        {
            self.hub.look_at(state, &about, &mut wakers);
        }
        state.lingering.remove(&place(&self.entry));
        state.retired += self.entry.consumer.counts();
        drop(guard);
        wakers.wake();
    }
}

impl<E: ApiEvent> Hub<E> {
    /// A hub without consumers; where the application hears of everything, frames that come twice are handed out once.
    pub(crate) fn new(session: Session<E::Kind>, hears_everything: bool) -> Self {
        let state = State {
            index: Index::default(),
            hears_everything,
            repeats: Repeats::default(),
            frames: FrameCounts::default(),
            lingering: HashMap::new(),
            retired: Counts::default(),
            number: 0,
            generation: 1,
            present: hashbrown::HashMap::new(),
            following: Following::default(),
            own: hashbrown::HashMap::new(),
            departed: Departed::default(),
            replaced: hashbrown::HashMap::new(),
            opener: None,
            adopts: false,
            looks: 0,
            left_meanwhile: hashbrown::HashSet::new(),
            ended: None,
        };
        Self { session, state: Mutex::new(state) }
    }

    pub(crate) fn session(&self) -> &Session<E::Kind> {
        &self.session
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives a consumer what it is interested in, from the next frame on.
    pub(crate) fn subscribe(
        self: &Arc<Self>,
        interest: Interest<E::Kind>,
        consumer: Arc<dyn Consumer<E>>,
    ) -> Subscription<E> {
        let mut wakers = Wakers::default();
        let mut guard = self.lock();
        let state = &mut *guard;
        let entry = Entry::new(consumer, interest, state.generation);
        match state.ended {
            Some(ended) => {
                entry.consumer.hear(Heard::End(ended), &mut wakers);
                state.lingering.insert(place(&entry), entry.clone());
            }
            None => state.index.add(&entry),
        }
        if let Some(about) = &entry.interest.about {
            self.look_at(state, about, &mut wakers);
        }
        drop(guard);
        wakers.wake();
        Subscription::new(self, &entry)
    }

    /// Hands out one frame and tells its kind, where that is known. The wakers are for the caller to wake.
    pub(crate) fn frame(self: &Arc<Self>, text: &str, wakers: &mut Wakers) -> Option<E::Kind> {
        let name = scan::peek_type(text);
        let kind = name.as_deref().and_then(E::kind);
        let frame = {
            let mut state = self.lock();
            let state = &mut *state;
            if !state.wants(&self.session, kind, name.as_deref()) {
                state.frames.received += 1;
                state.frames.filtered += 1;
                return kind;
            }
            let frame = Frame::from(text);
            if (state.hears_everything || state.following.overlaps())
                && frame.shared().is_some_and(|text| state.repeats.is_repeat(text))
            {
                state.frames.received += 1;
                state.frames.duplicates += 1;
                return kind;
            }
            frame
        };
        // Without the lock: decoding is most of the work.
        match decode_frame(&frame, name.as_deref(), kind) {
            Ok(event) => self.event((kind, name.as_deref()), &event, text, wakers),
            Err(error) => self.malformed(kind, error, wakers),
        }
        kind
    }

    fn event(
        self: &Arc<Self>,
        (kind, name): (Option<E::Kind>, Option<&str>),
        event: &E,
        text: &str,
        wakers: &mut Wakers,
    ) {
        let state = &mut *self.lock();
        state.number += 1;
        let number = state.number;
        let mut reached = false;
        let mut over: Vec<About> = Vec::new();
        let (entered, left) = state.attend(&self.session, kind, event, text);
        for entry in state.index.at_large(kind, name) {
            if entry.first(number) {
                entry.consumer.hear(Heard::Event { event, kind, role: Role::Passing }, wakers);
                reached = true;
            }
        }
        event.concerns(&mut |subject| {
            let entries = state.index.about(&subject);
            if entries.is_empty() && state.own.is_empty() {
                return;
            }
            let role = match self.role(kind, subject.kind) {
                // It left an application in which it was before.
                Role::Closing if left.is_none() => Role::Passing,
                role => role,
            };
            if role == Role::Terminal {
                state.own.remove(&subject);
                state.following.is_over(&subject);
            }
            for entry in entries {
                entry.seen.store(true, Ordering::Relaxed);
                if entry.interest.wants(kind) && entry.first(number) {
                    entry.consumer.hear(Heard::Event { event, kind, role }, wakers);
                    reached = true;
                }
            }
            if role == Role::Terminal {
                over.extend(entries.first().and_then(|it| it.about()));
            }
        });
        if let Some(about) = entered {
            reached |= self.replace(state, &about, text, wakers)
                || self.open(state, &about, Some(event), wakers);
        } else if let Some(about) = left {
            // From here on Asterisk tells of it only if it was told to.
            self.look_at(state, &about, wakers);
            state.replaced_left(&about, wakers);
        } else if kind.is_some_and(|it| self.session.staying_kinds().contains(&it))
            && let (Some(about), Some(opener)) = (first(event), &state.opener)
        {
            opener.stays(&about, wakers);
        }
        // Together, so that whoever looks finds the sum right.
        state.frames.received += 1;
        if reached {
            state.frames.wanted += 1;
        } else {
            state.frames.filtered += 1;
        }
        over.iter().for_each(|it| state.end_thing(it));
    }

    fn malformed(self: &Arc<Self>, kind: Option<E::Kind>, error: DecodeError, wakers: &mut Wakers) {
        tracing::warn!(kind = error.kind, path = error.path, "malformed frame");
        let error = Arc::new(error);
        let state = &mut *self.lock();
        state.frames.received += 1;
        state.frames.malformed += 1;
        state.number += 1;
        let mut over = Vec::new();
        for entry in state.index.at_large(kind, error.kind.as_deref()) {
            if entry.first(state.number) {
                let role = Role::Passing;
                entry.consumer.hear(Heard::Malformed { error: &error, kind, role }, wakers);
            }
        }
        // What it is about was not decoded, but whose id it does not hold it is not about. Rare enough to ask everyone.
        for (about, entry) in state.index.things() {
            if entry.interest.wants(kind) && about.is_named_in(&error.raw) {
                let role = self.role(kind, &about.kind);
                entry.consumer.hear(Heard::Malformed { error: &error, kind, role }, wakers);
                if role == Role::Terminal {
                    over.push(about.clone());
                }
            }
        }
        over.iter().for_each(|it| state.end_thing(it));
        if let Some((about, application)) = self.opened_by_malformed(kind, &error.raw) {
            state.present.insert(about.clone(), Some(application));
            self.open(state, &about, None, wakers);
        } else if kind.is_some_and(|it| self.session.closing_kinds().contains(&it))
            && let Some((about, _)) = self.call_of_malformed(&error.raw)
        {
            state.present.remove(&about);
            state.own.remove(&about);
        }
    }

    /// The call that an event opens which is not as documented, and its application.
    pub(super) fn opened_by_malformed(
        &self,
        kind: Option<E::Kind>,
        raw: &str,
    ) -> Option<(About, Text)> {
        kind.filter(|it| self.session.opening_kinds().contains(it))?;
        self.call_of_malformed(raw)
    }

    fn call_of_malformed(&self, raw: &str) -> Option<(About, Text)> {
        let event: Value = serde_json::from_str(raw).ok()?;
        let subject = self.session.call_subject();
        let about = About::new(subject, "", event[subject]["id"].as_str()?);
        Some((about, event["application"].as_str().unwrap_or_default().into()))
    }

    pub(super) fn role(&self, kind: Option<E::Kind>, thing: &str) -> Role {
        match kind {
            Some(kind) if self.session.terminal_for(thing).contains(&kind) => Role::Terminal,
            Some(kind) if self.session.closing_kinds().contains(&kind) => Role::Closing,
            _ => Role::Passing,
        }
    }

    /// Tells everyone that the connection was lost.
    pub(crate) fn lost(&self, lost: Lost, wakers: &mut Wakers) {
        let mut state = self.lock();
        state.tell(&Delivery::Lost(lost), wakers);
        state.following.is_cut(wakers);
        drop(state);
        wakers.wake();
    }

    /// Tells everyone that it is there again, and begins to count what comes now as after the gap.
    pub(crate) fn reconnected(&self, reconnected: Reconnected, wakers: &mut Wakers) {
        let mut state = self.lock();
        state.generation = reconnected.generation;
        state.following.is_mended();
        state.tell(&Delivery::Reconnected(reconnected), wakers);
        drop(state);
        wakers.wake();
    }

    /// Another connection has an application now, and hears of what is in it.
    pub(crate) fn taken(&self, application: &str, wakers: &mut Wakers) {
        let state = &mut *self.lock();
        let there = state.present.iter();
        let there = there.filter(|(_, it)| it.as_deref() == Some(application));
        for about in there.map(|(about, _)| about.clone()).collect::<Vec<_>>() {
            for entry in state.index.about(&about.subject()) {
                entry.consumer.hear(Heard::End(Ended::Replaced), wakers);
            }
            state.present.remove(&about);
            state.own.remove(&about);
            state.following.is_over(&about.subject());
            state.end_thing(&about);
        }
    }

    /// Tells everyone that nothing more will come, and why.
    pub(crate) fn end(&self, ended: Ended) {
        let mut wakers = Wakers::default();
        let mut state = self.lock();
        if state.ended.is_some() {
            return;
        }
        state.ended = Some(ended);
        state.number += 1;
        for entry in state.index.all() {
            if entry.first(state.number) {
                entry.consumer.hear(Heard::End(ended), &mut wakers);
            }
        }
        let index = std::mem::take(&mut state.index);
        let lingering: Vec<_> = index.all().map(|it| (place(it), it.clone())).collect();
        state.lingering.extend(lingering);
        let opener = state.opener.take();
        state.following.is_cut(&mut wakers);
        drop(state);
        drop((index, opener));
        wakers.wake();
    }

    /// A frame was the response to a request.
    pub(crate) fn response(&self) {
        let mut state = self.lock();
        state.frames.received += 1;
        state.frames.responses += 1;
    }

    /// Two subscriptions may cover the same thing.
    pub(crate) fn may_repeat(&self) {
        self.lock().following.may_overlap();
    }

    /// The applications were found to hear of everything.
    pub(crate) fn hears_everything(&self) {
        self.lock().hears_everything = true;
    }

    /// They were found to hear of nothing twice.
    pub(crate) fn hears_once(&self) {
        self.lock().following.does_not_overlap();
    }

    pub(crate) fn frame_counts(&self) -> FrameCounts {
        self.lock().frames
    }

    /// What became of the items of all consumers, those that are gone included.
    pub(crate) fn delivery_counts(&self) -> Counts {
        let mut state = self.lock();
        let mut sum = state.retired;
        state.number += 1;
        for entry in state.index.all().chain(state.lingering.values()) {
            if entry.first(state.number) {
                sum += entry.consumer.counts();
            }
        }
        sum
    }
}

impl<E: ApiEvent> State<E> {
    /// Nothing more comes to a consumer.
    pub(super) fn retire(&mut self, entry: Arc<Entry<E>>) {
        self.index.remove(&entry);
        self.lingering.insert(place(&entry), entry);
    }

    /// Nothing more comes about a thing.
    pub(super) fn end_thing(&mut self, about: &About) {
        let entries = self.index.remove_thing(about.subject());
        self.lingering.extend(entries.into_iter().map(|it| (place(&it), it)));
    }

    /// Could anyone want an event of this kind?
    fn wants(&self, session: &Session<E::Kind>, kind: Option<E::Kind>, name: Option<&str>) -> bool {
        self.index.wants(kind, name)
            || kind.is_some_and(|kind| {
                // What entered leaves the books again, whoever wants to hear of it.
                let holds = !self.present.is_empty() || !self.own.is_empty() || self.looks > 0;
                (holds && session.closing_kinds().contains(&kind))
                    || (self.opener.is_some() && session.opening_kinds().contains(&kind))
                    || (self.opener.is_some() && session.staying_kinds().contains(&kind))
                    || self
                        .own
                        .keys()
                        .next()
                        .is_some_and(|it| session.terminal_for(&it.kind).contains(&kind))
            })
    }

    pub(super) fn tell(&mut self, item: &Delivery<E>, wakers: &mut Wakers) {
        self.number += 1;
        for entry in self.index.all() {
            if entry.first(self.number) {
                entry.consumer.hear(Heard::Life(item), wakers);
            }
        }
    }
}

/// What tells one entry from another.
fn place<E: ApiEvent>(entry: &Arc<Entry<E>>) -> usize {
    Arc::as_ptr(entry) as usize
}
