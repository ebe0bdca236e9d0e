//! The applications that a client has registered; another connection may take one of several.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::delivery::consumer::until;

/// Names of applications, first the one that the client was connected with first.
#[derive(Debug, Default)]
pub(crate) struct Names {
    names: Mutex<Arc<[String]>>,
    changed: Notify,
}

impl Names {
    pub(crate) fn new(names: Vec<String>) -> Arc<Self> {
        Arc::new(Self { names: Mutex::new(names.into()), changed: Notify::new() })
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

    /// Another connection has it now; is there one left?
    pub(crate) fn lose(&self, name: &str) -> bool {
        let mut names = self.lock();
        *names = names.iter().filter(|it| *it != name).cloned().collect();
        !names.is_empty()
    }
}
