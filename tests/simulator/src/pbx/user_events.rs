//! Events that programs and the dialplan make up.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::pbx::Pbx;
use crate::pbx::bridge::Bridge;
use crate::pbx::endpoints::Endpoint;
use crate::pbx::frame::Frame;

/// The fields of such an event, in their order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, Value)>);

impl Fields {
    /// A field keeps its place when it gets another value.
    pub fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().find(|(it, _)| it == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
    }

    /// The name of the event, which is among its fields.
    fn name(&self) -> Option<&Value> {
        self.0.iter().find(|(it, _)| it == "eventname").map(|(_, value)| value)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// What an event made by a program is about.
#[derive(Debug, Default)]
pub(crate) struct About {
    pub channel: Option<String>,
    pub bridge: Option<String>,
    pub endpoint: Option<Endpoint>,
}

impl Pbx {
    /// `UserEvent(name,key: value,...)`; without a name the call ends.
    pub fn dialplan_event(&mut self, id: &str, data: &str) {
        let mut parts = data.split(',');
        let Some(name) = parts.next().filter(|it| !it.is_empty()) else {
            return self.finish(id, 0);
        };
        let mut fields = Fields::default();
        fields.set("eventname", name.into());
        for (key, value) in parts.filter_map(|it| it.split_once(':')) {
            fields.set(key, value.trim().into());
        }
        let frame = self.user_event(&fields);
        self.tell_of(id, frame, |it| it);
    }

    /// Tells one application, and nobody else, of an event that a program made.
    pub fn program_event(
        &mut self,
        application: &str,
        name: &str,
        mut fields: Fields,
        about: About,
    ) {
        fields.set("eventname", name.into());
        let channel = about.channel.as_ref().and_then(|it| self.channels.get(it));
        let channel = channel.map(|it| it.shown(&self.settings.channel_variables));
        let bridge = about.bridge.as_ref().and_then(|it| self.bridges.get(it)).map(Bridge::shown);
        let endpoint = about.endpoint.map(|it| self.shown_endpoint(it));
        let frame = self
            .user_event(&fields)
            .optional("channel", channel.as_ref())
            .optional("bridge", bridge.as_ref())
            .optional("endpoint", endpoint.as_ref());
        self.tell_application(application, &frame);
    }

    fn user_event(&self, fields: &Fields) -> Frame {
        Frame::new("ChannelUserevent", self.clock.stamp())
            .optional("eventname", fields.name())
            .field("userevent", fields)
    }
}
