//! Whose turn it is: what is played on a channel and recorded from it follows each other, and so does what is played in a bridge.

use std::time::Duration;

use tokio::time::Instant;

use crate::pbx::Pbx;
use crate::pbx::playback::media::Length;
use crate::pbx::playback::{Playback, State, Target, Wanted};
use crate::pbx::recording;

/// What has its turn on a channel.
enum Turn {
    Playback(String),
    Recording(String),
}

impl Pbx {
    /// Queues media; the key of the playback.
    pub fn queue_playback(&mut self, target: &Target, wanted: Wanted) -> String {
        let serial = self.serial("medium");
        let key = serial.to_string();
        let playback = Playback {
            id: wanted.id,
            serial,
            media: wanted.media,
            at: 0,
            target: target.clone(),
            language: wanted.language,
            state: State::Queued,
            skip: wanted.skip,
            position: wanted.offset,
            since: Instant::now(),
            length: None,
            alarm: None,
        };
        self.playbacks.insert(key.clone(), playback);
        match target {
            Target::Channel(id) => {
                if let Some(channel) = self.channels.get_mut(id) {
                    channel.playbacks.push_back(key.clone());
                }
            }
            Target::Bridge(id) => {
                if let Some(bridge) = self.bridges.get_mut(id) {
                    bridge.playbacks.push_back(key.clone());
                }
            }
        }
        key
    }

    /// Begins with whatever waits, where nothing is under way.
    pub fn next_turn(&mut self, target: &Target) {
        loop {
            let went_on = match target {
                Target::Channel(id) => match self.turn_of(id) {
                    Some(Turn::Playback(key)) => self.take_turn(&key),
                    Some(Turn::Recording(name)) => self.begin_recording(&name),
                    None => return,
                },
                Target::Bridge(id) => {
                    let first = self.bridges.get(id).and_then(|it| it.playbacks.front());
                    let Some(key) = first.cloned() else { return };
                    self.take_turn(&key)
                }
            };
            if went_on {
                return;
            }
        }
    }

    /// What was queued first on a channel.
    fn turn_of(&self, id: &str) -> Option<Turn> {
        let channel = self.channels.get(id)?;
        let playback = channel.playbacks.front().and_then(|it| self.playbacks.get(it));
        let recording = channel.recordings.front().and_then(|it| self.live.get(it));
        Some(match (playback, recording) {
            (Some(playback), Some(recording)) if recording.serial < playback.serial => {
                Turn::Recording(recording.name.clone())
            }
            (Some(_), _) => Turn::Playback(channel.playbacks.front()?.clone()),
            (None, recording) => Turn::Recording(recording?.name.clone()),
        })
    }

    /// It is the playback's turn, or it is under way; false where it is over already.
    fn take_turn(&mut self, key: &str) -> bool {
        match self.playbacks.get(key).map(|it| it.state) {
            Some(State::Queued) => self.play_on(key, true),
            Some(State::Canceled) => self.end_playback(key, false),
            Some(_) => return true,
            None => return false,
        }
        self.playbacks.contains_key(key)
    }

    /// Plays from the current medium on; nothing lasts where nobody can hear it any more.
    fn play_on(&mut self, key: &str, is_heard: bool) {
        loop {
            let Some(playback) = self.playbacks.get_mut(key) else { return };
            playback.state = State::Playing;
            let (medium, is_last) =
                (playback.medium().to_owned(), playback.at + 1 == playback.media.len());
            let offset = std::mem::take(&mut playback.position);
            let target = playback.target.clone();
            self.tell_playback("PlaybackStarted", key);
            let length = self.length_of_medium(&medium);
            let Some(playback) = self.playbacks.get_mut(key) else { return };
            match length {
                Length::Lost if is_last => {
                    self.drop_playback(key);
                    return;
                }
                Length::Lost => playback.at += 1,
                // What is nothing has been played at once.
                Length::Lasts(Duration::ZERO) if !medium.starts_with("sound:") => {
                    if !self.medium_ends(key, State::Done) {
                        return;
                    }
                }
                Length::Lasts(_) | Length::Endless if is_heard => {
                    playback.length = match length {
                        Length::Lasts(length) => Some(length),
                        _ => None,
                    };
                    self.play_from(key, offset);
                    self.hears_change(&target);
                    return;
                }
                _ => {
                    if !self.medium_ends(key, State::Failed) {
                        return;
                    }
                }
            }
        }
    }

    /// A medium has ended one way or the other; true where another one follows.
    fn medium_ends(&mut self, key: &str, end: State) -> bool {
        let Some(playback) = self.playbacks.get_mut(key) else { return false };
        if playback.at + 1 < playback.media.len() {
            playback.state = State::Continuing;
            self.tell_playback("PlaybackContinuing", key);
            if let Some(playback) = self.playbacks.get_mut(key) {
                playback.at += 1;
            }
            return true;
        }
        playback.state = end;
        self.end_playback(key, false);
        false
    }

    /// A medium has been played to its end.
    pub fn played(&mut self, key: &str) {
        let Some(playback) = self.playbacks.get_mut(key) else { return };
        playback.alarm = None;
        let target = playback.target.clone();
        if self.medium_ends(key, State::Done) {
            self.play_on(key, true);
        }
        self.goes_on_with(&target);
    }

    /// A playback is over, and says so; what waits may follow.
    pub(super) fn end_playback(&mut self, key: &str, others_follow: bool) {
        let Some(target) = self.playbacks.get(key).map(|it| it.target.clone()) else { return };
        self.tell_playback("PlaybackFinished", key);
        self.drop_playback(key);
        if others_follow {
            self.goes_on_with(&target);
        }
    }

    fn drop_playback(&mut self, key: &str) {
        self.stop_clock(key);
        let Some(playback) = self.playbacks.remove(key) else { return };
        match playback.target {
            Target::Channel(id) => {
                if let Some(channel) = self.channels.get_mut(&id) {
                    channel.playbacks.retain(|it| it != key);
                }
            }
            Target::Bridge(id) => {
                if let Some(bridge) = self.bridges.get_mut(&id) {
                    bridge.playbacks.retain(|it| it != key);
                }
            }
        }
    }

    /// Something has ended: the next one follows, or there is silence.
    pub fn goes_on_with(&mut self, target: &Target) {
        self.next_turn(target);
        if let Target::Bridge(id) = target
            && self.bridges.get(id).is_some_and(|it| it.playbacks.is_empty())
        {
            self.announcer_leaves(id);
        }
        self.hears_change(target);
    }

    pub(super) fn hears_change(&mut self, target: &Target) {
        match target {
            Target::Channel(id) => self.phone_hears_change(id),
            Target::Bridge(id) => self.bridge_hears_change(id),
        }
    }

    /// Whatever is played on a channel or recorded from it ends, since the channel leaves.
    pub fn stop_media(&mut self, channel: &str) {
        while let Some(turn) = self.turn_of(channel) {
            match turn {
                Turn::Playback(key) => self.fail_playback(&key),
                Turn::Recording(name) => {
                    self.begin_recording(&name);
                    self.end_recording(&name, recording::End::Stopped, false);
                }
            }
        }
    }

    /// Whatever is played in a bridge ends, since the bridge does.
    pub fn fail_bridge_playbacks(&mut self, id: &str) {
        while let Some(key) = self.bridges.get(id).and_then(|it| it.playbacks.front()).cloned() {
            self.fail_playback(&key);
        }
    }

    /// Nobody can hear a playback any more, so that whatever of it is left fails.
    pub fn fail_playback(&mut self, key: &str) {
        self.stop_clock(key);
        match self.playbacks.get(key).map(|it| it.state) {
            Some(State::Queued) => self.play_on(key, false),
            Some(State::Playing | State::Continuing | State::Paused) => {
                if self.medium_ends(key, State::Failed) {
                    self.play_on(key, false);
                }
            }
            _ => self.end_playback(key, false),
        }
    }
}
