//! The parts of Asterisk that are in bridges like members: who plays media, who plays music and who records.

use crate::pbx::Pbx;
use crate::pbx::bridge::{Joins, Kind, Member, Who};

impl Pbx {
    /// Somebody enters who plays media; false where somebody else speaks to those who wait.
    pub fn announcer_enters(&mut self, id: &str) -> bool {
        let Some(bridge) = self.bridges.get(id) else { return false };
        if bridge.has(&Who::Announcer) {
            return true;
        }
        let may = bridge.kind != Kind::Holding || !bridge.is_announced();
        let name = self.next_name("Announcer/ARI");
        if may {
            self.add_member(id, Member { who: Who::Announcer, name, joins: Joins::default() });
        }
        may
    }

    /// There is nothing more to play.
    pub fn announcer_leaves(&mut self, id: &str) {
        self.remove_member(id, &Who::Announcer);
        self.bridge_hears_change(id);
    }

    /// Everybody in a bridge hears music from now on.
    pub fn start_bridge_music(&mut self, id: &str, class: &str) {
        let Some(bridge) = self.bridges.get_mut(id) else { return };
        let plays = bridge.has(&Who::Music);
        // Where somebody else speaks, music fails without a word.
        if !plays && bridge.kind == Kind::Holding && bridge.is_announced() {
            return;
        }
        bridge.music = Some(class.to_owned());
        if !plays {
            let name = self.next_name("Announcer/ARI_MOH");
            self.add_member(id, Member { who: Who::Music, name, joins: Joins::default() });
        }
        self.bridge_hears_change(id);
    }

    /// The music ends; false where there is none.
    pub fn stop_bridge_music(&mut self, id: &str) -> bool {
        let playing = self.bridges.get_mut(id).and_then(|it| it.music.take());
        self.remove_member(id, &Who::Music);
        self.bridge_hears_change(id);
        playing.is_some()
    }

    /// Somebody enters who records.
    pub fn recorder_enters(&mut self, id: &str, recording: &str) {
        let name = self.next_name("Recorder/ARI");
        let who = Who::Recorder(recording.to_owned());
        self.add_member(id, Member { who, name, joins: Joins::default() });
    }

    /// The recording has ended.
    pub fn recorder_leaves(&mut self, id: &str, recording: &str) {
        self.remove_member(id, &Who::Recorder(recording.to_owned()));
    }

    /// They are counted with Local channels, and two ids are theirs.
    fn next_name(&mut self, of: &str) -> String {
        let _ = (self.serial("id"), self.serial("id"));
        format!("{of}-{:08x};2", self.serial("Local"))
    }

    /// Who plays or records leaves with the last channel, though they may be in a bridge that nobody has entered yet.
    pub(super) fn nobody_announces_to_nobody(&mut self, id: &str) {
        let Some(bridge) = self.bridges.get_mut(id) else { return };
        if bridge.channels().next().is_some() || bridge.members.is_empty() {
            return;
        }
        bridge.members.clear();
        self.reconfigure(id);
        self.stop_bridge_media(id);
    }

    /// Whatever is played or recorded in a bridge ends with it.
    pub(super) fn stop_bridge_media(&mut self, id: &str) {
        self.fail_bridge_playbacks(id);
        self.stop_bridge_recordings(id);
        if let Some(bridge) = self.bridges.get_mut(id) {
            bridge.music = None;
        }
    }
}
