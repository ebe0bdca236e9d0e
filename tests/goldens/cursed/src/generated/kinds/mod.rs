//! Operations of the resource `type`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Allows, Client};
use crate::generated::AriApi;
use crate::generated::ids::{LinkId, ResourceId};

pub(crate) mod move_to;
pub(crate) mod download;
pub(crate) mod get;
pub(crate) mod delete;
pub(crate) mod link;
mod ring_handle;

pub use move_to::MoveTo;
pub use download::Download;
pub use get::Get;
pub use delete::Delete;
pub use link::Link;
pub use ring_handle::RingHandle;

/// Operations of the resource `type`. Got from [`Ari::kinds`](crate::Ari::kinds).
#[derive(Clone, Copy, Debug)]
pub struct Kinds<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Kinds<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    ///
    ///
    /// [`POST /type`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#move)
    ///
    /// # Arguments
    ///
    /// * `kind`: Sets `type`.
    ///
    /// # Errors
    ///
    /// * 409: The code is a text.
    /// * 500:
    pub fn move_to(&self, kind: impl Into<String>) -> MoveTo {
        MoveTo::new(self.client.caller(), kind)
    }

    /// No parameters, and an answer of bytes.
    ///
    /// [`GET /type`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#download)
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn download(&self) -> Download {
        Download::new(self.client.caller())
    }

    /// Two parameters in the path, declared the other way round.
    ///
    /// [`GET /type/{tech}/{resource}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#get)
    ///
    /// # Arguments
    ///
    /// * `tech`: Sets `tech`.
    /// * `resource`: Sets `resource`.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn get(&self, tech: impl Into<String>, resource: impl Into<ResourceId>) -> Get {
        Get::new(self.client.caller(), tech, resource)
    }

    /// Removes it.
    ///
    /// [`DELETE /type/{tech}/{resource}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#delete)
    ///
    /// # Arguments
    ///
    /// * `tech`: Sets `tech`.
    /// * `resource`: Sets `resource`.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn delete(
        &self,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
    ) -> Delete {
        Delete::new(self.client.caller(), tech, resource)
    }

    /// Three parameters in the path, two of them the handle's.
    ///
    /// [`PUT /type/{tech}/{resource}/links/{linkId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#link)
    ///
    /// # Arguments
    ///
    /// * `tech`: Sets `tech`.
    /// * `resource`: Sets `resource`.
    /// * `link_id`: Sets `linkId`.
    /// * `note`: Sets `note`.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn link(
        &self,
        tech: impl Into<String>,
        resource: impl Into<ResourceId>,
        link_id: impl Into<LinkId>,
        note: impl Into<String>,
    ) -> Link {
        Link::new(self.client.caller(), tech, resource, link_id, note)
    }
}

/// A request in which `now` is set, which excludes `match`, `after` and `never`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AtOnce;

impl Allows<AtOnce> for AtOnce {}

/// A request in which `match` or `after` is set, which excludes `now` and `never`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Later;

impl Allows<Later> for Later {}

/// A request in which `never` is set, which excludes `now`, `match` and `after`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Never;

impl Allows<Never> for Never {}
