//! The applications that a client has registered; another connection may take one of several.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::delivery::consumer::until;

/// Names of applications, first the one that the client was connected with first.
#[derive(Debug, Default)]
pub(crate) struct Names {
    names: Mutex<Arc<[String]>>,
    /// Those that are not any more.
    lost: Mutex<HashSet<String>>,
    changed: Notify,
    /// An event of one of them has come over this connection, so that there are such.
    live: AtomicBool,
}

impl Names {
    pub(crate) fn new(names: Vec<String>) -> Arc<Self> {
        Arc::new(Self { names: Mutex::new(names.into()), ..Self::default() })
    }

    fn lock(&self) -> MutexGuard<'_, Arc<[String]>> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Arc<[String]> {
        self.lock().clone()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.lock().iter().any(|it| it == name)
    }

    /// Asterisk registered it for this connection.
    pub(crate) fn gain(&self, name: &str) {
        let mut names = self.lock();
        if !names.iter().any(|it| it == name) {
            *names = names.iter().cloned().chain([name.to_owned()]).collect();
            self.changed.notify_waiters();
        }
    }

    /// Waits for one that is not among these, and puts it there.
    pub(crate) async fn another(&self, known: &mut HashSet<String>) -> String {
        let another = || self.now().iter().find(|it| !known.contains(*it)).cloned();
        let name = until(&self.changed, another).await;
        known.insert(name.clone());
        name
    }

    /// Events come, or a new connection has begun, over which none has come yet.
    pub(crate) fn are_heard(&self, events_come: bool) {
        self.live.store(events_come, Ordering::Relaxed);
    }

    pub(crate) fn are_live(&self) -> bool {
        self.live.load(Ordering::Relaxed)
    }

    /// Is it one, or was it?
    pub(crate) fn had(&self, name: &str) -> bool {
        let lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        self.contains(name) || lost.contains(name)
    }

    /// Another connection has it now; is there one left?
    pub(crate) fn lose(&self, name: &str) -> bool {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
        let mut names = self.lock();
        *names = names.iter().filter(|it| *it != name).cloned().collect();
        !names.is_empty()
    }
}
