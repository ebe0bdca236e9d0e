//! How channels come into being, change state and get variables.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::pbx::Pbx;
use crate::pbx::channel::{Channel, Far, Party, Place, Presentation, State, Work};
use crate::pbx::variables::Variables;

/// What a new channel is.
#[derive(Debug)]
pub(crate) struct New {
    pub id: String,
    pub name: String,
    pub device: String,
    pub state: State,
    pub context: String,
    pub extension: String,
    pub far: Far,
}

impl Pbx {
    /// An id as Asterisk makes them.
    pub fn unique_id(&mut self) -> String {
        format!("{}.{}", self.clock.seconds(), self.serial("id"))
    }

    /// Is there a channel of this id? One that begins another's id is its, in capitals or not.
    pub fn is_taken(&self, id: &str) -> bool {
        let begins = |other: &String| {
            other.get(..id.len()).is_some_and(|start| start.eq_ignore_ascii_case(id))
        };
        self.channels.keys().any(begins)
    }

    /// Makes a channel without telling anybody.
    pub fn make(&mut self, new: New) {
        let channel = Channel {
            serial: self.serial("channel"),
            name: new.name,
            state: new.state,
            caller: Party::default(),
            connected: Party::default(),
            presentation: (Presentation::OPEN, Presentation::OPEN),
            ani: String::new(),
            dialled_number: String::new(),
            redirected_from: String::new(),
            shown_redirected: String::new(),
            linked: new.id.clone(),
            music_class: String::new(),
            texts: BTreeMap::new(),
            account: String::new(),
            place: Place {
                context: new.context,
                exten: new.extension,
                priority: 1,
                app_name: String::new(),
                app_data: String::new(),
            },
            created: self.clock.stamp(),
            language: "en".to_owned(),
            variables: Variables::default(),
            reported: BTreeSet::new(),
            shown: BTreeMap::new(),
            number: String::new(),
            device: new.device,
            protocol: String::new(),
            far: new.far,
            snoops: Vec::new(),
            work: Work::Nothing,
            in_dialplan: false,
            sent_to_dialplan: false,
            dialled: None,
            at_rest: Default::default(),
            dialling: None,
            was_dialled: false,
            bridge: None,
            muted: (false, false),
            playbacks: VecDeque::new(),
            recordings: VecDeque::new(),
            arguments: Vec::new(),
            hangup_cause: 0,
            tech_cause: None,
            music: None,
            silence: false,
            id: new.id.clone(),
        };
        self.users.add(&channel.device, &new.id);
        self.channels.insert(new.id, channel);
    }

    /// Gives a channel another state.
    pub fn becomes(&mut self, id: &str, state: State) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        if channel.state == state {
            return;
        }
        channel.state = state;
        channel.renew_shown();
        self.tell_state(id);
        self.device_changed(id);
    }

    /// Sets a variable and tells of it.
    pub fn set_variable(&mut self, id: &str, name: &str, value: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.variables.set(name, value);
        self.tell_variable(id, name, value);
    }

    /// The same, and its model shows the variable from now on, or no more.
    pub fn set_reported(&mut self, id: &str, name: &str, value: &str, reported: bool) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.variables.set(name, value);
        let changed = match reported {
            true => {
                channel.reported.insert(name.to_owned());
                true
            }
            false => channel.reported.remove(name),
        };
        // Asterisk renews nothing where nothing is left to show.
        if changed && !channel.reported.is_empty() {
            channel.renew_shown();
        }
        self.tell_variable(id, name, value);
    }

    /// Runs an application of the dialplan, as everybody sees.
    pub fn shows(&mut self, id: &str, application: &str, data: &str) {
        if let Some(channel) = self.channels.get_mut(id) {
            application.clone_into(&mut channel.place.app_name);
            data.clone_into(&mut channel.place.app_data);
            channel.renew_shown();
        }
    }

    /// Gives a channel the name and number of who calls, and tells of both where something changes.
    pub fn identify(&mut self, id: &str, party: &Party) {
        if party.is_empty() {
            return;
        }
        if let Some(channel) = self.channels.get_mut(id) {
            channel.caller = party.clone();
            channel.ani.clone_from(&party.number);
        }
        self.tell_caller(id);
        if let Some(channel) = self.channels.get_mut(id) {
            channel.connected = party.clone();
        }
        self.tell_channel("ChannelConnectedLine", id, |it| it);
    }

    /// The same with a name and number of each side, which are there at once.
    pub fn identify_both(&mut self, id: &str, caller: Party, connected: Party) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        let changed = (channel.caller != caller, channel.connected != connected);
        (channel.caller, channel.connected) = (caller, connected);
        self.tell_parties(id, changed.0, changed.1);
    }

    /// Tells who calls and who is called, where that is new.
    pub fn tell_parties(&mut self, id: &str, caller: bool, connected: bool) {
        if caller {
            self.tell_caller(id);
        }
        if connected {
            self.tell_channel("ChannelConnectedLine", id, |it| it);
        }
    }

    /// Tells who calls.
    pub fn tell_caller(&mut self, id: &str) {
        let Some(channel) = self.channels.get_mut(id) else { return };
        channel.shown_redirected.clone_from(&channel.redirected_from);
        // Nobody asks for what is not there: then it tells how it would be.
        let presented = match channel.caller.is_empty() {
            true => channel.presentation.1,
            false => channel.presented(),
        };
        self.tell_channel("ChannelCallerId", id, |it| {
            it.field("caller_presentation", &presented.number())
                .field("caller_presentation_txt", presented.text())
        });
    }
}
