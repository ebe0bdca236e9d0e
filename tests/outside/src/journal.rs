//! What became of the calls. It knows nothing of how they are served.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an agent.
    Talked {
        /// Who that was.
        agent: String,
    },
    /// With a message in the mailbox.
    Message {
        /// How long it is.
        length: Duration,
    },
    /// Nothing was chosen from the menu.
    NoChoice,
    /// The caller was gone before any of it.
    HungUp,
    /// Something did not work.
    Failed,
}

#[derive(Debug, Default)]
pub(crate) struct Journal(Mutex<Vec<Outcome>>);

impl Journal {
    pub fn add(&self, outcome: Outcome) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
    }

    pub fn all(&self) -> Vec<Outcome> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
