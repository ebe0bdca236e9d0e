//! Operations of the resource `playbacks`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::enums::PlaybackOperation;
use crate::generated::ids::PlaybackId;

pub(crate) mod get;
pub(crate) mod stop;
pub(crate) mod control;
mod playback_handle;

pub use get::Get;
pub use stop::Stop;
pub use control::Control;
pub use playback_handle::PlaybackHandle;

/// Operations of the resource `playbacks`. Got from [`Ari::playbacks`](crate::Ari::playbacks).
#[derive(Clone, Copy, Debug)]
pub struct Playbacks<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Playbacks<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Returns the state of a queued or running playback.
    ///
    /// [`GET /playbacks/{playbackId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `playback_id`: Id of the playback, chosen by the client or returned when it was started. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No playback of this id is queued or running; finished ones are forgotten at once.
    pub fn get(&self, playback_id: impl Into<PlaybackId>) -> Get {
        Get::new(self.client.caller(), playback_id)
    }

    /// Stops a playback, or takes it out of the queue before it begins.
    ///
    /// [`DELETE /playbacks/{playbackId}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#stop)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `playback_id`: Id of the playback, chosen by the client or returned when it was started. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No playback of this id is queued or running; finished ones are forgotten at once.
    pub fn stop(&self, playback_id: impl Into<PlaybackId>) -> Stop {
        Stop::new(self.client.caller(), playback_id)
    }

    /// Pauses, resumes, restarts or seeks a running playback.
    ///
    /// [`POST /playbacks/{playbackId}/control`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Playbacks_REST_API/#control)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `playback_id`: Id of the playback, chosen by the client or returned when it was started. Since 13.0.
    /// * `operation`: What to do. `forward` and `reverse` jump by the `skipms` of the play request, 3000 milliseconds
    ///   unless it said otherwise. Media that is spoken (`number:`, `digits:`, `characters:`) cannot be
    ///   controlled. No event reports a pause, while `unpause` and `restart` raise `PlaybackStarted`
    ///   again. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: `operation` is missing or none of the known ones.
    /// * 404: No playback of this id is queued or running; finished ones are forgotten at once.
    /// * 409: The playback has not begun yet, or is paused and can only be resumed or stopped.
    pub fn control(
        &self,
        playback_id: impl Into<PlaybackId>,
        operation: PlaybackOperation,
    ) -> Control {
        Control::new(self.client.caller(), playback_id, operation)
    }
}
