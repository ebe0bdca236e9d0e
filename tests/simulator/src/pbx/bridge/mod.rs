//! Bridges: what they are and how ARI shows them. Who is in them and what is played to them stands in the files beside.

mod announcers;
mod digits;
mod events;
mod life;
mod members;

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

pub(crate) use self::life::New;
use crate::pbx::Pbx;

/// What a bridge does with the audio of its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Mixing,
    Holding,
}

/// A bridge.
#[derive(Clone, Debug)]
pub(crate) struct Bridge {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    /// An application has made it, and not the dialplan.
    pub stasis: bool,
    /// It mixes the audio of all, however many they are.
    pub always_softmix: bool,
    /// More than two are in it.
    softmix: bool,
    /// Two telephones are connected without Asterisk in between.
    native: bool,
    pub video_mode: &'static str,
    pub video_source: Option<String>,
    pub created: String,
    /// In the order in which Asterisk walks through them.
    pub members: Vec<Member>,
    pub variables: BTreeMap<String, String>,
    /// The variables that its model shows.
    pub reported: BTreeMap<String, String>,
    /// Playbacks, the first of which plays.
    pub playbacks: VecDeque<String>,
    /// The music that all hear.
    pub music: Option<String>,
    /// A digit is on its way through it.
    passes_digit: bool,
}

/// Who is in a bridge.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// A channel, or a part of Asterisk that nobody sees as one.
    pub who: Who,
    /// What the others call it.
    pub name: String,
    pub joins: Joins,
}

/// A channel, or a part of Asterisk that nobody sees as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Channel(String),
    /// Plays the queue of media.
    Announcer,
    /// Plays music.
    Music,
    /// Makes the recording of this name.
    Recorder(String),
}

/// How a channel takes part in a bridge.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Joins {
    /// It speaks to those who wait in a holding bridge.
    pub announces: bool,
    /// Its digits end here.
    pub absorbs_digits: bool,
    /// Nobody is told who it is.
    pub anonymous: bool,
}

/// A bridge as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    technology: &'static str,
    bridge_type: &'static str,
    bridge_class: &'static str,
    creator: &'static str,
    name: &'a str,
    channels: Vec<&'a str>,
    creationtime: &'a str,
    video_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    video_source_id: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    bridgevars: &'a BTreeMap<String, String>,
}

impl Bridge {
    /// As ARI shows it.
    pub fn shown(&self) -> Shown<'_> {
        let mut channels: Vec<&str> = self.channels().collect();
        channels.sort_unstable();
        Shown {
            id: &self.id,
            technology: self.technology(),
            bridge_type: match self.kind {
                Kind::Mixing => "mixing",
                Kind::Holding => "holding",
            },
            bridge_class: if self.stasis { "stasis" } else { "basic" },
            creator: if self.stasis { "Stasis" } else { "" },
            name: &self.name,
            channels,
            creationtime: &self.created,
            video_mode: self.video_mode,
            video_source_id: self.video_source.as_deref(),
            bridgevars: &self.reported,
        }
    }

    fn technology(&self) -> &'static str {
        match self.kind {
            Kind::Holding => "holding_bridge",
            Kind::Mixing if self.softmix || self.always_softmix => "softmix",
            Kind::Mixing if self.native => "native_rtp",
            Kind::Mixing => "simple_bridge",
        }
    }

    /// The channels in it, in the order in which Asterisk walks through them.
    pub fn channels(&self) -> impl Iterator<Item = &str> {
        self.members.iter().filter_map(|it| match &it.who {
            Who::Channel(id) => Some(id.as_str()),
            _ => None,
        })
    }

    fn has(&self, who: &Who) -> bool {
        self.members.iter().any(|it| it.who == *who)
    }

    /// Somebody speaks to those who wait, which only one may.
    fn is_announced(&self) -> bool {
        self.members.iter().any(|it| match it.who {
            Who::Channel(_) => it.joins.announces,
            Who::Announcer | Who::Music => true,
            Who::Recorder(_) => false,
        })
    }
}

impl Pbx {
    /// Everybody in a bridge hears something else now.
    pub fn bridge_hears_change(&mut self, id: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        let channels: Vec<String> = bridge.channels().map(str::to_owned).collect();
        for channel in channels {
            self.phone_hears_change(&channel);
        }
    }
}
