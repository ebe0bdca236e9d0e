//! What a program holds of something in Asterisk that belongs to it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};

use crate::Text;
use crate::api::Api;
use crate::calls::belongings::Held;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::request::prepared::Sending;

/// Something in Asterisk that belongs to a scope: dropping this releases it.
#[must_use = "it is released when this is dropped"]
pub struct Owned<A: Api> {
    client: Client<A>,
    number: u64,
}

impl<A: Api> Client<A> {
    /// Makes something in Asterisk that belongs to who gets this.
    ///
    /// Dropping the future does not leave it behind: it is made to the end and released.
    #[doc(hidden)]
    pub async fn make<T: Send + 'static>(
        &self,
        what: impl AsRef<str>,
        making: impl Future<Output = Result<T, Error>> + Send + 'static,
        release: impl Fn() -> Sending<()> + Send + Sync + 'static,
    ) -> Result<(T, Owned<A>), Error> {
        let runtime = Handle::current();
        let (done, made) = watch::channel(());
        let held = Held {
            what: Text::new(what),
            release: Box::new(release),
            made,
            runtime: runtime.clone(),
        };
        let owned = Owned { client: self.clone(), number: self.belongings().hold(held) };
        let (answer, answered) = oneshot::channel();
        let task = async move {
            let made = making.await;
            drop(done);
            // Nobody waits for it where the scope has ended meanwhile.
            let _ = answer.send(made);
        };
        self.belongings().run(&runtime, task);
        match answered.await {
            Ok(Ok(made)) => Ok((made, owned)),
            Ok(Err(error)) => {
                // What was surely not made need not be released.
                if !error.is_outcome_unknown() {
                    owned.keep();
                }
                Err(error)
            }
            Err(_) => Err(Error::new(ErrorKind::Closed, "the runtime is shutting down")),
        }
    }

    /// Calls a function for each thing that belonged to a scope and could not be released, with what it is; every such
    /// failure is traced too.
    pub fn on_release_failure(&self, tell: impl Fn(&str, &Error) + Send + Sync + 'static) {
        self.belongings().tell(Arc::new(tell));
    }
}

impl<A: Api> Owned<A> {
    /// It belongs to nobody any more, and stays.
    pub fn keep(self) {
        drop(self.client.belongings().let_go(self.number));
    }

    /// Releases it, and waits until that is done.
    ///
    /// # Errors
    ///
    /// Asterisk did not do it.
    pub async fn release(self) -> Result<(), Error> {
        let (done, released) = oneshot::channel();
        self.client.belongings().release(self.number, Some(done));
        match released.await {
            Ok(result) => result,
            // It was released when the connection ended, or the runtime is shutting down.
            Err(_) => Ok(()),
        }
    }
}

impl<A: Api> Drop for Owned<A> {
    fn drop(&mut self) {
        self.client.belongings().release(self.number, None);
    }
}

impl<A: Api> fmt::Debug for Owned<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Owned")
    }
}
