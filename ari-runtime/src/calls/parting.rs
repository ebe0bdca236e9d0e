//! What becomes of calls that nobody handles any more.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use crate::api::Api;
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
