//! The operations on one ring.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Caller, Removed, Text};
use crate::generated::ids::{LinkId, ResourceId};
use super::{Delete, Get, Link};

/// One ring, by what names it. Got from [`Ari::ring`](crate::Ari::ring).
///
/// It holds no connection and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct RingHandle {
    caller: Caller,
    tech: Text,
    resource: ResourceId,
}

impl RingHandle {
    pub(crate) fn new(
        caller: Caller,
        tech: impl Into<Text>,
        resource: impl Into<ResourceId>,
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
    pub fn resource(&self) -> &ResourceId {
        &self.resource
    }

    /// Two parameters in the path, declared the other way round.
    ///
    /// As [`Kinds::get`](super::Kinds::get).
    pub fn get(&self) -> Get {
        Get::new(&self.caller, &self.tech, &self.resource)
    }

    /// Removes it.
    ///
    /// As [`Kinds::delete`](super::Kinds::delete), and what is gone already is no error.
    pub fn remove(&self) -> Delete<Removed> {
        Delete::new(&self.caller, &self.tech, &self.resource)
    }

    /// Three parameters in the path, two of them the handle's.
    ///
    /// As [`Kinds::link`](super::Kinds::link).
    pub fn link(&self, link_id: impl Into<LinkId>, note: impl Into<String>) -> Link {
        Link::new(&self.caller, &self.tech, &self.resource, link_id, note)
    }
}
