//! The operations on one endpoint.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Caller, Text};
use super::{Get, ReferToEndpoint, SendMessageToEndpoint};

/// One endpoint, by what names it. Got from [`Ari::endpoint`](crate::Ari::endpoint).
///
/// It holds no connection and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct EndpointHandle {
    caller: Caller,
    tech: Text,
    resource: Text,
}

impl EndpointHandle {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<Text>,
        resource: impl Into<Text>,
    ) -> Self {
        Self {
            caller,
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

    /// Returns the state and the channels of one endpoint.
    ///
    /// As [`Endpoints::get`](super::Endpoints::get).
    pub fn get(&self) -> Get {
        Get::new(&self.caller, &self.tech, &self.resource)
    }

    /// Sends a text message to one endpoint; the answer 202 means accepted, not delivered.
    ///
    /// As [`Endpoints::send_message_to_endpoint`](super::Endpoints::send_message_to_endpoint).
    pub fn send_message(&self, from: impl Into<String>) -> SendMessageToEndpoint {
        SendMessageToEndpoint::new(&self.caller, &self.tech, &self.resource, from)
    }

    /// Asks one endpoint to contact another endpoint or URI; the answer 202 means that the referral was accepted for sending.
    ///
    /// As [`Endpoints::refer_to_endpoint`](super::Endpoints::refer_to_endpoint).
    pub fn refer(
        &self,
        from: impl Into<String>,
        refer_to: impl Into<String>,
    ) -> ReferToEndpoint {
        ReferToEndpoint::new(&self.caller, &self.tech, &self.resource, from, refer_to)
    }
}
