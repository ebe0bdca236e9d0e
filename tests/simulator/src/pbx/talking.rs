//! What a telephone does in a call: presses digits, talks, holds.

use std::time::Duration;

use tokio::time::Instant;

use crate::pbx::frame::Frame;
use crate::pbx::phones::Later;
use crate::pbx::{Alarm, Pbx};
use crate::phone::Happened;

/// How long a digit is pressed, and how long the pause after it is.
const DIGIT: Duration = Duration::from_millis(100);

/// The silence after which somebody has finished talking, where `TALK_DETECT` says nothing else.
const SILENCE: Duration = Duration::from_millis(2_500);

/// Whether a telephone talks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Talking {
    pub now: bool,
    /// How often it has begun; what belongs to an earlier time does not count.
    times: u64,
    until: Option<Instant>,
    /// Since when `TALK_DETECT` knows of it.
    detected: Option<Instant>,
}

impl Pbx {
    /// A telephone presses digits, after those that it presses already.
    pub fn phone_presses(&mut self, id: &str, digits: &str) {
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        let was_busy = !phone.pressing.is_empty();
        phone.pressing.extend(digits.chars());
        if !was_busy && !phone.pressing.is_empty() {
            self.alarms.set(DIGIT, Alarm::Phone(Later::Pressed(id.to_owned())));
        }
    }

    /// A digit has been pressed for as long as it takes.
    pub fn phone_has_pressed(&mut self, id: &str) {
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        let Some(digit) = phone.pressing.pop_front() else { return };
        let is_last = phone.pressing.is_empty();
        let leaves = is_last && phone.leaves;
        phone.line.notes(Happened::Pressed(digit));
        if !is_last {
            self.alarms.set(2 * DIGIT, Alarm::Phone(Later::Pressed(id.to_owned())));
        }
        let long = u64::try_from(DIGIT.as_millis()).unwrap_or_default();
        self.receives_digit(id, digit, long);
        if leaves {
            self.phone_hangs_up(id);
        }
    }

    /// A telephone puts the other side on hold, or takes it back.
    pub fn phone_holds(&mut self, id: &str, holds: bool) {
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        if phone.holds == holds {
            return;
        }
        phone.holds = holds;
        phone.line.notes(if holds { Happened::Held } else { Happened::Unheld });
        match holds {
            true => self.tell_channel("ChannelHold", id, |it| it.field("musicclass", "default")),
            false => self.tell_channel("ChannelUnhold", id, |it| it),
        }
        self.others_hear_change(id);
    }

    /// Does a channel's telephone talk?
    pub fn is_talking(&self, id: &str) -> bool {
        self.phones.in_call.get(id).is_some_and(|it| it.talking.now)
    }

    /// A telephone talks for so long, and at least for as long as it does already.
    pub fn phone_talks(&mut self, id: &str, long: Duration) {
        let detects = self.phones.talk_detect.contains_key(id);
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        phone.line.notes(Happened::Talked(long));
        let now = Instant::now();
        let talking = &mut phone.talking;
        let until = now.checked_add(long).max(talking.until).unwrap_or(now);
        let was_talking = talking.now;
        talking.times += 1;
        talking.now = true;
        talking.until = Some(until);
        let is_news = detects && talking.detected.is_none();
        if is_news {
            talking.detected = Some(now);
        }
        let later = Later::FallsSilent(id.to_owned(), talking.times);
        self.alarms.set(until - now, Alarm::Phone(later));
        if is_news {
            self.tell_channel("ChannelTalkingStarted", id, |it| it);
        }
        if !was_talking {
            self.voice_changes(id);
        }
    }

    /// It has said what it had to say.
    pub fn phone_falls_silent(&mut self, id: &str, times: u64) {
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        if phone.talking.times != times {
            return;
        }
        phone.talking.now = false;
        phone.talking.until = None;
        if phone.talking.detected.is_some() {
            let silence = self.phones.talk_detect.get(id).copied().unwrap_or(SILENCE);
            let later = Later::IsSilent(id.to_owned(), times);
            self.alarms.set(silence, Alarm::Phone(later));
        }
        self.voice_changes(id);
    }

    /// It has been silent for as long as `TALK_DETECT` waits.
    pub fn phone_is_silent(&mut self, id: &str, times: u64) {
        let silence = self.phones.talk_detect.get(id).copied();
        let Some(phone) = self.phones.in_call.get_mut(id) else { return };
        if phone.talking.times != times {
            return;
        }
        let (Some(since), Some(silence)) = (phone.talking.detected.take(), silence) else { return };
        let long = since.elapsed().saturating_sub(silence);
        let long = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
        // Asterisk writes it before the event's type.
        let frame = Frame::untyped("ChannelTalkingFinished", self.clock.stamp());
        self.tell_of(id, frame.field("duration", &long).typed(), |it| it);
    }

    /// A telephone has begun to talk or has stopped, which [`Pbx::is_talking`] tells.
    fn voice_changes(&mut self, id: &str) {
        let is_silent = !self.is_talking(id);
        self.channel_is_silent(id, is_silent);
        self.others_hear_change(id);
    }

    /// `TALK_DETECT(set)=silence,threshold` and `TALK_DETECT(remove)=`; false for anything else.
    pub fn set_talk_detect(&mut self, id: &str, function: &str, value: &str) -> bool {
        match function.to_ascii_uppercase().as_str() {
            "TALK_DETECT(SET)" => {
                let silence = value.split(',').next().unwrap_or_default().trim();
                let silence = silence.parse().map_or(SILENCE, Duration::from_millis);
                self.phones.talk_detect.insert(id.to_owned(), silence);
            }
            "TALK_DETECT(REMOVE)" => {
                self.phones.talk_detect.remove(id);
                if let Some(phone) = self.phones.in_call.get_mut(id) {
                    phone.talking.detected = None;
                }
            }
            _ => return false,
        }
        true
    }
}
