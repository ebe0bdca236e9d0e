//! The operations on one sound.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::SoundId;
use super::Get;

/// One sound, by what names it. Got from [`Ari::sound`](crate::Ari::sound).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct SoundHandle {
    pub(crate) client: Client<AriApi>,
    sound_id: SoundId,
}

impl SoundHandle {
    pub(crate) fn new(client: Client<AriApi>, sound_id: impl Into<SoundId>) -> Self {
        Self {
            client,
            sound_id: sound_id.into(),
        }
    }

    /// The `soundId` this is bound to.
    pub fn sound_id(&self) -> &SoundId {
        &self.sound_id
    }

    /// Returns the description, languages and formats of one sound.
    ///
    /// As [`Sounds::get`](super::Sounds::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.sound_id)
    }
}
