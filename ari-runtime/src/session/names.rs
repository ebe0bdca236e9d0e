//! The applications that a client has registered; another connection may take one of several.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Names of applications, first the one that the client was connected with first.
#[derive(Debug, Default)]
pub(crate) struct Names(Mutex<Arc<[String]>>);

impl Names {
    pub(crate) fn new(names: Vec<String>) -> Arc<Self> {
        Arc::new(Self(Mutex::new(names.into())))
    }

    fn lock(&self) -> MutexGuard<'_, Arc<[String]>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Arc<[String]> {
        self.lock().clone()
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.lock().iter().any(|it| it == name)
    }

    /// Another connection has it now; is there one left?
    pub(crate) fn lose(&self, name: &str) -> bool {
        let mut names = self.lock();
        *names = names.iter().filter(|it| *it != name).cloned().collect();
        !names.is_empty()
    }
}
