//! Playbacks: media that follow each other on a channel or in a bridge, as ARI shows and tells of them.

mod control;
mod media;
mod queue;

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

pub(crate) use self::control::Operation;
use crate::pbx::Pbx;
use crate::pbx::alarms::AlarmId;
use crate::pbx::applications::Topic;
use crate::pbx::frame::Frame;

/// What something is played on, or recorded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Channel(String),
    Bridge(String),
}

impl Target {
    /// As ARI writes it.
    pub fn uri(&self) -> String {
        match self {
            Self::Channel(id) => format!("channel:{id}"),
            Self::Bridge(id) => format!("bridge:{id}"),
        }
    }
}

/// How far a playback is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Queued,
    Playing,
    Continuing,
    Paused,
    Done,
    Failed,
    /// Stopped before its turn.
    Canceled,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Playing => "playing",
            Self::Continuing => "continuing",
            Self::Paused => "paused",
            Self::Done | Self::Canceled => "done",
            Self::Failed => "failed",
        }
    }
}

/// What a program wants to be played.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub id: String,
    pub media: Vec<String>,
    pub language: String,
    /// How much of the first medium is left out.
    pub offset: Duration,
    /// How far `forward` and `reverse` go.
    pub skip: Duration,
}

/// Media that are played one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Playback {
    /// As programs know it, which may be the id of another one as well.
    pub id: String,
    /// Its place among everything that waits for its turn.
    pub serial: u64,
    pub media: Vec<String>,
    /// The medium that plays.
    pub at: usize,
    pub target: Target,
    language: String,
    pub state: State,
    skip: Duration,
    /// How much of the medium had been played when it went on last.
    position: Duration,
    since: Instant,
    /// How long the medium lasts, where it ends.
    length: Option<Duration>,
    alarm: Option<AlarmId>,
}

/// A playback as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    media_uri: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_media_uri: Option<&'a str>,
    target_uri: String,
    language: &'a str,
    state: &'static str,
}

impl Playback {
    /// As ARI shows it.
    pub fn shown(&self) -> Shown<'_> {
        Shown {
            id: &self.id,
            media_uri: self.medium(),
            next_media_uri: self.media.get(self.at + 1).map(String::as_str),
            target_uri: self.target.uri(),
            language: &self.language,
            state: self.state.name(),
        }
    }

    /// What plays: `sound:hello-world`.
    pub fn medium(&self) -> &str {
        self.media.get(self.at).map_or("", String::as_str)
    }
}

impl Pbx {
    /// The playback of this id; the first one, where there are several.
    pub fn playback(&self, id: &str) -> Option<(&String, &Playback)> {
        let named = self.playbacks.iter().filter(|(_, it)| it.id == id);
        named.min_by_key(|(_, it)| it.serial)
    }

    /// Where what happens to a playback or a recording is told.
    pub fn topics_of_target(&self, target: &Target) -> Vec<Topic> {
        match target {
            Target::Channel(id) => {
                self.channels.get(id).map_or_else(Vec::new, |it| self.topics_of(it))
            }
            // Who has subscribed to all bridges hears it twice.
            Target::Bridge(id) => {
                vec![Topic::Bridge(id.clone()), Topic::AllBridges, Topic::AllBridges]
            }
        }
    }

    fn tell_playback(&mut self, kind: &'static str, key: &str) {
        let Some(playback) = self.playbacks.get(key) else { return };
        let frame = Frame::new(kind, self.clock.stamp()).field("playback", &playback.shown());
        let topics = self.topics_of_target(&playback.target);
        self.tell(&topics, &frame);
    }
}
