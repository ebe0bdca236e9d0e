//! The operations on one stored recording.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Client, Removed};
use crate::generated::AriApi;
use crate::generated::ids::RecordingName;
use super::{CopyStored, DeleteStored, GetStored, GetStoredFile};

/// One stored recording, by what names it. Got from [`Ari::stored_recording`](crate::Ari::stored_recording).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct StoredRecordingHandle {
    pub(crate) client: Client<AriApi>,
    recording_name: RecordingName,
}

impl StoredRecordingHandle {
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

    /// Returns the name and format of a stored recording.
    ///
    /// As [`Recordings::get_stored`](super::Recordings::get_stored). Since 13.0.
    pub fn get(&self) -> GetStored {
        GetStored::new(self.client.caller(), &self.recording_name)
    }

    /// Deletes a stored recording from disk.
    ///
    /// As [`Recordings::delete_stored`](super::Recordings::delete_stored), and what is gone already is no error. Since 13.0.
    pub fn delete(&self) -> DeleteStored<Removed> {
        DeleteStored::new(self.client.caller(), &self.recording_name)
    }

    /// Downloads the audio file of a stored recording, with a content type such as `audio/wav`.
    ///
    /// As [`Recordings::get_stored_file`](super::Recordings::get_stored_file). Since 14.0.
    pub fn file(&self) -> GetStoredFile {
        GetStoredFile::new(self.client.caller(), &self.recording_name)
    }

    /// Copies a stored recording under a new name, in the same format.
    ///
    /// As [`Recordings::copy_stored`](super::Recordings::copy_stored). Since 13.0.
    pub fn copy(
        &self,
        destination_recording_name: impl Into<RecordingName>,
    ) -> CopyStored {
        CopyStored::new(
            self.client.caller(),
            &self.recording_name,
            destination_recording_name,
        )
    }
}
