//! What is heard at the far end of a channel, and who is there to talk to: worked out from what the channel has, whenever
//! that changes.

use crate::pbx::Pbx;
use crate::pbx::bridge::{Kind, Member, Who};
use crate::pbx::channel::{Channel, Far, Step, Work};
use crate::pbx::local::Indication;
use crate::phone::{Happened, Heard};

impl Pbx {
    /// What a telephone hears may be something else now; at a half of a Local channel, what all hear who are with the
    /// other half.
    pub fn phone_hears_change(&mut self, id: &str) {
        let mut reached = Vec::new();
        self.reach(id, &mut reached);
        self.hear(&reached);
    }

    /// Others may hear something else of a channel now, and it may hear itself.
    pub fn others_hear_change(&mut self, id: &str) {
        let mut reached = vec![id.to_owned()];
        if let Some(bridge) = self.channels.get(id).and_then(|it| it.bridge.clone()) {
            for member in self.members(&bridge) {
                self.reach(&member, &mut reached);
            }
        }
        self.hear(&reached);
    }

    /// Writes down what the telephones among these channels hear, and with whom they are.
    fn hear(&self, reached: &[String]) {
        for id in reached {
            if let Some(line) = self.line(id) {
                line.notes(Happened::Company(self.company(id, &mut Vec::new())));
                line.notes(Happened::Heard(self.heard(id)));
            }
        }
    }

    /// The channels whose far ends hear what a channel hears.
    fn reach(&self, id: &str, reached: &mut Vec<String>) {
        if reached.iter().any(|it| it == id) {
            return;
        }
        reached.push(id.to_owned());
        let Some(other) = self.other_half(id) else { return };
        let Some(bridge) = self.channels.get(&other).and_then(|it| it.bridge.clone()) else {
            return;
        };
        for member in self.members(&bridge) {
            if member != other {
                self.reach(&member, reached);
            }
        }
    }

    /// What is heard at the far end of a channel.
    pub fn heard(&self, id: &str) -> Heard {
        self.heard_through(id, &mut Vec::new())
    }

    fn heard_through(&self, id: &str, passed: &mut Vec<String>) -> Heard {
        let Some(channel) = self.channels.get(id) else { return Heard::Silence };
        if passed.iter().any(|it| it == id) || channel.muted.1 {
            return Heard::Silence;
        }
        passed.push(id.to_owned());
        if let Some(sound) = channel.playbacks.front().and_then(|it| self.sound_of(it)) {
            return sound;
        }
        if let Some(heard) = self.heard_of_step(channel) {
            return heard;
        }
        if let Some(class) = &channel.music {
            return Heard::Music(class.clone());
        }
        if channel.silence {
            return Heard::Silence;
        }
        if let Some(bridge) = &channel.bridge {
            return self.heard_in(bridge, id, passed);
        }
        match self.phones.in_call.get(id).and_then(|it| it.signal) {
            Some(Indication::Ringing) => Heard::Ringing,
            Some(Indication::Busy) => Heard::Busy,
            Some(Indication::Congestion) => Heard::Congestion,
            _ => Heard::Silence,
        }
    }

    /// What a step of the dialplan plays.
    fn heard_of_step(&self, channel: &Channel) -> Option<Heard> {
        let Work::Step(step) = &channel.work else { return None };
        let data = channel.place.app_data.split(',').next().unwrap_or_default();
        Some(match (channel.place.app_name.as_str(), step) {
            ("Playback", Step::Wait(_)) => Heard::Media(format!("sound:{data}")),
            ("MusicOnHold", _) if data.is_empty() => Heard::Music("default".to_owned()),
            ("MusicOnHold", _) => Heard::Music(data.to_owned()),
            ("Milliwatt", _) => Heard::Media("tone:1004".to_owned()),
            ("Echo", _) => self.voice_of(channel)?,
            _ => return None,
        })
    }

    /// What a member of a bridge hears of it: what is played to all, and then the others.
    fn heard_in(&self, bridge: &str, id: &str, passed: &mut Vec<String>) -> Heard {
        if let Some(heard) = self.played_in(bridge) {
            return heard;
        }
        let is_pair = self.members(bridge).len() == 2;
        for member in &self.others(bridge, id) {
            let Some(channel) = self.channels.get(member) else { continue };
            let heard = match &channel.far {
                Far::Local(other) => self.heard_through(other, passed),
                // A conference of more has no music for who is put on hold.
                Far::Phone if is_pair && self.holds(member) => Heard::Music("default".to_owned()),
                Far::Phone => self.voice_of(channel).unwrap_or(Heard::Silence),
                Far::Snoop(_) | Far::Media | Far::Nobody => Heard::Silence,
            };
            if heard != Heard::Silence && !channel.muted.0 {
                return heard;
            }
        }
        Heard::Silence
    }

    fn holds(&self, id: &str) -> bool {
        self.phones.in_call.get(id).is_some_and(|it| it.holds)
    }

    /// The voice at the far end of a channel, while it talks and does not hold.
    fn voice_of(&self, channel: &Channel) -> Option<Heard> {
        let phone = self.phones.in_call.get(&channel.id)?;
        let is_heard = phone.talking.now && !phone.holds;
        is_heard.then(|| Heard::Voice(phone.line.name.clone()))
    }

    /// The names of those who are with a channel.
    fn company(&self, id: &str, passed: &mut Vec<String>) -> Vec<String> {
        let mut names = Vec::new();
        let bridge = self.channels.get(id).and_then(|it| it.bridge.as_ref());
        let Some(bridge) = bridge.filter(|_| !passed.iter().any(|it| it == id)) else {
            return names;
        };
        passed.push(id.to_owned());
        for member in &self.others(bridge, id) {
            match self.channels.get(member).map(|it| &it.far) {
                Some(Far::Phone) => names.extend(self.line(member).map(|it| it.name.clone())),
                Some(Far::Local(other)) => names.extend(self.company(other, passed)),
                _ => {}
            }
        }
        names
    }

    /// What a playback sounds like now: its medium, or nothing while it is paused.
    fn sound_of(&self, playback: &str) -> Option<Heard> {
        self.playbacks.get(playback).map(|it| match it.is_paused() {
            true => Heard::Silence,
            false => Heard::Media(it.medium().to_owned()),
        })
    }

    /// What is played to all members of a bridge now.
    fn played_in(&self, bridge: &str) -> Option<Heard> {
        let bridge = self.bridges.get(bridge)?;
        match bridge.playbacks.front().and_then(|it| self.sound_of(it)) {
            Some(sound) => Some(sound),
            None => bridge.music.clone().map(Heard::Music),
        }
    }

    /// Whom a member of a bridge may hear: in a holding bridge those who announce, since who waits there hears nobody who
    /// waits.
    fn others(&self, bridge: &str, id: &str) -> Vec<String> {
        let Some(bridge) = self.bridges.get(bridge) else { return Vec::new() };
        let is_heard = |it: &&Member| bridge.kind != Kind::Holding || it.joins.announces;
        let heard = bridge.members.iter().filter(is_heard);
        let channels = heard.filter_map(|it| match &it.who {
            Who::Channel(channel) if channel != id => Some(channel.clone()),
            _ => None,
        });
        channels.collect()
    }

    /// The channels in a bridge, in the order in which they came.
    fn members(&self, bridge: &str) -> Vec<String> {
        let bridge = self.bridges.get(bridge);
        bridge.map(|it| it.channels().map(str::to_owned).collect()).unwrap_or_default()
    }
}
