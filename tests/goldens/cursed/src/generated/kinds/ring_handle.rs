//! The operations on one ring.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, Text, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::{LinkId, ResourceId};
use super::{Delete, Get, Link};

/// One ring, by what names it. Got from [`Ari::ring`](crate::Ari::ring).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct RingHandle {
    pub(crate) client: Client<AriApi>,
    tech: Text,
    resource: ResourceId,
}

impl RingHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        tech: impl Into<Text>,
        resource: impl Into<ResourceId>,
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
    pub fn resource(&self) -> &ResourceId {
        &self.resource
    }

    /// A stream of the events about the ring from now on.
    ///
    /// It may be made before the ring exists.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("loop", &self.resource).within(&self.tech))
    }

    /// Waits for an event of one kind about the ring.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client
            .wait_about(
                Subject::new("loop", &self.resource).within(&self.tech),
                deadline,
            )
    }

    /// Two parameters in the path, declared the other way round.
    ///
    /// As [`Kinds::get`](super::Kinds::get).
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.tech, &self.resource)
    }

    /// Removes it.
    ///
    /// As [`Kinds::delete`](super::Kinds::delete), and what is gone already is no error.
    pub fn remove(&self) -> Delete<Removed> {
        Delete::new(self.client.caller(), &self.tech, &self.resource)
    }

    /// Three parameters in the path, two of them the handle's.
    ///
    /// As [`Kinds::link`](super::Kinds::link).
    pub fn link(&self, link_id: impl Into<LinkId>, note: impl Into<String>) -> Link {
        Link::new(self.client.caller(), &self.tech, &self.resource, link_id, note)
    }
}
