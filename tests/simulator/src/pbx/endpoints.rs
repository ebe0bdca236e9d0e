//! Endpoints: the telephones that can be called and what applications send to them.

use serde::Serialize;

use crate::pbx::Pbx;
use crate::pbx::applications::Topic;
use crate::pbx::frame::Frame;

/// A telephone, or what was pushed to become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub technology: String,
    pub resource: String,
    /// Somebody is there.
    pub online: bool,
}

/// An endpoint as ARI shows it.
#[derive(Serialize)]
pub(crate) struct Shown {
    technology: String,
    resource: String,
    state: &'static str,
    channel_ids: Vec<String>,
}

/// What an application sent to a telephone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sent {
    /// `PJSIP/alice`.
    pub endpoint: String,
    pub from: String,
    pub content: Content,
    pub variables: Vec<(String, String)>,
}

/// A text or a request to call somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Text(String),
    Refer { to: String, to_self: bool },
}

impl Pbx {
    /// Every endpoint: those of the settings, and those that were pushed.
    pub fn endpoints(&self) -> Vec<Endpoint> {
        let settled = self.settings.endpoints.iter().filter_map(|it| it.split_once('/'));
        let mut endpoints: Vec<Endpoint> = settled
            .map(|(technology, resource)| Endpoint {
                technology: technology.to_owned(),
                resource: resource.to_owned(),
                online: true,
            })
            .collect();
        for resource in self.configuration.endpoints() {
            if !endpoints.iter().any(|it| it.technology == "PJSIP" && it.resource == resource) {
                let (technology, resource) = ("PJSIP".to_owned(), resource.to_owned());
                endpoints.push(Endpoint { technology, resource, online: false });
            }
        }
        endpoints
    }

    /// The endpoint of this name; capitals do not matter in its technology.
    pub fn endpoint(&self, technology: &str, resource: &str) -> Option<Endpoint> {
        self.endpoints()
            .into_iter()
            .find(|it| it.technology.eq_ignore_ascii_case(technology) && it.resource == resource)
    }

    /// Tells of an endpoint that it has one channel more, or less.
    pub fn tell_endpoint(&mut self, device: &str) {
        let Some((technology, resource)) = device.split_once('/') else { return };
        let topics = [
            Topic::Endpoint(device.to_owned()),
            Topic::Endpoint(technology.to_owned()),
            Topic::AllEndpoints,
        ];
        // Mostly nobody listens, and its channels are found by a look at all of them.
        if !self.has_listener(&topics) {
            return;
        }
        if let Some(endpoint) = self.endpoint(technology, resource) {
            let frame = Frame::new("EndpointStateChange", self.clock.stamp())
                .field("endpoint", &self.shown_endpoint(endpoint));
            self.tell(&topics, &frame);
        }
    }

    /// Is there such an endpoint, or technology?
    pub fn has_endpoint(&self, name: &str) -> bool {
        match name.split_once('/') {
            Some((technology, resource)) => {
                let is = |it: &Endpoint| it.technology == technology && it.resource == resource;
                self.endpoints().iter().any(is)
            }
            None => self.has_technology(name),
        }
    }

    /// Does the technology have endpoints? SIP has, even where there is none yet.
    pub fn has_technology(&self, technology: &str) -> bool {
        technology == "PJSIP" || self.endpoints().iter().any(|it| it.technology == technology)
    }

    /// An endpoint as ARI shows it.
    pub fn shown_endpoint(&self, endpoint: Endpoint) -> Shown {
        let device = format!("{}/{}", endpoint.technology, endpoint.resource);
        let mut channels: Vec<_> =
            self.channels.values().filter(|it| it.device == device).collect();
        channels.sort_by_key(|it| it.serial);
        Shown {
            technology: endpoint.technology,
            resource: endpoint.resource,
            state: if endpoint.online { "online" } else { "offline" },
            channel_ids: channels.into_iter().map(|it| it.id.clone()).collect(),
        }
    }
}
