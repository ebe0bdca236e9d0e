//! What scopes own in Asterisk: made and released in tasks that the client owns, so that no dropped future, panic or lost
//! connection leaves anything behind. Names nothing of what it is.

use std::collections::HashMap;
use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

use crate::Text;
use crate::api::Api;
use crate::client::Client;
use crate::defaults;
use crate::delivery::Ended;
use crate::delivery::consumer::until;
use crate::error::{Error, ErrorKind};
use crate::request::prepared::Sending;

/// What becomes of the things that scopes own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct BelongingCounts {
    /// Things that are owned now.
    pub owned: usize,
    /// Things that are being made or released.
    pub under_way: usize,
    /// Things that could not be released; they may still be there.
    pub failed: u64,
}

/// Something in Asterisk that belongs to a scope: dropping this releases it.
#[must_use = "it is released when this is dropped"]
pub struct Owned<A: Api> {
    client: Client<A>,
    number: u64,
}

/// What the scopes of one client own.
#[derive(Default)]
pub(crate) struct Belongings {
    state: Mutex<State>,
    /// Apart from the state, which a task that is dropped at once looks at.
    tasks: Mutex<JoinSet<()>>,
    changed: Arc<Notify>,
}

#[derive(Default)]
struct State {
    number: u64,
    held: HashMap<u64, Held>,
    under_way: usize,
    failed: u64,
    tell: Option<Tell>,
}

type Tell = Arc<dyn Fn(&str, &Error) + Send + Sync>;

/// How a thing is released; repeating it does no harm.
type Release = Box<dyn Fn() -> Sending<()> + Send + Sync>;

struct Held {
    what: Text,
    release: Release,
    /// Ends when it has been made.
    made: watch::Receiver<()>,
    runtime: Handle,
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
        self.belongings().lock().tell = Some(Arc::new(tell));
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

impl Belongings {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn counts(&self) -> BelongingCounts {
        let State { held, under_way, failed, .. } = &*self.lock();
        BelongingCounts { owned: held.len(), under_way: *under_way, failed: *failed }
    }

    fn hold(&self, held: Held) -> u64 {
        let mut state = self.lock();
        state.number += 1;
        let number = state.number;
        state.held.insert(number, held);
        number
    }

    fn let_go(&self, number: u64) -> Option<Held> {
        self.lock().held.remove(&number)
    }

    /// The connection has ended: nobody hears of what is owned any more.
    pub(crate) fn ended(self: &Arc<Self>, ended: Ended) {
        if ended == Ended::Replaced {
            // Who has the application now has what is in it, too.
            let left = std::mem::take(&mut self.lock().held);
            tracing::warn!(things = left.len(), "left to who has the application now");
            return;
        }
        let numbers: Vec<_> = self.lock().held.keys().copied().collect();
        numbers.into_iter().for_each(|it| self.release(it, None));
    }

    /// Waits until nothing is being made or released, for as long as closing may take.
    pub(crate) async fn settle(&self) {
        let settled = until(&self.changed, || (self.lock().under_way == 0).then_some(()));
        if timeout(defaults::CLOSE_DEADLINE, settled).await.is_err() {
            let counts = self.counts();
            tracing::error!(?counts, "closed before everything was released");
        }
    }

    fn release(self: &Arc<Self>, number: u64, done: Option<oneshot::Sender<Result<(), Error>>>) {
        let Some(Held { what, release, mut made, runtime }) = self.let_go(number) else { return };
        let belongings = self.clone();
        let task = async move {
            // An error means that it has been made, or never will.
            while made.changed().await.is_ok() {}
            let result = release_in_time(&release).await;
            if let Err(error) = &result {
                tracing::error!(what = %what, %error, "could not be released");
                let mut state = belongings.lock();
                state.failed += 1;
                let tell = state.tell.clone();
                drop(state);
                if let Some(tell) = tell {
                    tell(&what, error);
                }
            }
            // Nobody waits for it where the scope just ended.
            let _ = done.map(|it| it.send(result));
        };
        self.run(&runtime, task);
    }

    fn run(self: &Arc<Self>, runtime: &Handle, task: impl Future<Output = ()> + Send + 'static) {
        self.lock().under_way += 1;
        let counted = UnderWay(self.clone());
        let task = async move {
            let _counted = counted;
            task.await;
        };
        let mut tasks = self.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(ended) = tasks.try_join_next() {
            if let Err(error) = ended {
                tracing::error!(%error, "a task that makes or releases something ended");
            }
        }
        tasks.spawn_on(task.in_current_span(), runtime);
    }
}

/// Counts a task as over, however it ended.
struct UnderWay(Arc<Belongings>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.lock().under_way -= 1;
        self.0.changed.notify_waiters();
    }
}

/// Releases, again while Asterisk is out of reach.
async fn release_in_time(release: &Release) -> Result<(), Error> {
    let deadline = Instant::now() + defaults::RELEASE_DEADLINE;
    loop {
        match release().await {
            Err(error) if error.may_pass() && Instant::now() < deadline => {
                sleep(defaults::HANG_UP_AGAIN).await;
            }
            result => return result,
        }
    }
}
