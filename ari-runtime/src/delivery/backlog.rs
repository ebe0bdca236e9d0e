//! Calls of what a stream holds when serving begins: what nobody has read yet is told to them in its order.

use std::sync::Arc;

use crate::delivery::Delivery;
use crate::delivery::consumer::{Gap, Heard, Opener, Role, Wakers};
use crate::delivery::hub::{Hub, State};
use crate::delivery::index::{About, Entry};
use crate::delivery::opening::entering;
use crate::event::ApiEvent;

/// What a stream held.
pub(crate) struct Backlog<E> {
    pub(crate) items: Vec<Delivery<E>>,
    /// Nothing is missing.
    pub(crate) complete: bool,
}

impl<E: ApiEvent> Hub<E> {
    /// From now on an opener decides about what enters, and about what is in the backlog. Tells whether there was none
    /// before.
    pub(crate) fn serve(
        self: &Arc<Self>,
        opener: Arc<dyn Opener<E>>,
        backlog: impl FnOnce() -> Backlog<E>,
    ) -> bool {
        let mut wakers = Wakers::default();
        let mut guard = self.lock();
        let state = &mut *guard;
        if state.opener.is_some() {
            return false;
        }
        if state.ended.is_none() {
            state.opener = Some(opener.clone());
        }
        let Backlog { items, complete } = backlog();
        // What came before a gap is told of it, be it in the backlog or still to come.
        let generation = items.iter().find_map(|it| match it {
            Delivery::Reconnected(it) => Some(it.generation - 1),
            _ => None,
        });
        let generation = generation.unwrap_or(state.generation);
        let calls = Vec::new();
        let mut told = Told { hub: self, state, opener, calls, generation, wakers: &mut wakers };
        items.iter().for_each(|it| told.item(it));
        if let Some(ended) = told.state.ended {
            told.tell(|_, _| Some((Heard::End(ended), true)));
        }
        // The backlog may lack what told that they left.
        let gone: Vec<About> = told.calls_not_in_an_application();
        told.tell(|about, _| gone.contains(about).then_some((Heard::Gap(Gap::Left), false)));
        if told.state.ended.is_none() && !complete {
            // Calls may have begun with what is missing.
            let there = told.state.present.keys();
            let there = there.filter(|it| it.kind == self.session().call_subject());
            for about in there.cloned().collect::<Vec<_>>() {
                self.open(told.state, &about, None, told.wakers);
            }
        }
        drop(guard);
        wakers.wake();
        true
    }
}

/// A backlog while it is told.
struct Told<'a, E: ApiEvent> {
    hub: &'a Arc<Hub<E>>,
    state: &'a mut State<E>,
    opener: Arc<dyn Opener<E>>,
    /// Calls that began in it.
    calls: Vec<Arc<Entry<E>>>,
    /// The connection that the next item came through.
    generation: u64,
    wakers: &'a mut Wakers,
}

impl<E: ApiEvent> Told<'_, E> {
    fn item(&mut self, item: &Delivery<E>) {
        match item {
            Delivery::Event(event) => {
                let kind = event.known_kind();
                self.state.number += 1;
                let (hub, number) = (self.hub, self.state.number);
                event.concerns(&mut |subject| {
                    let role = hub.role(kind, subject.kind);
                    self.tell(|about, entry| {
                        (about.subject() == subject && entry.first(number))
                            .then_some((Heard::Event { event, kind, role }, role == Role::Terminal))
                    });
                });
                if let Some(about) = entering(hub.session(), kind, event) {
                    self.enters(&about, Some(event));
                }
            }
            Delivery::Malformed(error) => {
                let kind = error.kind.as_deref().and_then(E::kind);
                let hub = self.hub;
                self.tell(|about, _| {
                    let role = hub.role(kind, &about.kind);
                    about
                        .is_named_in(&error.raw)
                        .then_some((Heard::Malformed { error, kind, role }, role == Role::Terminal))
                });
                if let Some((about, _)) = hub.opened_by_malformed(kind, &error.raw) {
                    self.enters(&about, None);
                }
            }
            Delivery::Reconnected(it) => self.generation = it.generation,
            Delivery::Resynced(resynced) => self.tell(|about, entry| {
                let gap = resynced.gap(&about.kind, &about.id);
                let before = entry.generation < resynced.generation;
                before.then_some((Heard::Gap(gap), gap == Gap::Gone))
            }),
            Delivery::Missed(_) | Delivery::Lost(_) | Delivery::Ended(_) => {}
        }
    }

    fn enters(&mut self, about: &About, event: Option<&E>) {
        if self.state.own.contains_key(about) {
            return;
        }
        let Self { hub, state, opener, calls, generation, wakers } = self;
        let mut join = |consumer| {
            let (subscription, entry) = hub.join(state, about, *generation, consumer);
            calls.push(entry);
            subscription
        };
        opener.open(about, event, &mut join, wakers);
        hub.look_at(state, about, wakers);
    }

    fn calls_not_in_an_application(&self) -> Vec<About> {
        let calls = self.calls.iter().filter_map(|it| it.interest.about.clone());
        calls.filter(|it| !self.state.present.contains_key(it)).collect()
    }

    /// Tells each call what is for it, and lets it go if that was the last.
    fn tell<'h>(&mut self, what: impl Fn(&About, &Entry<E>) -> Option<(Heard<'h, E>, bool)>) {
        self.calls.retain(|entry| {
            let about = entry.interest.about.as_ref();
            let Some((heard, last)) = about.and_then(|it| what(it, entry)) else { return true };
            entry.consumer.hear(heard, self.wakers);
            if last {
                self.state.retire(entry.clone());
            }
            !last
        });
    }
}
