//! Who has to know of requests that change what the application holds or hears of.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::Text;
use crate::error::{Error, ErrorKind};

/// What a request means for what the application holds or hears of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Intent {
    /// There will be a new thing with this id, in this application where it enters one.
    Creates { subject: &'static str, id: Text, application: Option<Text> },
    /// The channel leaves the application and lives on.
    Releases { id: Text },
    /// The channel is about to end.
    Ends { id: Text },
    /// The application hears of these too.
    Listens { application: Text, sources: Vec<Text> },
    /// The application hears of these no more.
    Ignores { application: Text, sources: Vec<Text> },
    /// The application hears of some kinds of events only; of all where there is no filter.
    Filters { application: Text, filter: Option<Map<String, Value>> },
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Done,
    /// It surely was not executed.
    Refused,
    Unknown,
}

impl Outcome {
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            // It was executed; only the response was not understood.
            ErrorKind::Decode => Self::Done,
            ErrorKind::OutcomeUnknown => Self::Unknown,
            _ => Self::Refused,
        }
    }
}

/// Watches requests with an intent.
pub(crate) trait Witness: Send + Sync {
    /// Are channels that enter this application ours?
    fn owns(&self, application: &str) -> bool {
        let _ = application;
        false
    }

    /// The client's own application.
    fn application(&self) -> Option<String> {
        None
    }

    /// The request is about to leave.
    fn leaves(&self, intent: &Intent) {
        let _ = intent;
    }

    fn settled(&self, intent: &Intent, outcome: Outcome);

    /// What has to be waited for after a request that was done, before its caller goes on.
    fn ready(&self, intent: &Intent) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
        let _ = intent;
        None
    }
}

/// Everyone who has to know.
pub(crate) type Witnesses = Arc<[Arc<dyn Witness>]>;

/// A request that is under way; one that nobody waits for to the end has an unknown outcome.
pub(crate) struct Watched {
    witnesses: Witnesses,
    intent: Intent,
    outcome: Outcome,
}

impl Watched {
    pub(crate) fn new(witnesses: &Witnesses, intent: &Intent) -> Self {
        witnesses.iter().for_each(|it| it.leaves(intent));
        let (witnesses, intent) = (witnesses.clone(), intent.clone());
        Self { witnesses, intent, outcome: Outcome::Unknown }
    }

    /// Tells what became of it, and gives what the caller has to wait for.
    pub(crate) fn settle(mut self, outcome: Outcome) -> impl Future<Output = ()> + use<> {
        self.outcome = outcome;
        let done = self.outcome == Outcome::Done;
        let (witnesses, intent) = (self.witnesses.clone(), self.intent.clone());
        drop(self);
        async move {
            for witness in witnesses.iter().filter(|_| done) {
                if let Some(ready) = witness.ready(&intent) {
                    ready.await;
                }
            }
        }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.witnesses.iter().for_each(|it| it.settled(&self.intent, self.outcome));
    }
}
