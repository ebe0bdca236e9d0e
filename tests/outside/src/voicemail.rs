//! Takes a message. It does not know why nobody answers.

use std::time::Duration;

use ari_generated::enums::TerminateOn;
use ari_generated::{RecordingName, prelude::*};

use crate::Outcome;

/// The longest message.
const LONGEST: Duration = Duration::from_secs(60);

/// Records until `#`, five seconds of silence, a minute or the end of the call.
pub(crate) async fn leave(call: &Call) -> Result<Outcome, Error> {
    call.play(["sound:leave-a-message"]).finished().await?;
    let name = RecordingName::new(format!("message-{}", call.id()));
    let message = call
        .record(name, "wav")
        .beep(true)
        .terminate_on(TerminateOn::Hash)
        .max_silence_seconds(Duration::from_secs(5))
        .max_duration_seconds(LONGEST)
        .finished()
        .await?;
    let length = message.finished.recording.duration.unwrap_or_default();
    match call.play(["sound:thank-you"]).finished().await {
        // Who hangs up after the message has left it all the same.
        Err(error) if error.kind() != ErrorKind::Left => Err(error),
        _ => Ok(Outcome::Message { length }),
    }
}
