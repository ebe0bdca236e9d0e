//! The event websockets that are open, so that faults find them by their applications.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};

use crate::asterisk::Outgoing;

/// The open event websockets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sockets(Arc<Mutex<Entries>>);

#[derive(Debug, Default)]
struct Entries {
    next: u64,
    open: BTreeMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    applications: Vec<String>,
    /// Weak, because a session ends when the model lets go of its outbox.
    outbox: mpsc::WeakSender<Outgoing>,
    cut: Arc<Notify>,
}

/// A socket in the list; dropping it takes it out.
#[derive(Debug)]
pub(crate) struct Listed {
    number: u64,
    sockets: Sockets,
    cut: Arc<Notify>,
}

impl Sockets {
    pub fn list(&self, applications: Vec<String>, outbox: mpsc::WeakSender<Outgoing>) -> Listed {
        let cut = Arc::new(Notify::new());
        let mut entries = self.lock();
        let number = entries.next;
        entries.next += 1;
        entries.open.insert(number, Entry { applications, outbox, cut: Arc::clone(&cut) });
        Listed { number, sockets: self.clone(), cut }
    }

    /// Cuts the sockets of an application, or all of them; tells how many that were.
    pub fn cut(&self, application: Option<&str>) -> usize {
        let entries = self.lock();
        let struck = entries.open.values().filter(|it| application.is_none_or(|name| it.has(name)));
        struck.map(|entry| entry.cut.notify_one()).count()
    }

    /// Puts a frame into the outbox of the youngest socket of an application, behind what waits there.
    pub fn send(&self, application: &str, frame: Outgoing) -> bool {
        let entries = self.lock();
        let entry = entries.open.values().rev().find(|entry| entry.has(application));
        let outbox = entry.and_then(|entry| entry.outbox.upgrade());
        outbox.is_some_and(|outbox| outbox.try_send(frame).is_ok())
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn has(&self, application: &str) -> bool {
        self.applications.iter().any(|name| name == application)
    }
}

impl Listed {
    /// Waits until somebody cuts it.
    pub async fn cut(&self) {
        self.cut.notified().await;
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.sockets.lock().open.remove(&self.number);
    }
}
