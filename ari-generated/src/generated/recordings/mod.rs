//! Operations of the resource `recordings`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::RecordingName;

pub(crate) mod list_stored;
pub(crate) mod get_stored;
pub(crate) mod delete_stored;
pub(crate) mod get_stored_file;
pub(crate) mod copy_stored;
pub(crate) mod get_live;
pub(crate) mod cancel;
pub(crate) mod stop;
pub(crate) mod pause;
pub(crate) mod unpause;
pub(crate) mod mute;
pub(crate) mod unmute;
mod stored_recording_handle;
mod live_recording_handle;

pub use list_stored::ListStored;
pub use get_stored::GetStored;
pub use delete_stored::DeleteStored;
pub use get_stored_file::GetStoredFile;
pub use copy_stored::CopyStored;
pub use get_live::GetLive;
pub use cancel::Cancel;
pub use stop::Stop;
pub use pause::Pause;
pub use unpause::Unpause;
pub use mute::Mute;
pub use unmute::Unmute;
pub use stored_recording_handle::StoredRecordingHandle;
pub use live_recording_handle::LiveRecordingHandle;

/// Operations of the resource `recordings`. Got from [`Ari::recordings`](crate::Ari::recordings).
#[derive(Clone, Copy, Debug)]
pub struct Recordings<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Recordings<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the stored recordings.
    ///
    /// [`GET /recordings/stored`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#liststored)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list_stored(&self) -> ListStored {
        ListStored::new(self.client.caller())
    }

    /// Returns the name and format of a stored recording.
    ///
    /// [`GET /recordings/stored/{recordingName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getstored)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name of the recording, without file extension. May contain slashes for sub-folders. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No stored recording has this name.
    pub fn get_stored(&self, recording_name: impl Into<RecordingName>) -> GetStored {
        GetStored::new(self.client.caller(), recording_name)
    }

    /// Deletes a stored recording from disk.
    ///
    /// [`DELETE /recordings/stored/{recordingName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#deletestored)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name of the recording, without file extension. May contain slashes for sub-folders. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No stored recording has this name.
    pub fn delete_stored(
        &self,
        recording_name: impl Into<RecordingName>,
    ) -> DeleteStored {
        DeleteStored::new(self.client.caller(), recording_name)
    }

    /// Downloads the audio file of a stored recording, with a content type such as `audio/wav`.
    ///
    /// [`GET /recordings/stored/{recordingName}/file`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getstoredfile)
    ///
    /// Since 14.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name of the recording, without file extension. May contain slashes for sub-folders. Since 14.0.
    ///
    /// # Errors
    ///
    /// * 403: Asterisk may not read the file.
    /// * 404: No stored recording has this name.
    pub fn get_stored_file(
        &self,
        recording_name: impl Into<RecordingName>,
    ) -> GetStoredFile {
        GetStoredFile::new(self.client.caller(), recording_name)
    }

    /// Copies a stored recording under a new name, in the same format.
    ///
    /// [`POST /recordings/stored/{recordingName}/copy`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#copystored)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name of the recording to duplicate, without file extension. Since 13.0.
    /// * `destination_recording_name`: Name of the duplicate, without file extension. Slashes place it in sub-folders, which are
    ///   created if needed. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The request lacks something or cannot be read.
    /// * 404: No stored recording has the name to copy from.
    /// * 409: The new name is taken already.
    pub fn copy_stored(
        &self,
        recording_name: impl Into<RecordingName>,
        destination_recording_name: impl Into<RecordingName>,
    ) -> CopyStored {
        CopyStored::new(self.client.caller(), recording_name, destination_recording_name)
    }

    /// Returns the state of a queued or running recording.
    ///
    /// [`GET /recordings/live/{recordingName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#getlive)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    pub fn get_live(&self, recording_name: impl Into<RecordingName>) -> GetLive {
        GetLive::new(self.client.caller(), recording_name)
    }

    /// Stops a live recording and throws away what was recorded.
    ///
    /// [`DELETE /recordings/live/{recordingName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#cancel)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    pub fn cancel(&self, recording_name: impl Into<RecordingName>) -> Cancel {
        Cancel::new(self.client.caller(), recording_name)
    }

    /// Ends a live recording and keeps it; `RecordingFinished` tells when the file is complete.
    ///
    /// [`POST /recordings/live/{recordingName}/stop`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#stop)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    pub fn stop(&self, recording_name: impl Into<RecordingName>) -> Stop {
        Stop::new(self.client.caller(), recording_name)
    }

    /// Interrupts a live recording.
    ///
    /// What happens meanwhile is left out of the file and does not count towards `maxDurationSeconds`.
    /// Silence detection rests too and starts afresh on resuming. No event reports it; the recording
    /// reads as `paused`.
    ///
    /// [`POST /recordings/live/{recordingName}/pause`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#pause)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    /// * 409: The recording is not running, for instance because it has only been queued.
    pub fn pause(&self, recording_name: impl Into<RecordingName>) -> Pause {
        Pause::new(self.client.caller(), recording_name)
    }

    /// Resumes a live recording that was interrupted.
    ///
    /// [`DELETE /recordings/live/{recordingName}/pause`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#unpause)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    /// * 409: The recording is not running, for instance because it has only been queued.
    pub fn unpause(&self, recording_name: impl Into<RecordingName>) -> Unpause {
        Unpause::new(self.client.caller(), recording_name)
    }

    /// Records silence instead of the real audio until unmuted.
    ///
    /// Unlike a pause, the time goes on in the file. Silence detection rests meanwhile and starts
    /// afresh on unmuting. No event reports it, and nothing in `LiveRecording` shows that a recording
    /// is muted.
    ///
    /// [`POST /recordings/live/{recordingName}/mute`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#mute)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    /// * 409: The recording is not running, for instance because it has only been queued.
    pub fn mute(&self, recording_name: impl Into<RecordingName>) -> Mute {
        Mute::new(self.client.caller(), recording_name)
    }

    /// Records the real audio again after muting.
    ///
    /// [`DELETE /recordings/live/{recordingName}/mute`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Recordings_REST_API/#unmute)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `recording_name`: Name given when the recording was started, without file extension. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No recording of this name is queued or running.
    /// * 409: The recording is not running, for instance because it has only been queued.
    pub fn unmute(&self, recording_name: impl Into<RecordingName>) -> Unmute {
        Unmute::new(self.client.caller(), recording_name)
    }
}
