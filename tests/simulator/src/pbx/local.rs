//! Local channels: two halves, of which the second runs the dialplan as if it had called.

use crate::pbx::Pbx;
use crate::pbx::channel::{Far, State};
use crate::pbx::life::New;

impl Pbx {
    /// Makes both halves and tells of them; the other half has the second id.
    pub fn make_local(&mut self, number: &str, id: &str, other: &str) {
        let address = number.split('/').next().unwrap_or_default();
        let (extension, context) = address.split_once('@').unwrap_or((address, "default"));
        let serial = self.serial("Local");
        let new = |half: u8, id: &str, other: &str, state| New {
            id: id.to_owned(),
            name: format!("Local/{extension}@{context}-{serial:08x};{half}"),
            device: format!("Local/{extension}@{context}"),
            state,
            context: context.to_owned(),
            extension: extension.to_owned(),
            far: Far::Local(other.to_owned()),
        };
        self.make(new(1, id, other, State::Down));
        self.make(new(2, other, id, State::Ring));
        self.tell_created(id);
        self.tell_created(other);
    }

    /// Does the dialplan have what a Local channel was made for?
    pub fn leads_somewhere(&self, id: &str) -> bool {
        let other = self.other_half(id).and_then(|it| self.channels.get(&it));
        let Some(channel) = other else { return false };
        self.settings.dialplan.has(&channel.place.context, &channel.place.exten)
    }

    /// The id of the other half of a Local channel.
    pub fn other_half(&self, id: &str) -> Option<String> {
        match &self.channels.get(id)?.far {
            Far::Local(other) => Some(other.clone()),
            _ => None,
        }
    }

    /// The second half learns who calls.
    pub fn tell_second_half(&mut self, id: &str) {
        let Some(other) = self.other_half(id) else { return };
        let Some(channel) = self.channels.get(id) else { return };
        let (caller, connected) = (channel.connected.clone(), channel.caller.clone());
        let (language, music) = (channel.language.clone(), channel.music_class.clone());
        let linked = channel.linked.clone();
        let variables: Vec<_> = channel.variables.last_first().cloned().collect();
        for (name, value) in variables {
            self.set_variable(&other, &name, &value);
        }
        if let Some(channel) = self.channels.get_mut(&other) {
            (channel.language, channel.music_class, channel.linked) = (language, music, linked);
        }
        self.identify_both(&other, caller, connected);
    }

    /// The second half begins to run.
    pub fn start_second_half(&mut self, id: &str) {
        let Some(other) = self.other_half(id) else { return };
        let context = self.channels.get(&other).map(|it| it.place.context.clone());
        self.run_at(&other, &context.unwrap_or_default(), None, 1);
    }

    /// The second half says that it rings, is busy, has answered: whoever called the first half learns it.
    pub fn second_half_indicates(&mut self, id: &str, indication: Indication) {
        if let Some(first) = self.other_half(id) {
            self.called_indicates(&first, indication);
        }
    }
}

/// What a called party signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Indication {
    Ringing,
    Progress,
    Answer,
    Busy,
    Congestion,
}
