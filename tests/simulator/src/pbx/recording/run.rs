//! How a recording goes: it waits for its turn, runs, and ends by itself or with its channel.

use std::time::Duration;

use tokio::time::Instant;

use crate::pbx::channel::Far;
use crate::pbx::playback::Target;
use crate::pbx::recording::{Live, State, Stored, Terminator, Wanted};
use crate::pbx::{Alarm, Pbx};

/// Why a recording ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// By itself: its length, silence or a digit.
    Itself,
    /// Somebody stopped it, or its channel has gone.
    Stopped,
    /// Nothing of it is kept.
    Discarded,
}

/// The applications of the dialplan that make a noise.
const NOISES: &[&str] = &["Echo", "Milliwatt", "MusicOnHold", "Playback", "Playtones"];

impl Pbx {
    /// Queues a recording.
    pub fn queue_recording(&mut self, target: &Target, wanted: Wanted) {
        let name = wanted.name.clone();
        let live = Live {
            name: name.clone(),
            serial: self.serial("medium"),
            target: target.clone(),
            state: State::Queued,
            wanted,
            cause: None,
            has_audio: false,
            before: Duration::ZERO,
            recorded: Duration::ZERO,
            since: Instant::now(),
            silent_since: None,
            silent: Duration::ZERO,
            trailing: Duration::ZERO,
            length_alarm: None,
            silence_alarm: None,
        };
        self.live.insert(name.clone(), live);
        match target {
            Target::Channel(id) => {
                if let Some(channel) = self.channels.get_mut(id) {
                    channel.recordings.push_back(name);
                }
                self.next_turn(target);
            }
            // Each has somebody of its own in the bridge.
            Target::Bridge(id) => {
                self.recorder_enters(id, &name);
                self.begin_recording(&name);
            }
        }
    }

    /// It is a recording's turn, or it is under way; false where it cannot be made.
    pub fn begin_recording(&mut self, name: &str) -> bool {
        let Some(live) = self.live.get_mut(name) else { return false };
        if !matches!(live.state, State::Queued | State::Canceled) {
            return true;
        }
        let target = live.target.clone();
        if let Target::Channel(id) = &target
            && self.channels.get(id).is_some_and(|it| it.bridge.is_some())
        {
            live.state = State::Failed;
            live.cause = Some("Cannot record channel while in bridge");
            self.tell_recording("RecordingFailed", name);
            self.drop_recording(name);
            return false;
        }
        let (has_audio, talks) = match &target {
            Target::Channel(id) => (self.is_heard(id), self.talks(id)),
            Target::Bridge(id) => {
                let heard = self.bridge_is_heard(id);
                (heard, heard)
            }
        };
        let Some(live) = self.live.get_mut(name) else { return false };
        live.state = State::Recording;
        live.has_audio = has_audio;
        live.since = Instant::now();
        live.silent_since = (!talks).then(Instant::now);
        // The file is there from the beginning.
        let stored = Stored { format: live.wanted.format.clone(), duration: Duration::ZERO };
        match self.stored.get(name) {
            Some(before) if live.wanted.appends => live.before = before.duration,
            _ => drop(self.stored.insert(name.to_owned(), stored)),
        }
        self.tell_recording("RecordingStarted", name);
        self.start_recording_clocks(name);
        true
    }

    /// Ends a recording that is under way.
    pub fn end_recording(&mut self, name: &str, end: End, others_follow: bool) {
        let Some(live) = self.live.get_mut(name) else { return };
        if !matches!(live.state, State::Recording | State::Paused) {
            return;
        }
        let silent_since = live.silent_since.filter(|_| live.has_audio);
        if live.wanted.max_silence.is_some() && live.state == State::Recording {
            live.trailing = silent_since.map_or(Duration::ZERO, |it| it.elapsed());
        }
        live.recorded = live.length().saturating_sub(live.before);
        live.silent = live.silence();
        live.state = State::Done;
        let (length, target) = (live.length(), live.target.clone());
        let cut = if end == End::Itself { live.cut() } else { Duration::ZERO };
        match end {
            End::Itself | End::Stopped => {
                if let Some(stored) = self.stored.get_mut(name) {
                    stored.duration = length.saturating_sub(cut);
                }
            }
            End::Discarded => drop(self.stored.remove(name)),
        }
        self.tell_recording("RecordingFinished", name);
        self.drop_recording(name);
        if others_follow {
            match target {
                Target::Channel(_) => self.goes_on_with(&target),
                Target::Bridge(id) => self.recorder_leaves(&id, name),
            }
        }
    }

    fn drop_recording(&mut self, name: &str) {
        self.stop_recording_clocks(name);
        let Some(Target::Channel(id)) = self.live.remove(name).map(|it| it.target) else { return };
        if let Some(channel) = self.channels.get_mut(&id) {
            channel.recordings.retain(|it| it != name);
        }
    }

    /// Whatever is recorded in a bridge ends with it.
    pub fn stop_bridge_recordings(&mut self, id: &str) {
        let target = Target::Bridge(id.to_owned());
        let of_bridge = self.live.values().filter(|it| it.target == target);
        let names: Vec<String> = of_bridge.map(|it| it.name.clone()).collect();
        for name in names {
            self.end_recording(&name, End::Stopped, false);
        }
    }

    /// A recording has lasted for as long as it may, or nobody has talked for long enough.
    pub fn recorded(&mut self, name: &str) {
        self.end_recording(name, End::Itself, true);
    }

    /// A digit is heard by whatever records a channel, and may end it.
    pub fn recording_hears_digit(&mut self, channel: &str, digit: char) {
        let first = self.channels.get(channel).and_then(|it| it.recordings.front()).cloned();
        if let Some(name) = first {
            self.hears_digit(&name, digit);
        }
    }

    /// A recording hears a digit, which may end it.
    pub fn hears_digit(&mut self, name: &str, digit: char) {
        let ends = self.live.get(name).is_some_and(|it| match it.wanted.terminator {
            Terminator::None => false,
            Terminator::Any => true,
            Terminator::Digit(ends) => ends == digit,
        });
        if ends {
            self.end_recording(name, End::Itself, true);
        }
    }

    /// Whoever is at the far end of a channel has fallen silent, or has begun to talk.
    pub fn channel_is_silent(&mut self, channel: &str, silent: bool) {
        match silent {
            true => drop(self.talkers.remove(channel)),
            false => drop(self.talkers.insert(channel.to_owned())),
        }
        let first = self.channels.get(channel).and_then(|it| it.recordings.front()).cloned();
        let Some(live) = first.as_ref().and_then(|it| self.live.get_mut(it)) else { return };
        live.silent = live.silence();
        live.silent_since = silent.then(Instant::now);
        let name = live.name.clone();
        let alarm = live.silence_alarm.take();
        if let Some(alarm) = alarm {
            self.alarms.cancel(alarm);
        }
        if silent {
            self.listen_for_silence(&name);
        }
    }

    /// What ends a recording by itself runs.
    pub(super) fn start_recording_clocks(&mut self, name: &str) {
        let Some(live) = self.live.get_mut(name) else { return };
        if !live.has_audio {
            return;
        }
        if let Some(longest) = live.wanted.max_duration {
            let left = longest.saturating_sub(live.recorded);
            let alarm = self.alarms.set(left, Alarm::Recorded(name.to_owned()));
            live.length_alarm = Some(alarm);
        }
        if live.silent_since.is_some() {
            self.listen_for_silence(name);
        }
    }

    fn listen_for_silence(&mut self, name: &str) {
        let Some(live) = self.live.get_mut(name) else { return };
        if let Some(longest) = live.wanted.max_silence
            && live.state == State::Recording
            && live.has_audio
        {
            let alarm = self.alarms.set(longest, Alarm::Recorded(name.to_owned()));
            live.silence_alarm = Some(alarm);
        }
    }

    pub(super) fn stop_recording_clocks(&mut self, name: &str) {
        let Some(live) = self.live.get_mut(name) else { return };
        let alarms = [live.length_alarm.take(), live.silence_alarm.take()];
        for alarm in alarms.into_iter().flatten() {
            self.alarms.cancel(alarm);
        }
    }

    /// Does audio come from the far end of a channel, be it silence? Asterisk waits for it.
    fn is_heard(&self, id: &str) -> bool {
        match self.channels.get(id).map(|it| &it.far) {
            Some(Far::Local(other)) => self.makes_noise(other),
            Some(_) => true,
            None => false,
        }
    }

    /// Is somebody talking at the far end of a channel?
    fn talks(&self, id: &str) -> bool {
        match self.channels.get(id).map(|it| &it.far) {
            Some(Far::Local(other)) => self.makes_noise(other) && !self.plays_silence(other),
            _ => self.talkers.contains(id),
        }
    }

    /// Does a channel send something to its far end?
    fn makes_noise(&self, id: &str) -> bool {
        let Some(channel) = self.channels.get(id) else { return false };
        channel.music.is_some()
            || channel.silence
            || !channel.playbacks.is_empty()
            || channel.bridge.is_some()
            || NOISES.contains(&channel.place.app_name.as_str())
    }

    /// Does a channel play one of Asterisk's files of silence?
    fn plays_silence(&self, id: &str) -> bool {
        let place = self.channels.get(id).map(|it| &it.place);
        place.is_some_and(|it| it.app_name == "Playback" && it.app_data.starts_with("silence/"))
    }

    /// Is there audio in a bridge? Where many are mixed there always is.
    fn bridge_is_heard(&self, id: &str) -> bool {
        let Some(bridge) = self.bridges.get(id) else { return false };
        bridge.music.is_some()
            || !bridge.playbacks.is_empty()
            || bridge.members.len() > 2
            || bridge.channels().any(|it| self.is_heard(it))
    }
}
