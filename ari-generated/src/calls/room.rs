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
            Seen::Event(Event::ChannelEnteredBridge(it)) => self.learn(&it.bridge),
            Seen::Event(Event::ChannelLeftBridge(it)) => self.learn(&it.bridge),
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

    fn learn(&mut self, bridge: &Bridge) {
        self.members = bridge.channels.clone();
        self.learned += 1;
        self.known = true;
    }

    /// How much was learned so far.
    pub(super) fn learned(&self) -> u64 {
        self.learned
    }

    /// Learns from an answer that was asked for when so much had been learned.
    pub(super) fn hear(&mut self, bridge: &Bridge, learned: u64) {
        if self.learned == learned {
            self.learn(bridge);
        }
    }

    /// Its members, unless Asterisk has to be asked.
    pub(super) fn members(&self) -> Option<&[ChannelId]> {
        self.known.then_some(&self.members)
    }

    pub(super) fn over(&self) -> Option<Over> {
        self.over
    }
}
