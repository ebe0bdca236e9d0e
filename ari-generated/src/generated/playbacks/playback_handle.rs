//! The operations on one playback.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Caller, Removed};
use crate::generated::enums::PlaybackOperation;
use crate::generated::ids::PlaybackId;
use super::{Control, Get, Stop};

/// One playback, by what names it. Got from [`Ari::playback`](crate::Ari::playback).
///
/// It holds no connection and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct PlaybackHandle {
    caller: Caller,
    playback_id: PlaybackId,
}

impl PlaybackHandle {
    pub(crate) fn new(caller: Caller, playback_id: impl Into<PlaybackId>) -> Self {
        Self {
            caller,
            playback_id: playback_id.into(),
        }
    }

    /// The `playbackId` this is bound to.
    pub fn playback_id(&self) -> &PlaybackId {
        &self.playback_id
    }

    /// Returns the state of a queued or running playback.
    ///
    /// As [`Playbacks::get`](super::Playbacks::get).
    pub fn get(&self) -> Get {
        Get::new(&self.caller, &self.playback_id)
    }

    /// Stops a playback, or takes it out of the queue before it begins.
    ///
    /// As [`Playbacks::stop`](super::Playbacks::stop), and what is gone already is no error.
    pub fn stop(&self) -> Stop<Removed> {
        Stop::new(&self.caller, &self.playback_id)
    }

    /// Pauses, resumes, restarts or seeks a running playback.
    ///
    /// As [`Playbacks::control`](super::Playbacks::control).
    pub fn control(&self, operation: PlaybackOperation) -> Control {
        Control::new(&self.caller, &self.playback_id, operation)
    }
}
