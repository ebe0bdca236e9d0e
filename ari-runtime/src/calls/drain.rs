//! Leaving service.

use std::time::Duration;

use tokio::time::timeout;

use crate::api::Api;
use crate::calls::parting::{Parting, Way};
use crate::client::Client;
use crate::defaults;

/// How leaving service went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drained {
    /// Calls that were alive when it began.
    pub alive: usize,
    /// Of those, how many were parted with when the time was up.
    pub parted: usize,
    /// Calls that were still there at the end.
    pub remaining: usize,
}

impl<A: Api> Client<A> {
    /// Leaves service: no further call gets a handler, those that have one get this time, then they are parted with.
    ///
    /// What comes meanwhile is parted with at once. Handlers are not dropped: they see that their call left. This client
    /// takes no calls again.
    pub async fn drain(&self, within: Duration, then: Parting<A>) -> Drained {
        let registry = self.registry();
        let alive = registry.live();
        let leaves = matches!(then.0, Way::Leave);
        self.part_with(then);
        registry.drain();
        let mut parted = 0;
        if timeout(within, registry.quiet()).await.is_err() {
            parted = registry.live();
            if leaves {
                // Before their tasks have their turn, so that closing the client hangs none of them up.
                registry.let_all_go();
                registry.part();
                // Their handlers go on, and nothing ends them.
                return Drained { alive, parted, remaining: registry.live() };
            }
            registry.part();
            // Hanging up takes a moment; what does not go is told.
            let _ = timeout(defaults::PARTING_DEADLINE, registry.quiet()).await;
        }
        Drained { alive, parted, remaining: registry.live() }
    }
}
