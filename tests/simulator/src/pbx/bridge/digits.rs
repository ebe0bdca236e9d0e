//! How digits go through bridges.

use crate::pbx::Pbx;
use crate::pbx::bridge::{Kind, Who};

impl Pbx {
    /// A member of a bridge has typed a digit, which the others hear.
    pub fn bridge_hears_digit(&mut self, channel: &str, digit: char) {
        let id = self.channels.get(channel).and_then(|it| it.bridge.clone());
        let Some(bridge) = id.as_ref().and_then(|it| self.bridges.get_mut(it)) else { return };
        let typed = Who::Channel(channel.to_owned());
        let absorbs = |it: &&super::Member| it.who == typed && it.joins.absorbs_digits;
        // Two halves of one channel may be in the same bridge, where a digit would go round for ever.
        if bridge.kind == Kind::Holding
            || bridge.passes_digit
            || bridge.members.iter().any(|it| absorbs(&it))
        {
            return;
        }
        bridge.passes_digit = true;
        let others: Vec<Who> =
            bridge.members.iter().map(|it| it.who.clone()).filter(|it| *it != typed).collect();
        for other in others {
            match other {
                Who::Channel(other) => self.digits(&other, &[digit]),
                Who::Recorder(recording) => self.hears_digit(&recording, digit),
                Who::Announcer | Who::Music => {}
            }
        }
        if let Some(bridge) = id.and_then(|it| self.bridges.get_mut(&it)) {
            bridge.passes_digit = false;
        }
    }
}
