//! The operations on one endpoint.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Subject, Text, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use super::{Get, ReferToEndpoint, SendMessageToEndpoint};

/// One endpoint, by what names it. Got from [`Ari::endpoint`](crate::Ari::endpoint).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct EndpointHandle {
    pub(crate) client: Client<AriApi>,
    tech: Text,
    resource: Text,
}

impl EndpointHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        tech: impl Into<Text>,
        resource: impl Into<Text>,
    ) -> Self {
        Self {
            client,
            tech: tech.into(),
            resource: resource.into(),
        }
    }

    /// The `tech` this is bound to.
    pub fn tech(&self) -> &Text {
        &self.tech
    }

    /// The `resource` this is bound to.
    pub fn resource(&self) -> &Text {
        &self.resource
    }

    /// A stream of the events about the endpoint from now on.
    ///
    /// The endpoint has to exist: Asterisk refuses to tell of what it does not know. While it lives, the application is subscribed to the endpoint.
    pub fn events(&self) -> Events<AriApi> {
        self.client
            .events_about(Subject::new("endpoint", &self.resource).within(&self.tech))
    }

    /// Waits for an event of one kind about the endpoint.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client
            .wait_about(
                Subject::new("endpoint", &self.resource).within(&self.tech),
                deadline,
            )
    }

    /// Returns the state and the channels of one endpoint.
    ///
    /// As [`Endpoints::get`](super::Endpoints::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.tech, &self.resource)
    }

    /// Sends a text message to one endpoint; the answer 202 means accepted, not delivered.
    ///
    /// As [`Endpoints::send_message_to_endpoint`](super::Endpoints::send_message_to_endpoint). Since 13.0.
    pub fn send_message(&self, from: impl Into<String>) -> SendMessageToEndpoint {
        SendMessageToEndpoint::new(
            self.client.caller(),
            &self.tech,
            &self.resource,
            from,
        )
    }

    /// Asks one endpoint to contact another endpoint or URI; the answer 202 means that the referral was accepted for sending.
    ///
    /// As [`Endpoints::refer_to_endpoint`](super::Endpoints::refer_to_endpoint). Since 18.20, 20.5; not in 19.
    pub fn refer(
        &self,
        from: impl Into<String>,
        refer_to: impl Into<String>,
    ) -> ReferToEndpoint {
        ReferToEndpoint::new(
            self.client.caller(),
            &self.tech,
            &self.resource,
            from,
            refer_to,
        )
    }
}
