//! Who is in a bridge, as its events tell; after a gap, as Asterisk tells when it is asked.

use ari_runtime::Seen;

use crate::events::Event;
use crate::models::Bridge;
use crate::{ChannelId, Ended};

/// What is known of a bridge.
#[derive(Debug, Default)]
pub(super) struct Room {
    members: Vec<ChannelId>,
    /// Counts what was learned, so that an answer that is older than an event is not believed.
    learned: u64,
    known: bool,
    over: Option<Over>,
    expected: Vec<Expected>,
    expectations: u64,
}

/// Those who are being put in, as long as they have not been seen in it.
#[derive(Debug)]
struct Expected {
    number: u64,
    missing: Vec<ChannelId>,
}

/// Why nothing more happens in a bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Over {
    /// It is gone.
    Gone,
    /// There are no events any more.
    NoEvents(Ended),
}

impl Room {
    /// Learns from what was seen of the bridge.
    pub(super) fn see(&mut self, seen: Seen<'_, Event>) {
        match seen {
            // Both bear the bridge as it is then.
            Seen::Event(Event::ChannelEnteredBridge(it)) => {
                self.hears(&it.bridge, it.channel.as_ref().map(|it| &it.id));
            }
            Seen::Event(Event::ChannelLeftBridge(it)) => self.hears(&it.bridge, None),
            Seen::Restored => {
                self.known = false;
                self.learned += 1;
            }
            Seen::Gone(_) => {
                self.members.clear();
                self.known = true;
                self.over = Some(Over::Gone);
            }
            Seen::Ended(ended) => {
                self.known = true;
                self.over.get_or_insert(Over::NoEvents(ended));
            }
            _ => {}
        }
    }

    /// Somebody has entered, or left.
    fn hears(&mut self, bridge: &Bridge, entered: Option<&ChannelId>) {
        let mut members = bridge.channels.clone();
        if self.known {
            // At times Asterisk lists a channel of its own that plays music there, and that nobody is told of.
            members.retain(|it| self.members.contains(it) || Some(it) == entered);
        }
        self.learn(members);
    }

    fn learn(&mut self, members: Vec<ChannelId>) {
        self.members = members;
        self.learned += 1;
        self.known = true;
        for Expected { missing, .. } in &mut self.expected {
            missing.retain(|it| !self.members.contains(it));
        }
    }

    /// From now on it is noted who of these was in it, be it for a moment; by this number, until that is forgotten.
    pub(super) fn expect(&mut self, channels: &[ChannelId]) -> u64 {
        self.expectations += 1;
        let (number, missing) = (self.expectations, channels.to_vec());
        self.expected.push(Expected { number, missing });
        number
    }

    /// Have all of them been in it?
    pub(super) fn has_seen(&self, number: u64) -> bool {
        self.expected.iter().any(|it| it.number == number && it.missing.is_empty())
    }

    pub(super) fn forget(&mut self, number: u64) {
        self.expected.retain(|it| it.number != number);
    }

    /// How much was learned so far.
    pub(super) fn learned(&self) -> u64 {
        self.learned
    }

    /// Learns from an answer that was asked for when so much had been learned.
    pub(super) fn hear(&mut self, bridge: &Bridge, learned: u64) {
        if self.learned == learned {
            self.learn(bridge.channels.clone());
        }
    }

    /// Its members, unless Asterisk has to be asked.
    pub(super) fn members(&self) -> Option<&[ChannelId]> {
        self.known.then_some(&self.members)
    }

    /// Its members when that was heard last.
    pub(super) fn last_members(&self) -> &[ChannelId] {
        &self.members
    }

    pub(super) fn over(&self) -> Option<Over> {
        self.over
    }
}
