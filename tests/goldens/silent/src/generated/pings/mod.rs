//! Operations of the resource `pings`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod ping;

pub use ping::Ping;

/// Operations of the resource `pings`. Got from [`Ari::pings`](crate::Ari::pings).
#[derive(Clone, Copy, Debug)]
pub struct Pings<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Pings<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Pings.
    ///
    /// [`PUT /pings`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Pings_REST_API/#ping)
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn ping(&self) -> Ping {
        Ping::new(self.client.caller())
    }
}
