//! A call as its handler sees it: what it is, what is bound to it, and how it ends.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::Text;
use crate::api::Api;
use crate::calls::left::Left;
use crate::calls::state::CallState;
use crate::client::Client;
use crate::delivery::Delivery;
use crate::delivery::consumer::until;
use crate::delivery::hub::Subscription;
use crate::event::Payload;

/// A channel in the application, with everything that is bound to its stay there; cheap to clone.
pub struct Call<A: Api>(Arc<Inner<A>>);

struct Inner<A: Api> {
    client: Client<A>,
    id: Text,
    start: Option<A::Event>,
    state: Arc<CallState<A::Event>>,
    listeners: Mutex<Vec<Listener<A::Event>>>,
    hooks: Mutex<Vec<Hook>>,
    keepers: AtomicUsize,
    kept: Notify,
    hooked: Notify,
    _subscription: Subscription<A::Event>,
}

type Listener<E> = Arc<dyn Fn(&E) + Send + Sync>;
type Hook = Box<dyn FnOnce(Left) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

impl<A: Api> Clone for Call<A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<A: Api> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.0.id)
    }
}

impl<A: Api> Call<A> {
    pub(crate) fn new(
        client: Client<A>,
        id: Text,
        start: Option<A::Event>,
        state: Arc<CallState<A::Event>>,
        subscription: Subscription<A::Event>,
    ) -> Self {
        Self(Arc::new(Inner {
            client,
            id,
            start,
            state,
            listeners: Mutex::default(),
            hooks: Mutex::default(),
            keepers: AtomicUsize::new(0),
            kept: Notify::new(),
            hooked: Notify::new(),
            _subscription: subscription,
        }))
    }

    /// The client whose call this is.
    pub fn client(&self) -> &Client<A> {
        &self.0.client
    }

    /// The id of its channel, as text.
    #[doc(hidden)]
    pub fn id_text(&self) -> &Text {
        &self.0.id
    }

    /// The event that brought it; `None` for a call that was found when the program or the connection began anew.
    #[doc(hidden)]
    pub fn start_event(&self) -> Option<&A::Event> {
        self.0.start.as_ref()
    }

    /// Calls a function for each event of one kind about its channel, those that came before the handler began
    /// included, if it is set before the handler waits for anything.
    ///
    /// It runs in the call's own task: a slow one costs this call, nothing else.
    pub fn on<P: Payload<Event = A::Event>>(&self, listener: impl Fn(&P) + Send + Sync + 'static) {
        let listener: Listener<A::Event> = Arc::new(move |event| {
            if let Some(payload) = P::of(event) {
                listener(payload);
            }
        });
        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// Runs something when the call has left, beside the handler; at once if it has left already.
    pub fn on_left<F>(&self, hook: impl FnOnce(Left) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let hook: Hook = Box::new(move |left| Box::pin(hook(left)));
        self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner).push(hook);
        self.0.hooked.notify_one();
    }

    /// How it left, if it has.
    pub fn has_left(&self) -> Option<Left> {
        self.0.state.left()
    }

    /// Waits until it has left.
    pub async fn left(&self) -> Left {
        self.0.state.until(|end| end.left).await
    }

    /// Waits until nothing more comes about its channel, and gives the event that told so, with the true cause.
    ///
    /// `None` where no such event came: the channel lives on elsewhere, or ended while there was no connection.
    #[doc(hidden)]
    pub async fn last_event(&self, deadline: Duration) -> Option<A::Event> {
        let last = self.0.state.until(|end| end.over.then(|| end.last.clone()));
        tokio::time::timeout(deadline, last).await.ok().flatten()
    }

    /// Does something as long as the call is there.
    ///
    /// # Errors
    ///
    /// The call left first; what was begun is dropped.
    pub async fn bound<T>(&self, work: impl Future<Output = T>) -> Result<T, Left> {
        tokio::select! {
            biased;
            left = self.left() => Err(left),
            done = work => Ok(done),
        }
    }

    /// Waits.
    ///
    /// # Errors
    ///
    /// The call left first.
    pub async fn sleep(&self, time: Duration) -> Result<(), Left> {
        self.bound(tokio::time::sleep(time)).await
    }

    /// Keeps the call beyond its handler's end: it is hung up when the last keeper is gone too.
    ///
    /// To hand a call over to another task, give it this.
    pub fn keep(&self) -> Keeper<A> {
        self.0.keepers.fetch_add(1, Ordering::AcqRel);
        Keeper { call: self.clone() }
    }

    /// Waits until nobody keeps it.
    pub(crate) async fn unkept(&self) {
        let unkept = || (self.0.keepers.load(Ordering::Acquire) == 0).then_some(());
        until(&self.0.kept, unkept).await;
    }

    /// Gives what comes to the listeners; ends when nothing more comes.
    pub(crate) async fn listen(&self) {
        loop {
            let item = std::future::poll_fn(|it| self.0.state.queue.poll_take(it.waker())).await;
            let Some(item) = item else { return };
            if let crate::delivery::queue::Slot::Item(Delivery::Event(event)) = item {
                let listeners =
                    self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).clone();
                listeners.iter().for_each(|it| it(&event));
            }
        }
    }

    /// Runs hooks from when the call has left on; never ends.
    pub(crate) async fn run_hooks(&self) {
        let left = self.left().await;
        loop {
            for hook in self.take_hooks() {
                hook(left).await;
            }
            self.0.hooked.notified().await;
        }
    }

    /// Runs the hooks that were set at the very end.
    pub(crate) async fn run_last_hooks(&self) {
        if let Some(left) = self.has_left() {
            for hook in self.take_hooks() {
                hook(left).await;
            }
        }
    }

    /// Listeners and hooks may hold the call, which holds them.
    pub(crate) fn forget_listeners(&self) {
        let listeners =
            std::mem::take(&mut *self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner));
        drop((listeners, self.take_hooks()));
    }

    fn take_hooks(&self) -> Vec<Hook> {
        std::mem::take(&mut *self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Keeps a call beyond its handler's end; dropping the last one has it hung up, unless it was let go.
pub struct Keeper<A: Api> {
    call: Call<A>,
}

impl<A: Api> Keeper<A> {
    /// The call.
    pub fn call(&self) -> &Call<A> {
        &self.call
    }
}

impl<A: Api> fmt::Debug for Keeper<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keeper({})", self.call.0.id)
    }
}

impl<A: Api> Drop for Keeper<A> {
    fn drop(&mut self) {
        if self.call.0.keepers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.call.0.kept.notify_waiters();
        }
    }
}
