//! What scopes own in Asterisk: made and released in tasks that the client owns, so that no dropped future, panic or lost
//! connection leaves anything behind. Names nothing of what it is, and knows no client.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

use crate::Text;
use crate::defaults;
use crate::delivery::Ended;
use crate::delivery::consumer::until;
use crate::error::Error;
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

pub(crate) type Tell = Arc<dyn Fn(&str, &Error) + Send + Sync>;

/// How a thing is released; repeating it does no harm. It is called at once where the thing is dropped.
pub(crate) type Release = Box<dyn Fn() -> Sending<()> + Send + Sync>;

/// Something that is owned.
pub(crate) struct Held {
    pub(crate) what: Text,
    pub(crate) release: Release,
    /// Ends when it has been made.
    pub(crate) made: watch::Receiver<()>,
    pub(crate) runtime: Handle,
}

impl Belongings {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is told of what could not be released.
    pub(crate) fn tell(&self, tell: Tell) {
        self.lock().tell = Some(tell);
    }

    pub(crate) fn counts(&self) -> BelongingCounts {
        let State { held, under_way, failed, .. } = &*self.lock();
        BelongingCounts { owned: held.len(), under_way: *under_way, failed: *failed }
    }

    pub(crate) fn hold(&self, held: Held) -> u64 {
        let mut state = self.lock();
        state.number += 1;
        let number = state.number;
        state.held.insert(number, held);
        number
    }

    /// It is owned by nobody any more.
    pub(crate) fn let_go(&self, number: u64) -> Option<Held> {
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

    /// Releases what was not let go before, and tells who waits for that.
    pub(crate) fn release(
        self: &Arc<Self>,
        number: u64,
        done: Option<oneshot::Sender<Result<(), Error>>>,
    ) {
        let Some(Held { what, release, mut made, runtime }) = self.let_go(number) else { return };
        let belongings = self.clone();
        let releasing = release();
        let task = async move {
            // An error means that it has been made, or never will.
            while made.changed().await.is_ok() {}
            let result = release_in_time(releasing, &release).await;
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

    /// Runs something in a task of the client's.
    pub(crate) fn run(
        self: &Arc<Self>,
        runtime: &Handle,
        task: impl Future<Output = ()> + Send + 'static,
    ) {
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
async fn release_in_time(mut releasing: Sending<()>, release: &Release) -> Result<(), Error> {
    let deadline = Instant::now() + defaults::RELEASE_DEADLINE;
    loop {
        match releasing.await {
            Err(error) if error.may_pass() && Instant::now() < deadline => {
                sleep(defaults::HANG_UP_AGAIN).await;
                releasing = release();
            }
            result => return result,
        }
    }
}
