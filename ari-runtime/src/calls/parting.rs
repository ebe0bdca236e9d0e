//! What becomes of calls that nobody handles any more, and leaving service.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::timeout;

use crate::api::Api;
use crate::client::Client;
use crate::defaults;
use crate::error::Error;

type Parted = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// What becomes of a call that no handler has, or has any longer.
pub struct Parting<A: Api>(pub(crate) Way<A>);

pub(crate) enum Way<A: Api> {
    HangUp,
    Leave,
    Run(Arc<dyn Fn(A::Call) -> Parted + Send + Sync>),
}

impl<A: Api> Clone for Parting<A> {
    fn clone(&self) -> Self {
        Self(match &self.0 {
            Way::HangUp => Way::HangUp,
            Way::Leave => Way::Leave,
            Way::Run(run) => Way::Run(run.clone()),
        })
    }
}

impl<A: Api> fmt::Debug for Parting<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Way::HangUp => "Parting::hang_up",
            Way::Leave => "Parting::leave",
            Way::Run(_) => "Parting::run",
        })
    }
}

impl<A: Api> Parting<A> {
    /// It is hung up.
    pub fn hang_up() -> Self {
        Self(Way::HangUp)
    }

    /// It stays in the application, where another process may adopt it.
    pub fn leave() -> Self {
        Self(Way::Leave)
    }

    /// Something is done with it, such as continuing it in the dialplan.
    pub fn run<F>(run: impl Fn(A::Call) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        Self(Way::Run(Arc::new(move |call| Box::pin(run(call)))))
    }
}

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
    /// What comes meanwhile is parted with at once. Handlers are not dropped: they see that their call left.
    pub async fn drain(&self, within: Duration, then: Parting<A>) -> Drained {
        let registry = self.registry();
        let alive = registry.live();
        let leaves = matches!(then.0, Way::Leave);
        self.part_with(then);
        registry.drain();
        let mut parted = 0;
        if timeout(within, registry.quiet()).await.is_err() {
            parted = registry.live();
            registry.part();
            if leaves {
                // Their handlers go on, and nothing ends them.
                return Drained { alive, parted, remaining: registry.live() };
            }
            // Hanging up takes a moment; what does not go is told.
            let _ = timeout(defaults::PARTING_DEADLINE, registry.quiet()).await;
        }
        Drained { alive, parted, remaining: registry.live() }
    }
}
