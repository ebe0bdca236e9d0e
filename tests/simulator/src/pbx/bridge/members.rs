//! Who enters a bridge and who leaves it, and what everybody learns of the others.

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::bridge::{Joins, Kind, Member, Who};
use crate::pbx::channel::{Channel, Far, Step, Work};

/// The variable with the names of the others.
const PEERS: &str = "BRIDGEPEER";

/// The variable with what the technology of the only other one calls the call.
const PEER_CALL: &str = "BRIDGEPVTCALLID";

/// Asterisk names no more of them.
const NAMED_PEERS: usize = 10;

impl Pbx {
    /// A channel enters a bridge, and leaves the one that it is in.
    pub fn enter_bridge(&mut self, channel: &str, id: &str, joins: Joins) {
        self.remove_from_bridge(channel);
        if !self.bridges.contains_key(id) {
            return;
        }
        let Some(entering) = self.channels.get_mut(channel) else { return };
        entering.bridge = Some(id.to_owned());
        let (name, application) =
            (entering.name.clone(), entering.application().map(str::to_owned));
        if let Some(application) = application.and_then(|it| self.applications.get_mut(&it)) {
            application.takes_part(Topic::Bridge(id.to_owned()));
        }
        self.add_member(id, Member { who: Who::Channel(channel.to_owned()), name, joins });
        if !joins.anonymous {
            self.introduce(id);
        }
        self.bridge_hears_change(id);
    }

    /// Somebody enters, and everybody learns of it.
    pub(super) fn add_member(&mut self, id: &str, member: Member) {
        let Some(bridge) = self.bridges.get_mut(id) else { return };
        let who = member.who.clone();
        // Who makes Asterisk mix comes first from then on.
        let mixes = bridge.kind == Kind::Mixing
            && !bridge.always_softmix
            && !bridge.softmix
            && bridge.members.len() == 2;
        bridge.members.insert(if mixes { 0 } else { bridge.members.len() }, member);
        if let Who::Channel(channel) = &who {
            self.tell_member("ChannelEnteredBridge", id, channel);
        }
        self.reconfigure(id);
        // Asterisk does so each time when it takes itself out of the middle.
        let times = if self.bridges.get(id).is_some_and(|it| it.native) { 3 } else { 1 };
        for _ in 0..times {
            self.name_peers(id);
        }
    }

    /// A channel leaves its bridge, where it is in one; its application hears more of the bridge, as Asterisk has it.
    pub fn leave_bridge(&mut self, channel: &str) {
        let Some(id) = self.channels.get(channel).and_then(|it| it.bridge.clone()) else { return };
        let is_stasis = self.bridges.get(&id).is_some_and(|it| it.stasis);
        if !is_stasis
            && let Some(leaving) = self.channels.get_mut(channel)
            && matches!(leaving.work, Work::Step(Step::Dial(_)))
        {
            leaving.work = Work::Nothing;
        }
        self.steps_out(channel, true);
        if !is_stasis {
            self.part_two(&id);
        }
    }

    /// A channel is taken out of its bridge; its application hears no more of it.
    pub fn remove_from_bridge(&mut self, channel: &str) {
        let Some(id) = self.channels.get(channel).and_then(|it| it.bridge.clone()) else { return };
        self.leave_bridge(channel);
        self.ends_part(channel, &id);
    }

    /// The application of a channel has nothing more to do with a bridge.
    pub(super) fn ends_part(&mut self, channel: &str, id: &str) {
        let application = self.channels.get(channel).and_then(|it| it.application());
        if let Some(application) = application.map(str::to_owned) {
            self.parts(&application, &Topic::Bridge(id.to_owned()));
        }
    }

    /// A channel is in its bridge no more; those who stay may learn of it.
    pub(super) fn steps_out(&mut self, channel: &str, others_learn: bool) {
        let leaving = self.channels.get_mut(channel).and_then(|it| it.bridge.take());
        let Some(id) = leaving else { return };
        self.forget_peers(channel);
        let Some(bridge) = self.bridges.get_mut(&id) else { return };
        bridge.members.retain(|it| it.who != Who::Channel(channel.to_owned()));
        if bridge.video_source.as_deref() == Some(channel) {
            bridge.video_source = None;
            bridge.video_mode = "talker";
            self.tell_video_source(&id, Some(channel));
        }
        self.tell_member("ChannelLeftBridge", &id, channel);
        if others_learn {
            self.reconfigure(&id);
            self.name_peers(&id);
            self.nobody_announces_to_nobody(&id);
        }
        self.phone_hears_change(channel);
        self.bridge_hears_change(&id);
    }

    /// A part of Asterisk leaves.
    pub(super) fn remove_member(&mut self, id: &str, who: &Who) {
        let Some(bridge) = self.bridges.get_mut(id) else { return };
        let before = bridge.members.len();
        bridge.members.retain(|it| it.who != *who);
        if bridge.members.len() == before {
            return;
        }
        self.reconfigure(id);
        self.name_peers(id);
    }

    /// More than two are mixed otherwise than two, and two telephones need no mixing.
    pub(super) fn reconfigure(&mut self, id: &str) {
        let native = self.bridges.get(id).is_some_and(|it| {
            let calls = |it: &Channel| it.far == Far::Phone && !it.protocol.is_empty();
            let is_phone = |it: &str| self.channels.get(it).is_some_and(calls);
            it.kind == Kind::Mixing
                && it.members.len() == 2
                && it.channels().filter(|it| is_phone(it)).count() == 2
        });
        if let Some(bridge) = self.bridges.get_mut(id) {
            bridge.softmix = bridge.kind == Kind::Mixing && bridge.members.len() > 2;
            bridge.native = native;
        }
    }

    /// Everybody learns the names of the others; who is alone keeps those that it knows.
    fn name_peers(&mut self, id: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        if bridge.kind == Kind::Holding || bridge.members.len() < 2 {
            return;
        }
        let peers_of = |at: usize| {
            let others = bridge.members.iter().enumerate().filter(|(other, _)| *other != at);
            let names: Vec<&str> =
                others.take(NAMED_PEERS).map(|(_, it)| it.name.as_str()).collect();
            names.join(",")
        };
        let named: Vec<(String, String)> = bridge
            .members
            .iter()
            .enumerate()
            .filter_map(|(at, it)| match &it.who {
                Who::Channel(channel) => Some((channel.clone(), peers_of(at))),
                _ => None,
            })
            .collect();
        let two = match named.as_slice() {
            [(one, _), (other, _)] if bridge.members.len() == 2 => {
                Some([one.clone(), other.clone()])
            }
            _ => None,
        };
        for (channel, peers) in named {
            self.set_variable(&channel, PEERS, &peers);
            let other = two.iter().flatten().find(|it| **it != channel);
            let call = other.and_then(|it| self.channels.get(it)).map(|it| it.protocol.clone());
            if let Some(call) = call.filter(|it| !it.is_empty()) {
                self.set_variable(&channel, PEER_CALL, &call);
            }
        }
    }

    /// Who leaves knows nobody any more.
    pub(super) fn forget_peers(&mut self, channel: &str) {
        let Some(leaving) = self.channels.get_mut(channel) else { return };
        let had = [PEERS, PEER_CALL].map(|it| (it, leaving.variables.remove(it)));
        for (name, _) in had.into_iter().filter(|it| it.1) {
            self.tell_variable(channel, name, "");
        }
    }

    /// Two who are alone with each other learn who the other is.
    fn introduce(&mut self, id: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        if bridge.kind == Kind::Holding || bridge.members.len() != 2 {
            return;
        }
        let mut channels = bridge.channels().map(str::to_owned);
        let (Some(one), Some(other)) = (channels.next(), channels.next()) else { return };
        drop(channels);
        self.learns_of(&one, &other);
        self.learns_of(&other, &one);
    }

    fn learns_of(&mut self, channel: &str, other: &str) {
        let Some(party) = self.channels.get(other).map(|it| it.caller.clone()) else { return };
        let Some(learning) = self.channels.get_mut(channel) else { return };
        if learning.connected == party {
            return;
        }
        learning.connected = party.clone();
        self.tell_channel("ChannelConnectedLine", channel, |it| it);
        // For the other half of a Local channel it is the caller, of whom nothing is told yet.
        if let Some(half) = self.other_half(channel).and_then(|it| self.channels.get_mut(&it)) {
            half.caller = party;
        }
    }

    /// The picture of a member is shown to all.
    pub fn show_video_of(&mut self, id: &str, channel: &str) {
        let Some(bridge) = self.bridges.get_mut(id) else { return };
        let before = bridge.video_source.replace(channel.to_owned());
        bridge.video_mode = "single";
        self.tell_video_source(id, before.as_deref());
    }
}
