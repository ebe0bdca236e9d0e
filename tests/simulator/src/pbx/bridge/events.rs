//! What is said of bridges.

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::bridge::Bridge;
use crate::pbx::frame::Frame;

fn topics(bridge: &Bridge) -> [Topic; 2] {
    [Topic::Bridge(bridge.id.clone()), Topic::AllBridges]
}

impl Pbx {
    /// `BridgeCreated` and `BridgeDestroyed`.
    pub(super) fn tell_bridge(&mut self, kind: &'static str, id: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        let frame = Frame::new(kind, self.clock.stamp()).field("bridge", &bridge.shown());
        let topics = topics(bridge);
        self.tell(&topics, &frame);
    }

    /// `ChannelEnteredBridge` and `ChannelLeftBridge`.
    pub(super) fn tell_member(&mut self, kind: &'static str, id: &str, channel: &str) {
        let Some(bridge) = self.bridges.get(id) else { return };
        let Some(channel) = self.channels.get(channel) else { return };
        let frame = Frame::new(kind, self.clock.stamp())
            .field("bridge", &bridge.shown())
            .field("channel", &channel.shown(&self.settings.channel_variables));
        let topics = topics(bridge);
        self.tell(&topics, &frame);
    }

    /// Another channel's picture is shown to all.
    pub(super) fn tell_video_source(&mut self, id: &str, before: Option<&str>) {
        let Some(bridge) = self.bridges.get(id) else { return };
        let frame = Frame::new("BridgeVideoSourceChanged", self.clock.stamp())
            .optional("old_video_source_id", before)
            .field("bridge", &bridge.shown());
        let topics = topics(bridge);
        self.tell(&topics, &frame);
    }
}
