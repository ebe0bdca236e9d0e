//! Digits: who types them, and whom they reach.

use std::collections::VecDeque;
use std::time::Duration;

use crate::pbx::channel::Far;
use crate::pbx::{Alarm, Pbx};

/// Digits that are still to be sent; times in milliseconds.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    digits: VecDeque<char>,
    between: u64,
    long: u64,
}

/// How long a digit sounds at least, and the pause after it where nobody says.
const DIGIT: u64 = 100;

/// What can be sent, and the letters for waiting half a second and a second.
const DIGITS: &str = "0123456789*#abcdABCDwW";

impl Pbx {
    /// A channel sends digits towards its far end, one after the other.
    pub fn send_digits(&mut self, id: &str, digits: &str, before: u64, between: u64, long: u64) {
        // What is no digit is left out.
        let digits = digits.chars().filter(|it| DIGITS.contains(*it)).collect();
        let between = if between == 0 { DIGIT } else { between };
        let sent = Sent { digits, between, long: long.max(DIGIT) };
        match before {
            0 => self.sends(id, sent),
            _ => self.digits_later(id, sent, before),
        }
    }

    /// A channel passes a digit on.
    pub fn digits(&mut self, id: &str, digits: &[char]) {
        let digits = digits.iter().copied().collect();
        self.sends(id, Sent { digits, between: DIGIT, long: DIGIT });
    }

    /// The first of these digits reaches the other side now, the others later.
    pub fn sends(&mut self, id: &str, mut sent: Sent) {
        let Some(first) = sent.digits.pop_front() else { return };
        match first {
            'w' => return self.digits_later(id, sent, 500),
            'W' => return self.digits_later(id, sent, 1000),
            _ => {}
        }
        let Some(channel) = self.channels.get(id) else { return };
        match channel.far.clone() {
            Far::Local(other) => self.receives_digit(&other, first, sent.long),
            Far::Phone => self.phone_hears_digit(id, first),
            Far::Snoop(_) | Far::Media | Far::Nobody => {}
        }
        if !sent.digits.is_empty() {
            // Its own length, and the pause after it.
            let later = sent.long.saturating_add(sent.between);
            self.digits_later(id, sent, later);
        }
    }

    fn digits_later(&mut self, id: &str, sent: Sent, later: u64) {
        self.alarms.set(Duration::from_millis(later), Alarm::Digits(id.to_owned(), sent));
    }

    /// The far end of a channel has typed a digit.
    pub fn receives_digit(&mut self, id: &str, digit: char, long: u64) {
        self.tell_channel("ChannelDtmfReceived", id, |it| {
            it.field("digit", &digit.to_string()).field("duration_ms", &long)
        });
        self.recording_hears_digit(id, digit);
        self.bridge_hears_digit(id, digit);
    }
}
