//! Recording to the end: of a channel or of a bridge.

use std::sync::Arc;

use ari_runtime::{Delivery, Error, ErrorKind, Json, Prepared};

use crate::calls::step::{LEAVING, Step, no_events};
use crate::events::{Event, RecordingFinished};
use crate::models::LiveRecording;
use crate::recordings::StoredRecordingHandle;
use crate::{RecordingName, bridges, channels};

/// A recording that is complete.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Recorded {
    /// The event that told its end.
    pub finished: Arc<RecordingFinished>,
    stored: StoredRecordingHandle,
}

impl Recorded {
    /// The operations on it: download, copy, delete.
    pub fn stored(&self) -> &StoredRecordingHandle {
        &self.stored
    }
}

macro_rules! recording {
    ($($request:ty),*) => {$(
        impl $request {
            /// Records to the end: until it is stopped, a digit ends it, it is long or silent enough, or the caller hangs up.
            ///
            /// A recording that a hangup ends is complete, and no error.
            ///
            /// # Errors
            ///
            /// * [`ErrorKind::Media`]: nothing could be recorded, such as of a channel that is in a bridge.
            /// * [`ErrorKind::Left`]: the channel left the application before anything was recorded.
            /// * [`ErrorKind::Interrupted`]: the recording ended while the connection was lost, and is not stored.
            /// * What the request itself can fail with.
            pub async fn finished(self) -> Result<Recorded, Error> {
                finish(self.0).await
            }
        }
    )*};
}

recording!(channels::Record, bridges::Record);

async fn finish(prepared: Prepared<Json<LiveRecording>>) -> Result<Recorded, Error> {
    let name = RecordingName::new(prepared.value("name").unwrap_or_default());
    let mut step = Step::new(&prepared, "recording", &name).await?;
    if let Err(error) = prepared.send().await {
        return Err(step.channel.overtaken(error).await);
    }
    let ari = crate::Ari::from(step.client.clone());
    let stored = ari.stored_recording(&name);
    let mut has_left = None;
    loop {
        tokio::select! {
            // The event first: what the caller said until the hangup is complete.
            biased;
            item = step.events.next() => match item {
                Some(Delivery::Event(Event::RecordingFinished(finished))) => {
                    // One that ended with its beep is told as finished, too; there is no file.
                    if finished.recording.duration.is_none() {
                        let message = "it ended before anything was recorded";
                        let error = Error::from_transport(ErrorKind::Media, message);
                        return Err(has_left.unwrap_or(step.channel.explained(error).await));
                    }
                    return Ok(Recorded { finished, stored });
                }
                Some(Delivery::Event(Event::RecordingFailed(failed))) => {
                    let cause = failed.recording.cause.as_deref();
                    let cause = cause.unwrap_or("Asterisk says no cause").to_owned();
                    let error = Error::from_transport(ErrorKind::Media, cause);
                    return Err(has_left.unwrap_or(step.channel.explained(error).await));
                }
                Some(Delivery::Resynced(_)) => match ari.live_recording(&name).get().await {
                    Err(error) if error.kind() == ErrorKind::NotFound => {
                        let message = "the recording ended while the connection was lost";
                        return Err(Error::from_transport(ErrorKind::Interrupted, message));
                    }
                    _ => {}
                },
                Some(Delivery::Ended(_)) | None => return Err(no_events()),
                Some(_) => {}
            },
            left = step.channel.left() => has_left = Some(left),
            error = explained(&mut has_left) => return Err(error),
        }
    }
}

/// Some time after the channel left: by then the end of the recording would have been told.
async fn explained(has_left: &mut Option<Error>) -> Error {
    if has_left.is_some() {
        tokio::time::sleep(LEAVING).await;
        if let Some(error) = has_left.take() {
            return error;
        }
    }
    std::future::pending().await
}
