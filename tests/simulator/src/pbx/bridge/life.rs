//! How bridges come into being and end.

use std::collections::{BTreeMap, VecDeque};

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::bridge::{Bridge, Joins, Kind};
use crate::pbx::channel::Work;

/// What a new bridge is.
#[derive(Clone, Debug)]
pub(crate) struct New {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub stasis: bool,
    pub always_softmix: bool,
    pub video_mode: &'static str,
    pub variables: BTreeMap<String, String>,
    pub reported: BTreeMap<String, String>,
}

impl Pbx {
    /// Makes a bridge and tells of it.
    pub fn make_bridge(&mut self, new: New) {
        let id = new.id.clone();
        let bridge = Bridge {
            id: new.id,
            name: new.name,
            kind: new.kind,
            stasis: new.stasis,
            always_softmix: new.always_softmix,
            softmix: false,
            native: false,
            video_mode: new.video_mode,
            video_source: None,
            created: self.clock.stamp(),
            members: Vec::new(),
            variables: new.variables,
            reported: new.reported,
            playbacks: VecDeque::new(),
            music: None,
            passes_digit: false,
        };
        self.bridges.insert(id.clone(), bridge);
        self.tell_bridge("BridgeCreated", &id);
    }

    /// Everybody leaves a bridge, what is played in it ends, and it is gone.
    pub fn destroy_bridge(&mut self, id: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        let channels: Vec<String> = bridge.channels().map(str::to_owned).collect();
        for channel in &channels {
            self.forget_peers(channel);
        }
        if let Some(bridge) = self.bridges.get_mut(id) {
            // Nobody learns of new peers any more.
            bridge.members.retain(|it| matches!(it.who, super::Who::Channel(_)));
        }
        for channel in &channels {
            self.steps_out(channel, false);
        }
        self.stop_bridge_media(id);
        for channel in &channels {
            self.ends_part(channel, id);
        }
        self.vanish(id);
    }

    /// A bridge is gone.
    fn vanish(&mut self, id: &str) {
        self.tell_bridge("BridgeDestroyed", id);
        self.bridges.remove(id);
        self.forget_topic(&Topic::Bridge(id.to_owned()));
    }

    /// The dialplan connects two channels in a bridge of its own.
    pub fn join_two(&mut self, caller: &str, called: &str) {
        let id = uuid::Uuid::new_v4().to_string();
        self.make_bridge(New {
            id: id.clone(),
            name: String::new(),
            kind: Kind::Mixing,
            stasis: false,
            always_softmix: false,
            video_mode: "none",
            variables: BTreeMap::new(),
            reported: BTreeMap::new(),
        });
        if let Some(channel) = self.channels.get_mut(called) {
            channel.place.exten = String::new();
        }
        self.tell_dialplan(called);
        // They know each other from the call.
        let joins = Joins { anonymous: true, ..Joins::default() };
        self.enter_bridge(called, &id, joins);
        self.enter_bridge(caller, &id, joins);
    }

    /// One of two whom the dialplan has connected has left: the bridge ends, and mostly the other with it.
    pub(super) fn part_two(&mut self, id: &str) {
        let Some(other) = self.bridges.get(id).and_then(|it| it.channels().next()) else {
            return self.vanish(id);
        };
        let other = other.to_owned();
        self.steps_out(&other, true);
        self.vanish(id);
        if let Some(channel) = self.channels.get_mut(&other)
            && matches!(channel.work, Work::Step(_))
        {
            // The one it has dialled needs no end any more.
            channel.work = Work::Nothing;
        }
        if !self.dial_goes_on(&other) {
            self.finish(&other, 16);
        }
    }
}
