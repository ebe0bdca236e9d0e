//! What is said of channels: one function for each event, with its fields in Asterisk's order.

use serde::Serialize;

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::channel::Channel;
use crate::pbx::frame::Frame;

impl Pbx {
    /// Where what happens to a channel is told.
    pub fn topics_of(&self, channel: &Channel) -> Vec<Topic> {
        let mut topics = vec![Topic::Channel(channel.id.clone()), Topic::AllChannels];
        if let Some((technology, _)) = channel.device.split_once('/')
            && self.settings.endpoints.contains(&channel.device)
        {
            topics.push(Topic::Endpoint(channel.device.clone()));
            topics.push(Topic::Endpoint(technology.to_owned()));
        }
        topics
    }

    /// Tells of an event of a channel, which the fields that follow its time make.
    pub fn tell_channel(
        &mut self,
        kind: &'static str,
        id: &str,
        fields: impl FnOnce(Frame) -> Frame,
    ) {
        let frame = Frame::new(kind, self.clock.stamp());
        self.tell_of(id, fields(frame), |frame| frame);
    }

    /// The same with fields that come after the channel.
    pub fn tell_of(&mut self, id: &str, frame: Frame, after: impl FnOnce(Frame) -> Frame) {
        let Some(channel) = self.channels.get(id) else { return };
        let shown = channel.shown(&self.settings.channel_variables);
        let frame = after(frame.field("channel", &shown));
        let topics = self.topics_of(channel);
        self.tell(&topics, &frame);
    }

    pub fn tell_created(&mut self, id: &str) {
        self.tell_channel("ChannelCreated", id, |it| it);
    }

    pub fn tell_state(&mut self, id: &str) {
        self.tell_channel("ChannelStateChange", id, |it| it);
    }

    /// The channel runs an application of the dialplan.
    pub fn tell_dialplan(&mut self, id: &str) {
        let Some(channel) = self.channels.get(id) else { return };
        let (name, data) = (channel.place.app_name.clone(), channel.place.app_data.clone());
        self.tell_channel("ChannelDialplan", id, |it| {
            it.field("dialplan_app", &name).field("dialplan_app_data", &data)
        });
    }

    /// A variable has changed; Asterisk writes it before the event's type.
    pub fn tell_variable(&mut self, id: &str, name: &str, value: &str) {
        let frame = Frame::untyped("ChannelVarset", self.clock.stamp());
        let frame = frame.field("variable", name).field("value", value).typed();
        self.tell_of(id, frame, |it| it);
    }

    /// A channel is asked to end; a flag stands in for the cause where Asterisk asks softly.
    pub fn tell_hangup_request(&mut self, id: &str, cause: Option<i64>, soft: bool) {
        let mut frame = Frame::untyped("ChannelHangupRequest", self.clock.stamp());
        frame = frame.optional("cause", cause.as_ref());
        if soft {
            frame = frame.field("soft", &true);
        }
        let said = self.channels.get(id).and_then(|it| it.tech_cause);
        frame = frame.optional("tech_cause", said.as_ref());
        self.tell_of(id, frame.typed(), |it| it);
    }

    pub fn tell_destroyed(&mut self, id: &str, cause: i64) {
        let frame = Frame::new("ChannelDestroyed", self.clock.stamp());
        let frame = frame.field("cause", &cause).field("cause_txt", cause_text(cause));
        let frame = frame.optional("tech_cause", self.tech_cause(id, cause).as_ref());
        self.tell_of(id, frame, |it| it);
    }

    /// How a call of a channel goes.
    pub fn tell_dial(&mut self, id: &str, status: &str) {
        let Some(channel) = self.channels.get(id) else { return };
        let Some(dialling) = &channel.dialling else { return };
        let number = match status.is_empty() || dialling.named {
            true => dialling.number.as_str(),
            false => "",
        };
        let configured = &self.settings.channel_variables;
        let caller = dialling.caller.as_ref().and_then(|it| self.channels.get(it));
        let frame = Frame::new("Dial", self.clock.stamp())
            .field("dialstatus", status)
            .field("forward", "")
            .field("dialstring", number)
            .optional("caller", caller.map(|it| it.shown(configured)).as_ref())
            .field("peer", &channel.shown(configured));
        let mut topics = self.topics_of(channel);
        if let Some(caller) = caller {
            topics.insert(0, Topic::Channel(caller.id.clone()));
        }
        self.tell(&topics, &frame);
    }

    /// An event of an application's that concerns a channel, whoever has subscribed to what.
    pub fn tell_stasis(
        &mut self,
        kind: &'static str,
        application: &str,
        id: &str,
        arguments: Option<&(impl Serialize + ?Sized)>,
    ) {
        let Some(channel) = self.channels.get(id) else { return };
        let frame = Frame::new(kind, self.clock.stamp())
            .optional("args", arguments)
            .field("channel", &channel.shown(&self.settings.channel_variables));
        self.tell_application(application, &frame);
    }
}

/// What Asterisk calls a cause.
pub(crate) fn cause_text(cause: i64) -> &'static str {
    match cause {
        1 => "Unallocated (unassigned) number",
        2 => "No route to specified transmit network",
        3 => "No route to destination",
        16 => "Normal Clearing",
        17 => "User busy",
        18 => "No user responding",
        19 => "User alerting, no answer",
        20 => "Subscriber absent",
        21 => "Call Rejected",
        22 => "Number changed",
        23 => "Redirected to new destination",
        26 => "Answered elsewhere",
        27 => "Destination out of order",
        28 => "Invalid number format",
        31 => "Normal, unspecified",
        34 => "Circuit/channel congestion",
        29 => "Facility rejected",
        38 => "Network out of order",
        41 => "Temporary failure",
        42 => "Switching equipment congestion",
        58 => "Bearer capability not available",
        66 => "Channel not implemented",
        102 => "Recover on timer expiry",
        127 => "Interworking, unspecified",
        _ => "Unknown",
    }
}
