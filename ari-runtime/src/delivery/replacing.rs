//! A thing that takes another's place in the application, as a transfer does with channels: who followed the one follows
//! the other from then on.

use crate::Text;
use crate::delivery::consumer::{Heard, Wakers};
use crate::delivery::hub::{Hub, State};
use crate::delivery::index::About;
use crate::event::{ApiEvent, Subject};

impl<E: ApiEvent> Hub<E> {
    /// What has entered may have taken another's place; tells whether it is a call's new channel.
    pub(super) fn replace(
        &self,
        state: &mut State<E>,
        new: &About,
        text: &str,
        wakers: &mut Wakers,
    ) -> bool {
        let Some(old) = self.session().replaced_in(text) else { return false };
        let old = About::new(&new.kind, &new.group, &old);
        if state.own.contains_key(&old) {
            // It is for who made the one before.
            state.own.insert(new.clone(), true);
        }
        let is_call = state.opener.as_ref().is_some_and(|it| it.replaced(&old, new));
        state.index.rename(&old.subject(), new, |it| it.moves_to(&new.id));
        state.replaced.insert(old.clone(), new.clone());
        // Asterisk has forgotten it.
        state.following.is_over(&old.subject());
        self.look_at(state, new, wakers);
        is_call
    }

    /// What has taken a thing's place, directly or not.
    pub(crate) fn successor(&self, subject: &Subject<'_>) -> Option<Text> {
        let state = self.lock();
        let mut last = state.replaced.get(subject)?;
        while let Some(next) = state.replaced.get(last) {
            last = next;
        }
        Some(last.id.clone())
    }
}

impl<E: ApiEvent> State<E> {
    /// A thing has left; of one that was replaced no event tells the end.
    pub(super) fn replaced_left(&mut self, about: &About, wakers: &mut Wakers) {
        if self.replaced.is_empty() {
            return;
        }
        if self.replaced.contains_key(about) {
            for entry in self.index.about(&about.subject()) {
                entry.consumer.hear(Heard::Gone, wakers);
            }
            self.own.remove(about);
            self.end_thing(about);
        }
        // Nobody asks for what is gone itself.
        self.replaced.retain(|_, new| new != about);
    }
}
