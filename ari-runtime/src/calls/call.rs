//! A call as its handler sees it: what it is, what is bound to it, and how it ends.

use std::collections::VecDeque;
use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::Text;
use crate::api::Api;
use crate::calls::left::Left;
use crate::calls::start::Start;
use crate::calls::state::{CallState, Name};
use crate::client::Client;
use crate::delivery::Delivery;
use crate::delivery::consumer::until;
use crate::delivery::hub::Subscription;
use crate::delivery::queue::Slot;
use crate::delivery::waiter::Wait;
use crate::event::{Payload, Subject};
use crate::events::Events;

/// A channel in the application, with everything that is bound to its stay there; cheap to clone.
pub struct Call<A: Api>(Arc<Inner<A>>);

struct Inner<A: Api> {
    client: Client<A>,
    handles: Handles<A>,
    start: Start<A::Event>,
    state: Arc<CallState<A::Event>>,
    listeners: Mutex<Vec<Listener<A::Event>>>,
    hooks: Mutex<Hooks>,
    keepers: AtomicUsize,
    kept: Notify,
    hooked: Notify,
    /// Listeners have heard what came.
    heard: Notify,
    _subscription: Subscription<A::Event>,
}

/// The operations on a call's channel, and on those that took its place.
struct Handles<A: Api> {
    handle: OnceLock<A::CallHandle>,
    next: OnceLock<Box<Self>>,
}

impl<A: Api> Default for Handles<A> {
    fn default() -> Self {
        Self { handle: OnceLock::new(), next: OnceLock::new() }
    }
}

impl<A: Api> Handles<A>
where
    A::CallHandle: From<(Client<A>, Text)>,
{
    /// Those on the latest.
    fn of(&self, client: &Client<A>, name: &Name) -> &A::CallHandle {
        let (mut handles, mut name) = (self, name);
        while let Some(next) = name.next() {
            handles = handles.next.get_or_init(Box::default);
            name = next;
        }
        handles.handle.get_or_init(|| (client.clone(), name.id.clone()).into())
    }
}

type Listener<E> = Arc<dyn Fn(&E) + Send + Sync>;
type Hook = Box<dyn FnOnce(Left) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

impl<A: Api> Clone for Call<A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<A: Api> Deref for Call<A>
where
    A::CallHandle: From<(Client<A>, Text)>,
{
    type Target = A::CallHandle;

    fn deref(&self) -> &A::CallHandle {
        let Inner { client, state, handles, .. } = &*self.0;
        handles.of(client, state.names())
    }
}

impl<A: Api> fmt::Debug for Call<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.id_text())
    }
}

impl<A: Api> Call<A> {
    pub(crate) fn new(
        client: Client<A>,
        start: Start<A::Event>,
        state: Arc<CallState<A::Event>>,
        subscription: Subscription<A::Event>,
    ) -> Self {
        Self(Arc::new(Inner {
            client,
            handles: Handles::default(),
            start,
            state,
            listeners: Mutex::default(),
            hooks: Mutex::default(),
            keepers: AtomicUsize::new(0),
            kept: Notify::new(),
            hooked: Notify::new(),
            heard: Notify::new(),
            _subscription: subscription,
        }))
    }

    /// The client whose call this is.
    pub fn client(&self) -> &Client<A> {
        &self.0.client
    }

    /// The id of its channel, as text; of the latest one, where a transfer replaced it.
    #[doc(hidden)]
    pub fn id_text(&self) -> &Text {
        &self.0.state.names().last().id
    }

    /// The ids of channels that were replaced, which nobody else hangs up.
    pub(crate) fn replaced(&self) -> Vec<Text> {
        let mut replaced = Vec::new();
        let mut name = self.0.state.names();
        while let Some(next) = name.next() {
            replaced.push(name.id.clone());
            name = next;
        }
        replaced
    }

    /// The event that brought it; `None` for a call that was found when the program or the connection began anew.
    #[doc(hidden)]
    pub fn start_event(&self) -> Option<&A::Event> {
        self.0.start.event()
    }

    /// The text of the event that brought it.
    pub(crate) fn start_text(&self) -> Option<&str> {
        self.0.start.text()
    }

    /// The next digit that came since it entered the application and that nobody took yet; what was typed ahead is there
    /// at once. Cancelling it loses none.
    ///
    /// # Errors
    ///
    /// The call left, and everything that was typed is taken.
    pub async fn next_digit(&self) -> Result<char, Left> {
        tokio::select! {
            biased;
            digit = self.0.state.next_digit() => Ok(digit),
            left = self.left() => Err(left),
        }
    }

    /// Forgets the digits that came so far and that nobody took, and tells how many they were.
    pub fn clear_digits(&self) -> usize {
        self.0.state.digits().clear()
    }

    /// A stream of the events about its channel from now on, to the end of the channel; over at once where that has come.
    pub fn events(&self) -> Events<A> {
        let events = self.0.client.events_about(self.subject());
        if self.0.state.is_over() {
            events.end();
        }
        events
    }

    /// Waits for an event about its channel, from this call on.
    ///
    /// A call that has left or leaves ends it with [`WaitError::Left`](crate::WaitError::Left), unless it is the event
    /// that tells the end.
    pub fn wait_for<P: Payload<Event = A::Event>>(&self, deadline: Duration) -> Wait<P> {
        let wait = self.0.client.wait_about(self.subject(), deadline);
        if self.0.state.is_over() || self.has_left().is_some() && !wait.outlasts() {
            wait.end();
        }
        wait
    }

    fn subject(&self) -> Subject<'_> {
        Subject::new(A::SESSION.call_subject(), self.id_text())
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
    ///
    /// The call's task does not end before it has run. What is set when that task is over runs in serving's own.
    pub fn on_left<F>(&self, hook: impl FnOnce(Left) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let hook: Hook = Box::new(move |left| Box::pin(hook(left)));
        let mut hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        if hooks.over {
            drop(hooks);
            if let Some(left) = self.has_left() {
                self.0.client.registry().run_late(hook(left));
            }
            return;
        }
        hooks.undone += 1;
        hooks.waiting.push_back(hook);
        drop(hooks);
        self.0.hooked.notify_waiters();
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
        // Perhaps it begins again after a listener panicked at the last event.
        self.0.heard.notify_waiters();
        loop {
            let item = std::future::poll_fn(|it| self.0.state.queue.poll_take(it.waker())).await;
            let Some(item) = item else { return };
            match item {
                Slot::Item(Delivery::Event(event)) => {
                    let listeners =
                        self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).clone();
                    listeners.iter().for_each(|it| it(&event));
                }
                Slot::Missed(count) if self.has_listeners() => {
                    tracing::error!(
                        count,
                        "listeners were too slow, and missed events of their call"
                    );
                }
                Slot::Item(Delivery::Malformed(error)) => {
                    tracing::warn!(%error, "an event of the call is not as documented");
                }
                Slot::Item(_) | Slot::Missed(_) => {}
            }
            if self.0.state.queue.counts().queued == 0 {
                self.0.heard.notify_waiters();
            }
        }
    }

    fn has_listeners(&self) -> bool {
        !self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Waits until what has come was given to the listeners.
    pub(crate) async fn all_heard(&self) {
        let heard = || (self.0.state.queue.counts().queued == 0).then_some(());
        until(&self.0.heard, heard).await;
    }

    /// The next hook to run.
    pub(crate) async fn next_hook(&self) -> RunningHook<A> {
        let next = || {
            let mut hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
            hooks.waiting.pop_front()
        };
        let hook = until(&self.0.hooked, next).await;
        RunningHook { call: self.clone(), hook: Some(hook) }
    }

    /// Waits until every hook that was set has run.
    pub(crate) async fn hooks_done(&self) {
        let done = || {
            let hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
            (hooks.undone == 0).then_some(())
        };
        until(&self.0.hooked, done).await;
    }

    /// Nobody runs hooks or listeners any more; they may hold the call, which holds them.
    pub(crate) fn is_over(&self) {
        let listeners =
            std::mem::take(&mut *self.0.listeners.lock().unwrap_or_else(PoisonError::into_inner));
        let mut hooks = self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner);
        hooks.over = true;
        let waiting = std::mem::take(&mut hooks.waiting);
        drop(hooks);
        drop((listeners, waiting));
    }
}

impl<A: Api> Drop for Inner<A> {
    fn drop(&mut self) {
        // Before the subscription goes and the counts are taken.
        self.state.queue.abandon(0);
    }
}

/// What is to be done when a call has left.
#[derive(Default)]
struct Hooks {
    waiting: VecDeque<Hook>,
    /// Those that wait and the one that runs.
    undone: usize,
    /// The call is over, and nobody waits for hooks.
    over: bool,
}

/// A hook that counts as done when this is dropped, however it ended.
pub(crate) struct RunningHook<A: Api> {
    call: Call<A>,
    hook: Option<Hook>,
}

impl<A: Api> RunningHook<A> {
    pub(crate) async fn run(mut self, left: Left) {
        if let Some(hook) = self.hook.take() {
            hook(left).await;
        }
    }
}

impl<A: Api> Drop for RunningHook<A> {
    fn drop(&mut self) {
        let inner = &self.call.0;
        inner.hooks.lock().unwrap_or_else(PoisonError::into_inner).undone -= 1;
        inner.hooked.notify_waiters();
    }
}

/// Keeps a call beyond its handler's end; dropping the last one has it hung up, unless it was continued or moved.
pub struct Keeper<A: Api> {
    call: Call<A>,
}

impl<A: Api> Keeper<A>
where
    A::Call: From<Call<A>>,
{
    /// The call.
    pub fn call(&self) -> A::Call {
        self.call.clone().into()
    }
}

impl<A: Api> fmt::Debug for Keeper<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keeper({})", self.call.id_text())
    }
}

impl<A: Api> Drop for Keeper<A> {
    fn drop(&mut self) {
        if self.call.0.keepers.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.call.0.kept.notify_waiters();
        }
    }
}
