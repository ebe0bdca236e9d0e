//! How much has travelled between clients and the simulator; knows nothing of what it was.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts what is received and written. Clones count together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Activity(Arc<AtomicU64>);

impl Activity {
    /// Something was received or written.
    pub fn touch(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    /// How often that was.
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}
