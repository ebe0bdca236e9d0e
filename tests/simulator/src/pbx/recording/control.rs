//! What programs do to a recording that is made.

use tokio::time::Instant;

use crate::pbx::Pbx;
use crate::pbx::recording::{End, State};

/// What a program does to a recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Stop,
    /// Stop it and keep nothing.
    Discard,
    Pause,
    Unpause,
    /// Record silence instead, which the model does not tell from speech.
    Mute,
    Unmute,
}

impl Pbx {
    /// Does something to a recording; false where its state does not allow it.
    pub fn control_recording(&mut self, name: &str, operation: Operation) -> bool {
        let Some(live) = self.live.get_mut(name) else { return false };
        match (live.state, operation) {
            // Its turn comes all the same, and it records.
            (State::Queued | State::Canceled, Operation::Stop | Operation::Discard) => {
                live.state = State::Canceled;
            }
            (State::Recording | State::Paused, Operation::Stop) => {
                self.end_recording(name, End::Stopped, true);
            }
            (State::Recording | State::Paused, Operation::Discard) => {
                self.end_recording(name, End::Discarded, true);
            }
            (State::Recording, Operation::Pause) => {
                live.recorded = live.length().saturating_sub(live.before);
                live.silent = live.silence();
                live.state = State::Paused;
                self.stop_recording_clocks(name);
            }
            (State::Paused, Operation::Unpause) => {
                live.state = State::Recording;
                live.since = Instant::now();
                live.silent_since = live.silent_since.map(|_| Instant::now());
                self.start_recording_clocks(name);
            }
            (State::Recording | State::Paused, _) => {}
            _ => return false,
        }
        true
    }
}
