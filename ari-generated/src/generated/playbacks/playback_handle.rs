//! The operations on one playback.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, Wait};
use crate::generated::AriApi;
use crate::generated::enums::PlaybackOperation;
use crate::generated::events::Event;
use crate::generated::ids::PlaybackId;
use super::{Control, Get, Stop};

/// One playback, by what names it. Got from [`Ari::playback`](crate::Ari::playback).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct PlaybackHandle {
    pub(crate) client: Client<AriApi>,
    playback_id: PlaybackId,
}

impl PlaybackHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        playback_id: impl Into<PlaybackId>,
    ) -> Self {
        Self {
            client,
            playback_id: playback_id.into(),
        }
    }

    /// The `playbackId` this is bound to.
    pub fn playback_id(&self) -> &PlaybackId {
        &self.playback_id
    }

    /// A stream of the events about the playback from now on.
    ///
    /// It may be made before the playback exists. It ends with `Ended::Gone` after the event that tells the end.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("playback", &self.playback_id))
    }

    /// Waits for an event of one kind about the playback.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("playback", &self.playback_id), deadline)
    }

    /// Returns the state of a queued or running playback.
    ///
    /// As [`Playbacks::get`](super::Playbacks::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.playback_id)
    }

    /// Stops a playback, or takes it out of the queue before it begins.
    ///
    /// As [`Playbacks::stop`](super::Playbacks::stop), and what is gone already is no error. Since 13.0.
    pub fn stop(&self) -> Stop<Removed> {
        Stop::new(self.client.caller(), &self.playback_id)
    }

    /// Pauses, resumes, restarts or seeks a running playback.
    ///
    /// As [`Playbacks::control`](super::Playbacks::control). Since 13.0.
    pub fn control(&self, operation: PlaybackOperation) -> Control {
        Control::new(self.client.caller(), &self.playback_id, operation)
    }
}
