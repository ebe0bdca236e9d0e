//! What Asterisk was found to hold, set against what the hub knows: after a gap, and when calls are to be adopted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::Text;
use crate::delivery::Delivery;
use crate::delivery::consumer::{Gap, Heard, Wakers};
use crate::delivery::hub::{Hub, State};
use crate::delivery::index::About;
use crate::delivery::resynced::{Found, Picture, Resynced};
use crate::event::{ApiEvent, Subject};

/// While it is there, what leaves is remembered, so that an answer from before does not bring it back.
pub(crate) struct Look<E: ApiEvent>(Arc<Hub<E>>);

impl<E: ApiEvent> Drop for Look<E> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.looks -= 1;
        if state.looks == 0 {
            state.left_meanwhile.clear();
        }
    }
}

impl<E: ApiEvent> Hub<E> {
    /// Asterisk is about to be asked; keep this until the answer was handed over.
    pub(crate) fn look(self: &Arc<Self>) -> Look<E> {
        self.lock().looks += 1;
        Look(self.clone())
    }

    /// What was in the application or asked about before this connection: ids, whether they were ever
    /// heard of, and whether they were in the application.
    pub(crate) fn known(&self, kind: &str) -> BTreeMap<Text, (bool, bool)> {
        let state = self.lock();
        let present = state.present.keys().filter(|it| it.kind == kind);
        let mut known: BTreeMap<Text, (bool, bool)> =
            present.map(|it| (it.id.clone(), (true, true))).collect();
        for (about, exists) in &state.own {
            if about.kind == kind {
                known.entry(about.id.clone()).or_insert((*exists, false));
            }
        }
        for (about, entry) in state.index.things() {
            if about.kind == kind && entry.generation < state.generation {
                let (seen, _) = known.entry(about.id.clone()).or_default();
                *seen |= entry.seen.load(Ordering::Relaxed);
            }
        }
        known
    }

    /// Tells everyone what Asterisk holds after a gap; streams of what is gone end, waiters from before too.
    pub(crate) fn resynced(self: &Arc<Self>, resynced: Arc<Resynced>, wakers: &mut Wakers) {
        let mut guard = self.lock();
        let state = &mut *guard;
        state.tell(&Delivery::Resynced(resynced.clone()), wakers);
        let mut gaps: HashMap<(&str, &Text), Gap> = HashMap::new();
        for picture in &resynced.pictures {
            let kind = picture.kind.as_str();
            gaps.extend(picture.ended.iter().map(|id| ((kind, id), Gap::Gone)));
            gaps.extend(picture.left.iter().map(|id| ((kind, id), Gap::Left)));
        }
        let mut over = Vec::new();
        for (about, entry) in state.index.things() {
            if entry.generation < resynced.generation {
                let gap = gaps.get(&(about.kind.as_str(), &about.id)).copied();
                let gap = gap.unwrap_or(Gap::There);
                entry.consumer.hear(Heard::Gap(gap), wakers);
                if gap == Gap::Gone {
                    over.push(entry.clone());
                }
            }
        }
        over.into_iter().for_each(|it| state.retire(it));
        for picture in &resynced.pictures {
            let kind = &picture.kind;
            for id in picture.ended.iter().chain(&picture.left) {
                if let Some((about, _)) = state.present.remove_entry(&Subject::new(kind, id)) {
                    state.departed.add(&about);
                }
            }
            for id in &picture.ended {
                state.own.remove(&Subject::new(kind, id));
                state.following.is_over(&Subject::new(kind, id));
            }
        }
        self.find(state, &resynced.pictures, wakers);
        drop(guard);
        wakers.wake();
    }

    /// From now on what is found in an application becomes a call.
    pub(crate) fn adopts(&self) {
        self.lock().adopts = true;
    }

    /// Makes calls of what is there, beside what pictures show.
    pub(crate) fn adopt(self: &Arc<Self>, pictures: &[Picture]) {
        let mut wakers = Wakers::default();
        self.find(&mut self.lock(), pictures, &mut wakers);
        wakers.wake();
    }

    fn find(self: &Arc<Self>, state: &mut State<E>, pictures: &[Picture], wakers: &mut Wakers) {
        for picture in pictures {
            for found in &picture.appeared {
                state.find(&picture.kind, found);
            }
        }
        if state.adopts {
            // Those that have a handler are left to it.
            let there = state.present.keys();
            let there = there.filter(|it| it.kind == self.session().call_subject());
            for about in there.cloned().collect::<Vec<_>>() {
                self.open(state, &about, None, wakers);
            }
        }
    }
}

impl<E: ApiEvent> State<E> {
    /// Remembers what was found in an application.
    fn find(&mut self, kind: &str, found: &Found) {
        let about = About::new(kind, "", &found.id);
        if !self.left_meanwhile.contains(&about) {
            self.present.insert(about, found.application.clone());
        }
    }
}
