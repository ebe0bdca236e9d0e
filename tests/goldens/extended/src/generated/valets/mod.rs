//! Operations of the resource `valets`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::ValetId;

pub(crate) mod get;
mod valet_handle;

pub use get::Get;
pub use valet_handle::ValetHandle;

/// Operations of the resource `valets`. Got from [`Ari::valets`](crate::Ari::valets).
#[derive(Clone, Copy, Debug)]
pub struct Valets<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Valets<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Returns one valet.
    ///
    /// `GET /valets/{valetId}`
    ///
    /// # Arguments
    ///
    /// * `valet_id`: The valet's id.
    ///
    /// # Errors
    ///
    /// * 404: There is no such valet.
    pub fn get(&self, valet_id: impl Into<ValetId>) -> Get {
        Get::new(self.client.caller(), valet_id)
    }
}
