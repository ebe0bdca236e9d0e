//! The operations on one live recording.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, Wait};
use crate::generated::AriApi;
use crate::generated::events::Event;
use crate::generated::ids::RecordingName;
use super::{Cancel, GetLive, Mute, Pause, Stop, Unmute, Unpause};

/// One live recording, by what names it. Got from [`Ari::live_recording`](crate::Ari::live_recording).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct LiveRecordingHandle {
    pub(crate) client: Client<AriApi>,
    recording_name: RecordingName,
}

impl LiveRecordingHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        recording_name: impl Into<RecordingName>,
    ) -> Self {
        Self {
            client,
            recording_name: recording_name.into(),
        }
    }

    /// The `recordingName` this is bound to.
    pub fn recording_name(&self) -> &RecordingName {
        &self.recording_name
    }

    /// A stream of the events about the live recording from now on.
    ///
    /// It may be made before the live recording exists. It ends with `Ended::Gone` after the event that tells the end.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("recording", &self.recording_name))
    }

    /// Waits for an event of one kind about the live recording.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("recording", &self.recording_name), deadline)
    }

    /// Returns the state of a queued or running recording.
    ///
    /// As [`Recordings::get_live`](super::Recordings::get_live). Since 13.0.
    pub fn get(&self) -> GetLive {
        GetLive::new(self.client.caller(), &self.recording_name)
    }

    /// Stops a live recording and throws away what was recorded.
    ///
    /// As [`Recordings::cancel`](super::Recordings::cancel), and what is gone already is no error. Since 13.0.
    pub fn cancel(&self) -> Cancel<Removed> {
        Cancel::new(self.client.caller(), &self.recording_name)
    }

    /// Ends a live recording and keeps it; `RecordingFinished` tells when the file is complete.
    ///
    /// As [`Recordings::stop`](super::Recordings::stop), and what is gone already is no error. Since 13.0.
    pub fn stop(&self) -> Stop<Removed> {
        Stop::new(self.client.caller(), &self.recording_name)
    }

    /// Interrupts a live recording.
    ///
    /// As [`Recordings::pause`](super::Recordings::pause). Since 13.0.
    pub fn pause(&self) -> Pause {
        Pause::new(self.client.caller(), &self.recording_name)
    }

    /// Resumes a live recording that was interrupted.
    ///
    /// As [`Recordings::unpause`](super::Recordings::unpause). Since 13.0.
    pub fn unpause(&self) -> Unpause {
        Unpause::new(self.client.caller(), &self.recording_name)
    }

    /// Records silence instead of the real audio until unmuted.
    ///
    /// As [`Recordings::mute`](super::Recordings::mute). Since 13.0.
    pub fn mute(&self) -> Mute {
        Mute::new(self.client.caller(), &self.recording_name)
    }

    /// Records the real audio again after muting.
    ///
    /// As [`Recordings::unmute`](super::Recordings::unmute). Since 13.0.
    pub fn unmute(&self) -> Unmute {
        Unmute::new(self.client.caller(), &self.recording_name)
    }
}
