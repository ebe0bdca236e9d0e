//! What programs do to a playback: pause it, wind it, stop it.

use std::time::Duration;

use tokio::time::Instant;

use crate::pbx::playback::{Playback, State};
use crate::pbx::{Alarm, Pbx};

/// What a program does to a playback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Restart,
    Pause,
    Unpause,
    Reverse,
    Forward,
}

impl Operation {
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "restart" => Self::Restart,
            "pause" => Self::Pause,
            "unpause" => Self::Unpause,
            "reverse" => Self::Reverse,
            "forward" => Self::Forward,
            _ => return None,
        })
    }
}

impl Playback {
    /// It is on, and nothing of it is heard.
    pub fn is_paused(&self) -> bool {
        self.state == State::Paused
    }

    /// How much of the medium has been played.
    fn played(&self) -> Duration {
        match self.state {
            State::Paused => self.position,
            _ => self.position + self.since.elapsed(),
        }
    }
}

impl Pbx {
    /// Does something to a playback; false where its state does not allow it.
    pub fn control_playback(&mut self, key: &str, operation: Operation) -> bool {
        let Some(playback) = self.playbacks.get_mut(key) else { return false };
        match (playback.state, operation) {
            (State::Queued, Operation::Restart)
            | (State::Playing | State::Continuing, Operation::Unpause)
            | (State::Paused, Operation::Pause) => {}
            (State::Playing | State::Continuing, Operation::Pause) => {
                playback.position = playback.played();
                playback.state = State::Paused;
                self.stop_clock(key);
            }
            (State::Paused, Operation::Unpause) => {
                playback.state = State::Playing;
                let position = playback.position;
                self.tell_playback("PlaybackStarted", key);
                self.play_from(key, position);
            }
            (State::Playing | State::Continuing, winding) => {
                let position = match winding {
                    Operation::Forward => playback.played() + playback.skip,
                    Operation::Reverse => playback.played().saturating_sub(playback.skip),
                    _ => Duration::ZERO,
                };
                self.play_from(key, position);
            }
            _ => return false,
        }
        if let Some(target) = self.playbacks.get(key).map(|it| it.target.clone()) {
            self.hears_change(&target);
        }
        true
    }

    /// The medium plays from here on.
    pub(super) fn play_from(&mut self, key: &str, position: Duration) {
        self.stop_clock(key);
        let Some(playback) = self.playbacks.get_mut(key) else { return };
        playback.position = position;
        playback.since = Instant::now();
        if let Some(length) = playback.length {
            let left = length.saturating_sub(position);
            playback.alarm = Some(self.alarms.set(left, Alarm::Played(key.to_owned())));
        }
    }

    pub(super) fn stop_clock(&mut self, key: &str) {
        if let Some(alarm) = self.playbacks.get_mut(key).and_then(|it| it.alarm.take()) {
            self.alarms.cancel(alarm);
        }
    }

    /// Stops a playback, or takes its turn from it.
    pub fn stop_playback(&mut self, key: &str) {
        let Some(playback) = self.playbacks.get_mut(key) else { return };
        match playback.state {
            State::Queued => playback.state = State::Canceled,
            State::Playing | State::Continuing | State::Paused => {
                playback.state = State::Done;
                self.end_playback(key, true);
            }
            State::Done | State::Failed | State::Canceled => {}
        }
    }
}
