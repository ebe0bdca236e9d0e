//! Who has to know of requests that create or release channels, since their events are understood by it.

use std::sync::Arc;

use crate::Text;
use crate::error::{Error, ErrorKind};

/// What a request means for a channel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Intent {
    /// A new channel with this id enters this application.
    Creates { id: Text, application: Text },
    /// The channel leaves the application and lives on.
    Releases { id: Text },
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// It surely was not executed.
    Refused,
    Unknown,
}

/// Watches requests with an intent.
pub(crate) trait Witness: Send + Sync {
    /// Are channels that enter this application ours?
    fn owns(&self, application: &str) -> bool;

    /// The request is about to leave.
    fn leaves(&self, intent: &Intent);

    fn settled(&self, intent: &Intent, outcome: Outcome);
}

/// A request that is under way; one that nobody waits for to the end has an unknown outcome.
pub(crate) struct Watched {
    witness: Arc<dyn Witness>,
    intent: Intent,
    outcome: Outcome,
}

impl Watched {
    pub(crate) fn new(witness: &Arc<dyn Witness>, intent: &Intent) -> Self {
        witness.leaves(intent);
        Self { witness: witness.clone(), intent: intent.clone(), outcome: Outcome::Unknown }
    }

    pub(crate) fn settle(mut self, error: Option<&Error>) {
        self.outcome = match error {
            None => Outcome::Done,
            // It was executed; only the response was not understood.
            Some(error) if error.kind() == ErrorKind::Decode => Outcome::Done,
            Some(error) if error.is_outcome_unknown() => Outcome::Unknown,
            Some(_) => Outcome::Refused,
        };
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.witness.settled(&self.intent, self.outcome);
    }
}
