//! Operations of the resource `sounds`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::SoundId;

pub(crate) mod list;
pub(crate) mod get;
mod sound_handle;

pub use list::List;
pub use get::Get;
pub use sound_handle::SoundHandle;

/// Operations of the resource `sounds`. Got from [`Ari::sounds`](crate::Ari::sounds).
#[derive(Clone, Copy, Debug)]
pub struct Sounds<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Sounds<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the installed sounds, if wanted only those in one language or format.
    ///
    /// [`GET /sounds`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Sounds_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No sound fits.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Returns the description, languages and formats of one sound.
    ///
    /// [`GET /sounds/{soundId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Sounds_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `sound_id`: Id of the sound, its path without extension, for example `hello-world` or `digits/1`. An unknown
    ///   one is answered with 404. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: There is no sound with this id.
    pub fn get(&self, sound_id: impl Into<SoundId>) -> Get {
        Get::new(self.client.caller(), sound_id)
    }
}
