//! What is known of a channel that this program made: how far its dialling is, what was typed, whether it is gone.

use ari_runtime::{Digits, Left, LeftReason, Seen};

use crate::calls::cause::Cause;
use crate::enums::ChannelState;
use crate::events::Event;
use crate::{ChannelId, Text};

/// What the events of a channel have told.
#[derive(Debug)]
pub(super) struct Stay {
    id: ChannelId,
    /// Channels that took its place, the latest one last.
    pub(super) replacements: Vec<ChannelId>,
    /// It is in the application.
    pub(super) entered: bool,
    pub(super) ringing: bool,
    pub(super) up: bool,
    /// What the last event about dialling it said, other than nothing.
    pub(super) dial_status: Option<Text>,
    pub(super) left: Option<Left>,
    /// Nothing more comes.
    pub(super) over: bool,
    /// Why it ended.
    pub(super) cause: Option<Cause>,
    /// Why the far end hung up, as far as it said.
    asked: Option<Cause>,
    /// Events may have passed.
    pub(super) unsure: bool,
    pub(super) digits: Digits,
}

impl Stay {
    pub(super) fn new(id: ChannelId) -> Self {
        Self {
            id,
            replacements: Vec::new(),
            entered: false,
            ringing: false,
            up: false,
            dial_status: None,
            left: None,
            over: false,
            cause: None,
            asked: None,
            unsure: false,
            digits: Digits::default(),
        }
    }

    /// Learns from what was seen of it.
    pub(super) fn see(&mut self, seen: Seen<'_, Event>) {
        match seen {
            Seen::Event(event) => self.hear(event),
            Seen::Left(_) => self.leave(LeftReason::Closed),
            Seen::Gone(Some(Event::ChannelDestroyed(it))) => {
                // Where the far end is a Local channel's, its cause may get lost on the way to this event.
                let cause = it.q850().filter(|it| *it != Cause::NORMAL_CLEARING);
                self.cause = cause.or(self.asked).or(it.q850());
                self.end(LeftReason::Gone);
            }
            Seen::Gone(Some(_)) => self.end(LeftReason::Gone),
            Seen::Gone(None) => self.end(LeftReason::EndedInGap),
            Seen::Ended(ended) => self.end(LeftReason::NoEvents(ended)),
            Seen::Restored => self.unsure = true,
            Seen::Replaced(id) => {
                self.id = ChannelId::new(id.as_str());
                self.replacements.push(self.id.clone());
            }
            _ => {}
        }
    }

    fn hear(&mut self, event: &Event) {
        match event {
            // Not where it is the one that was replaced.
            Event::StasisStart(it) if it.channel.id == self.id => self.enter(&it.channel.state),
            Event::ChannelHangupRequest(it) => self.asked = it.q850().or(self.asked),
            Event::ChannelStateChange(it) => self.is(&it.channel.state),
            Event::Dial(it) if it.peer.id == self.id => match it.dialstatus.as_str() {
                "" => {}
                status => {
                    self.up |= status == "ANSWER";
                    self.ringing |= status == "RINGING";
                    self.dial_status = Some(it.dialstatus.clone());
                }
            },
            Event::ChannelDtmfReceived(it) => it.digit.chars().for_each(|it| self.digits.push(it)),
            _ => {}
        }
    }

    /// It is in the application.
    pub(super) fn enter(&mut self, state: &ChannelState) {
        self.entered = true;
        self.is(state);
    }

    /// Its state, as an event or Asterisk's answer tells it.
    pub(super) fn is(&mut self, state: &ChannelState) {
        self.up |= *state == ChannelState::Up;
        self.ringing |= *state == ChannelState::Ringing;
    }

    fn leave(&mut self, reason: LeftReason) {
        self.left.get_or_insert(Left::new(reason));
    }

    fn end(&mut self, reason: LeftReason) {
        self.leave(reason);
        self.over = true;
    }
}
