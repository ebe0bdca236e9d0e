//! Which calls are alive, which wait for their handler, which channels are this client's own; sends nothing.

use std::collections::{HashMap, HashSet, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Text;
use crate::calls::start::Start;
use crate::calls::state::CallState;
use crate::delivery::consumer::{Consumer, Gap, Heard, Opener, Wakers, until};
use crate::delivery::hub::{Hub, Subscription};
use crate::delivery::index::About;
use crate::event::ApiEvent;
use crate::request::witness::{Intent, Outcome, Witness};
use crate::session::names::Names;

/// The calls of one client.
pub(crate) struct Registry<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    names: Arc<Names>,
    state: Mutex<State<E>>,
    opened: Mutex<VecDeque<Opened<E>>>,
    /// What is to be run for calls whose tasks are over.
    late: Mutex<VecDeque<Late>>,
    /// Something waits for serving.
    waits: Arc<Notify>,
    /// A call has ended, or was let go or not.
    changed: Arc<Notify>,
    /// The time of all calls is up. Every call waits for this, so it tells nothing else.
    up: Notify,
}

/// Something that serving runs in a task of its own.
pub(crate) type Late = Pin<Box<dyn Future<Output = ()> + Send>>;

struct State<E: ApiEvent> {
    /// The latest call of each channel that has one.
    calls: HashMap<Text, Latest<E>>,
    /// Calls that are not over: a channel that comes again is another call, while the last one may still be ending.
    live: HashSet<u64>,
    /// Calls that there was no room for, and that are not over.
    refused: HashSet<u64>,
    /// Calls so far; each one's number tells it from an earlier one of the same channel.
    number: u64,
    /// Calls that may be alive at once.
    limit: usize,
    /// Events that each holds for its listeners.
    capacity: usize,
    draining: bool,
    parting: bool,
}

/// A channel's latest call.
struct Latest<E: ApiEvent> {
    number: u64,
    release: Release,
    state: Arc<CallState<E>>,
    /// It was found, and the event that brings it may still be on its way.
    found: bool,
}

/// Was a channel let go, so that it must not be hung up?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Release {
    Held,
    /// A request to let it go is under way, or its outcome is unknown.
    Perhaps,
    Released,
    /// It was hung up or redirected, and ends by itself.
    Ending,
}

/// A call that waits for its handler.
pub(crate) struct Opened<E: ApiEvent> {
    pub(crate) id: Text,
    pub(crate) number: u64,
    /// The event that brought it; none for one that was found.
    pub(crate) start: Start<E>,
    pub(crate) state: Arc<CallState<E>>,
    pub(crate) subscription: Subscription<E>,
    /// There is no room for it.
    pub(crate) refused: bool,
}

impl<E: ApiEvent> Registry<E> {
    pub(crate) fn new(hub: Arc<Hub<E>>, names: Arc<Names>) -> Self {
        Self {
            hub,
            names,
            state: Mutex::new(State {
                calls: HashMap::new(),
                live: HashSet::new(),
                refused: HashSet::new(),
                number: 0,
                limit: 0,
                capacity: 1,
                draining: false,
                parting: false,
            }),
            opened: Mutex::default(),
            late: Mutex::default(),
            waits: Arc::new(Notify::new()),
            changed: Arc::new(Notify::new()),
            up: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Opened<E>>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets how many calls there may be, and how many events each holds for its listeners.
    pub(crate) fn limit(&self, calls: usize, events: usize) {
        let mut state = self.lock();
        state.limit = calls;
        state.capacity = events;
    }

    /// The applications of the client.
    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The next call that has no handler yet.
    pub(crate) async fn next(&self) -> Opened<E> {
        until(&self.waits, || self.waiting().pop_front()).await
    }

    /// What still waits when nobody serves any more.
    pub(crate) fn abandon(&self) -> Vec<Opened<E>> {
        std::mem::take(&mut *self.waiting()).into()
    }

    pub(crate) fn release_of(&self, id: &Text, number: u64) -> Release {
        match self.lock().calls.get(id) {
            Some(latest) if latest.number == number => latest.release,
            // The channel is another call's by now.
            _ => Release::Released,
        }
    }

    /// Waits until a channel that was let go is here after all.
    pub(crate) async fn until_held(&self, id: &Text, number: u64) {
        let held = || (self.release_of(id, number) == Release::Held).then_some(());
        until(&self.changed, held).await;
    }

    /// Has serving run something, if somebody serves.
    pub(crate) fn run_late(&self, late: Late) {
        self.late.lock().unwrap_or_else(PoisonError::into_inner).push_back(late);
        self.waits.notify_waiters();
    }

    /// The next thing to run for a call whose task is over.
    pub(crate) async fn next_late(&self) -> Late {
        let next = || self.late.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        until(&self.waits, next).await
    }

    /// What was not run when nobody serves any more.
    pub(crate) fn abandon_late(&self) -> VecDeque<Late> {
        std::mem::take(&mut *self.late.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The call is over.
    pub(crate) fn close(&self, id: &Text, number: u64) {
        let mut state = self.lock();
        state.live.remove(&number);
        state.refused.remove(&number);
        if state.calls.get(id).is_some_and(|it| it.number == number) {
            state.calls.remove(id);
        }
        drop(state);
        self.changed.notify_waiters();
    }

    /// Calls that have a handler.
    pub(crate) fn live(&self) -> usize {
        self.lock().live.len()
    }

    /// From now on no call gets a handler.
    pub(crate) fn drain(&self) {
        self.lock().draining = true;
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.lock().draining
    }

    /// The time of those that have one is up.
    pub(crate) fn part(&self) {
        self.lock().parting = true;
        self.up.notify_waiters();
    }

    /// Waits until it is.
    pub(crate) async fn parted(&self) {
        until(&self.up, || self.lock().parting.then_some(())).await;
    }

    /// The channels of calls that nobody let go.
    pub(crate) fn held(&self) -> Vec<Text> {
        let state = self.lock();
        let held = state.calls.iter().filter(|(_, it)| it.release == Release::Held);
        held.map(|(id, _)| id.clone()).collect()
    }

    /// A call is not to be hung up.
    pub(crate) fn let_go(&self, id: &Text) {
        self.set_release(id, Release::Released);
    }

    /// No call is to be hung up.
    pub(crate) fn let_all_go(&self) {
        for latest in self.lock().calls.values_mut() {
            latest.release = Release::Released;
        }
    }

    fn set_release(&self, id: &Text, release: Release) {
        if let Some(latest) = self.lock().calls.get_mut(id) {
            latest.release = release;
        }
    }

    /// Waits until no call is alive.
    pub(crate) async fn quiet(&self) {
        until(&self.changed, || (self.live() == 0).then_some(())).await;
    }
}

impl<E: ApiEvent> Opener<E> for Registry<E> {
    fn open(
        &self,
        about: &About,
        event: Option<&E>,
        join: &mut dyn FnMut(Arc<dyn Consumer<E>>) -> Subscription<E>,
        wakers: &mut Wakers,
    ) {
        let mut state = self.lock();
        if let Some(latest) = state.calls.get_mut(&about.id) {
            let is_found = event.is_some() && std::mem::take(&mut latest.found);
            // Found, and served already; or served before the event that brings it was read.
            if event.is_none() || is_found && latest.state.left().is_none() {
                return;
            }
            // It came again, so it must have left, unseen in a gap.
            latest.state.hear(Heard::Gap(Gap::Left), wakers);
        }
        let capacity = state.capacity;
        let refused = state.draining || state.live.len() >= state.limit;
        state.number += 1;
        let number = state.number;
        if refused {
            state.refused.insert(number);
        } else {
            state.live.insert(number);
        }
        let call = Arc::new(CallState::new(self.hub.session(), about.id.clone(), capacity));
        let latest =
            Latest { number, release: Release::Held, state: call.clone(), found: event.is_none() };
        state.calls.insert(about.id.clone(), latest);
        drop(state);
        let state = call;
        let subscription = join(state.clone());
        let (id, start) = (about.id.clone(), event.into());
        self.waiting().push_back(Opened { id, number, start, state, subscription, refused });
        wakers.notify(&self.waits);
    }

    fn replaced(&self, old: &About, new: &About) -> bool {
        let mut state = self.lock();
        let goes_on = state.calls.get(&old.id).is_some_and(|it| it.state.left().is_none());
        if goes_on && let Some(latest) = state.calls.remove(&old.id) {
            state.calls.insert(new.id.clone(), Latest { release: Release::Held, ..latest });
        }
        goes_on
    }

    fn stays(&self, about: &About, wakers: &mut Wakers) {
        self.set_release(&about.id, Release::Held);
        wakers.notify(&self.changed);
    }
}

impl<E: ApiEvent> Witness for Registry<E> {
    fn owns(&self, application: &str) -> bool {
        self.names.contains(application)
    }

    fn application(&self) -> Option<String> {
        self.names.now().first().cloned()
    }

    fn leaves(&self, intent: &Intent) {
        match intent {
            Intent::Creates { subject, id, application: Some(application) }
                if self.owns(application) =>
            {
                self.hub.expect(About::new(subject, "", id));
            }
            Intent::Releases { id } => {
                self.set_release(id, Release::Perhaps);
            }
            _ => {}
        }
    }

    /// Asterisk knows that somebody follows the new thing before its end can come.
    fn ready(&self, intent: &Intent) -> Option<Pin<Box<dyn Future<Output = ()> + Send>>> {
        let Intent::Creates { subject, id, .. } = intent else { return None };
        let (hub, about) = (self.hub.clone(), About::new(subject, "", id));
        Some(Box::pin(async move { hub.is_told(&about).await }))
    }

    fn settled(&self, intent: &Intent, outcome: Outcome) {
        match intent {
            Intent::Creates { subject, id, .. } => {
                let about = About::new(subject, "", id);
                match outcome {
                    Outcome::Done => self.hub.settle(&about, true),
                    Outcome::Refused => self.hub.settle(&about, false),
                    Outcome::Unknown => {}
                }
            }
            Intent::Releases { id } => {
                if let Some(latest) = self.lock().calls.get_mut(id)
                    // Otherwise it was told meanwhile that it stays after all.
                    && latest.release == Release::Perhaps
                {
                    latest.release = match outcome {
                        Outcome::Done => Release::Released,
                        Outcome::Refused => Release::Held,
                        Outcome::Unknown => Release::Perhaps,
                    };
                }
                self.changed.notify_waiters();
            }
            Intent::Ends { id } if outcome != Outcome::Refused => {
                if let Some(latest) = self.lock().calls.get_mut(id)
                    && latest.release == Release::Held
                {
                    latest.release = Release::Ending;
                }
            }
            _ => {}
        }
    }
}
