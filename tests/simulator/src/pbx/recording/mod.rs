//! Recordings: those that are made and those that are stored, as ARI shows and tells of them.

mod control;
mod file;
mod run;

use std::time::Duration;

use serde::Serialize;
use tokio::time::Instant;

pub(crate) use self::control::Operation;
pub(crate) use self::file::{content_type, is_format};
pub(crate) use self::run::End;
use crate::pbx::Pbx;
use crate::pbx::alarms::AlarmId;
use crate::pbx::frame::Frame;
use crate::pbx::playback::Target;

/// So much of the silence at the end of a recording stays in it.
const KEPT_SILENCE: Duration = Duration::from_millis(200);

/// How far a recording is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Queued,
    Recording,
    Paused,
    Done,
    Failed,
    Canceled,
}

impl State {
    fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Recording => "recording",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }
}

/// The digits that end a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Terminator {
    None,
    Any,
    Digit(char),
}

/// What a program wants to be recorded.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub name: String,
    pub format: String,
    pub max_duration: Option<Duration>,
    pub max_silence: Option<Duration>,
    pub terminator: Terminator,
    /// It goes on where the stored one of its name ends.
    pub appends: bool,
}

/// A recording that is made.
#[derive(Clone, Debug)]
pub(crate) struct Live {
    pub name: String,
    /// Its place among everything that waits for its turn.
    pub serial: u64,
    pub target: Target,
    pub state: State,
    wanted: Wanted,
    cause: Option<&'static str>,
    /// There is audio at all; Asterisk waits for it.
    has_audio: bool,
    /// What was there before.
    before: Duration,
    /// How much was recorded when it went on last.
    recorded: Duration,
    since: Instant,
    /// When the channel fell silent, as long as it is.
    silent_since: Option<Instant>,
    /// How long it was silent before.
    silent: Duration,
    /// How much of its end is silence, where it was asked to listen for that.
    trailing: Duration,
    length_alarm: Option<AlarmId>,
    silence_alarm: Option<AlarmId>,
}

/// A recording that was made.
#[derive(Clone, Debug)]
pub(crate) struct Stored {
    pub format: String,
    pub duration: Duration,
}

/// A live recording as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Shown<'a> {
    name: &'a str,
    format: &'a str,
    state: &'static str,
    target_uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    talking_duration: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silence_duration: Option<u64>,
}

/// A stored recording as ARI shows it.
#[derive(Serialize)]
pub(crate) struct ShownStored<'a> {
    name: &'a str,
    format: &'a str,
}

impl Live {
    /// As ARI shows it; how long it lasts is told when it is over.
    pub fn shown(&self) -> Shown<'_> {
        let over = self.state == State::Done;
        let measured = over && self.wanted.max_silence.is_some();
        let kept = self.trailing.min(KEPT_SILENCE);
        // Asterisk counts in whole seconds, each for itself.
        let without = |it: Duration| self.length().as_secs().saturating_sub(it.as_secs());
        let total = without(self.cut());
        let talking = without(self.silence().saturating_sub(kept)).min(total);
        Shown {
            name: &self.name,
            format: &self.wanted.format,
            state: self.state.name(),
            target_uri: self.target.uri(),
            cause: self.cause,
            duration: over.then_some(total),
            talking_duration: measured.then_some(talking),
            silence_duration: measured.then_some(total.saturating_sub(talking)),
        }
    }

    /// How much of the silence at its end does not count; only its beginning does.
    fn cut(&self) -> Duration {
        self.trailing.saturating_sub(KEPT_SILENCE)
    }

    /// How long it is by now.
    fn length(&self) -> Duration {
        let runs = self.state == State::Recording && self.has_audio;
        let running = if runs { self.since.elapsed() } else { Duration::ZERO };
        self.before + self.recorded + running
    }

    fn silence(&self) -> Duration {
        let lasting = match self.silent_since {
            Some(since) if self.has_audio && self.state == State::Recording => since.elapsed(),
            _ => Duration::ZERO,
        };
        self.silent + lasting
    }
}

impl Stored {
    /// As ARI shows it.
    pub fn shown<'a>(&'a self, name: &'a str) -> ShownStored<'a> {
        ShownStored { name, format: &self.format }
    }
}

impl Pbx {
    fn tell_recording(&mut self, kind: &'static str, name: &str) {
        let Some(live) = self.live.get(name) else { return };
        let frame = Frame::new(kind, self.clock.stamp()).field("recording", &live.shown());
        let topics = self.topics_of_target(&live.target);
        self.tell(&topics, &frame);
    }
}
