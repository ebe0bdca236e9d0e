//! Which things the application has to hear of because somebody follows them to their end; asks Asterisk nothing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use hashbrown::HashMap;
use tokio::sync::Notify;

use crate::Text;
use crate::delivery::consumer::{Heard, Wakers, until};
use crate::delivery::hub::{Hub, State};
use crate::delivery::index::About;
use crate::event::{ApiEvent, Subject};

/// The things that are followed, as far as Asterisk was told.
#[derive(Default)]
pub(super) struct Following {
    /// Subscribed, and in which application.
    held: HashMap<About, Option<Text>>,
    stages: HashMap<About, Stage>,
    due: VecDeque<About>,
    /// Who waits until Asterisk knows of a thing, each woken for its own.
    awaited: HashMap<About, Arc<Notify>>,
    changed: Arc<Notify>,
    /// There is no connection, so that nothing can be told.
    cut: bool,
    /// Something was subscribed that has the events of others among its own, so that they come twice.
    overlaps: bool,
    /// It is not known yet what the application heard of before.
    may_overlap: bool,
}

enum Stage {
    /// To be looked at.
    Due,
    /// Asterisk is being told; perhaps it has to be looked at again then.
    Told { again: bool },
}

/// What Asterisk is to be told of a thing.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) about: About,
    /// The application that is to hear of it; `None` where that is not known.
    pub(crate) application: Option<Text>,
    /// Or to hear no more.
    pub(crate) begins: bool,
    /// It has existed, so that it is gone if Asterisk does not know it.
    existed: bool,
}

impl Following {
    fn look_at(&mut self, about: &About, wakers: &mut Wakers) {
        match self.stages.get_mut(about) {
            Some(Stage::Due) => {}
            Some(Stage::Told { again }) => *again = true,
            None => {
                self.stages.insert(about.clone(), Stage::Due);
                self.due.push_back(about.clone());
                wakers.notify(&self.changed);
            }
        }
    }

    pub(super) fn overlaps(&self) -> bool {
        self.overlaps || self.may_overlap
    }

    pub(super) fn may_overlap(&mut self) {
        self.may_overlap = true;
    }

    /// What it heard of before does not.
    pub(super) fn does_not_overlap(&mut self) {
        self.may_overlap = false;
    }

    /// It is gone, and Asterisk forgets it by itself.
    pub(super) fn is_over(&mut self, subject: &Subject<'_>) {
        self.held.remove(subject);
    }

    /// The connection was lost.
    pub(super) fn is_cut(&mut self, wakers: &mut Wakers) {
        self.cut = true;
        self.awaited.drain().for_each(|(_, it)| wakers.notify(&it));
    }

    /// Asterisk knows of it, as far as it has to.
    fn is_settled(&mut self, about: &About, wakers: &mut Wakers) {
        if let Some(awaited) = self.awaited.remove(about) {
            wakers.notify(&awaited);
        }
    }

    /// It is there again: what Asterisk was being told is told again.
    pub(super) fn is_mended(&mut self) {
        self.cut = false;
        for (about, stage) in &mut self.stages {
            if matches!(stage, Stage::Told { .. }) {
                *stage = Stage::Due;
                self.due.push_back(about.clone());
            }
        }
    }
}

impl<E: ApiEvent> Hub<E> {
    /// Waits until Asterisk is to be told something.
    pub(crate) async fn next_change(&self) -> Change {
        let changed = self.lock().following.changed.clone();
        let change = || {
            let mut wakers = Wakers::default();
            let change = self.change(&mut wakers);
            wakers.wake();
            change
        };
        until(&changed, change).await
    }

    /// Waits until Asterisk has been told of a thing, if it has to be and can be.
    pub(crate) async fn is_told(&self, about: &About) {
        let is_told = |it: &Following| it.cut || !it.stages.contains_key(about);
        let awaited = {
            let following = &mut self.lock().following;
            if is_told(following) {
                return;
            }
            following.awaited.entry(about.clone()).or_default().clone()
        };
        until(&awaited, || is_told(&self.lock().following).then_some(())).await;
    }

    fn change(&self, wakers: &mut Wakers) -> Option<Change> {
        let state = &mut *self.lock();
        while let Some(about) = state.following.due.pop_front() {
            let begins = state.is_followed(&about);
            let application = match (begins, state.following.held.get(&about)) {
                (true, None) => state.present.get(&about).cloned().flatten(),
                (false, Some(application)) => application.clone(),
                _ => {
                    state.following.stages.remove(&about);
                    state.following.is_settled(&about, wakers);
                    continue;
                }
            };
            state.following.stages.insert(about.clone(), Stage::Told { again: false });
            let existed = state.has_existed(&about);
            return Some(Change { about, application, begins, existed });
        }
        None
    }

    /// Asterisk was told, and whether there is such a thing; `None` where it did not say.
    pub(crate) fn told(&self, change: Change, exists: Option<bool>) {
        let mut wakers = Wakers::default();
        let Change { about, application, begins, existed } = change;
        let mut guard = self.lock();
        let state = &mut *guard;
        let stage = state.following.stages.remove(&about);
        if begins && exists == Some(true) {
            state.following.overlaps |= self.overlaps(about.subject().kind);
            state.following.held.insert(about.clone(), application);
        } else {
            state.following.held.remove(&about);
        }
        let is_missing = begins && exists == Some(false);
        let has_come = !existed && state.has_existed(&about);
        let again = matches!(stage, Some(Stage::Told { again: true }));
        if again || exists == Some(true) || is_missing && has_come {
            // Perhaps nobody follows it any longer.
            self.look_at(state, &about, &mut wakers);
        } else if is_missing && existed && !state.present.contains_key(&about) {
            // What is in an application still has an event on its way.
            Self::gone_unseen(state, &about, &mut wakers);
        }
        if !state.following.stages.contains_key(&about) {
            state.following.is_settled(&about, &mut wakers);
        }
        drop(guard);
        wakers.wake();
    }

    /// It was there and is gone: the event that would tell so was not sent.
    fn gone_unseen(state: &mut State<E>, about: &About, wakers: &mut Wakers) {
        for entry in state.index.about(&about.subject()) {
            entry.consumer.hear(Heard::Gone, wakers);
        }
        state.own.remove(about);
        state.end_thing(about);
    }

    /// The program itself subscribed to something of this sort, or to all of it.
    pub(crate) fn subscribed(&self, kind: &str, all: bool) {
        let overlaps = all || self.overlaps(kind);
        self.lock().following.overlaps |= overlaps;
    }

    fn overlaps(&self, kind: &str) -> bool {
        let operations = self.session().application_operations();
        let mut sources = operations.map(|it| it.sources()).unwrap_or_default().iter();
        sources.any(|it| it.subject() == kind && it.has_events_of_others())
    }

    /// What the application hears of because it is followed.
    pub(crate) fn followed(&self) -> Vec<Change> {
        let state = self.lock();
        let held = state.following.held.iter().map(|(about, application)| Change {
            about: about.clone(),
            application: application.clone(),
            begins: true,
            existed: true,
        });
        held.collect()
    }

    /// Somebody began or ceased to hear of a thing, or it has come about.
    pub(super) fn look_at(&self, state: &mut State<E>, about: &About, wakers: &mut Wakers) {
        let is_source = || {
            let operations = self.session().application_operations();
            operations.is_some_and(|it| it.sources().iter().any(|it| it.subject() == about.kind))
        };
        // Who hears of everything hears of it.
        if !state.hears_everything
            && state.ended.is_none()
            && is_source()
            && state.is_followed(about) != state.following.held.contains_key(about)
        {
            state.following.look_at(about, wakers);
        }
    }
}

impl<E: ApiEvent> State<E> {
    fn has_existed(&self, about: &About) -> bool {
        let mut entries = self.index.about(&about.subject()).iter();
        entries.any(|it| it.seen.load(Ordering::Relaxed))
    }

    pub(super) fn is_followed(&self, about: &About) -> bool {
        self.index.about(&about.subject()).iter().any(|it| it.consumer.follows())
    }
}
