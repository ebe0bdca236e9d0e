//! Waits for one event of one thing, beside all queues; ends with the event or tells why it will not come.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::Sleep;

use crate::delivery::Ended;
use crate::delivery::consumer::{Consumer, Gap, Heard, Role, Wakers};
use crate::delivery::hub::{Hub, Subscription};
use crate::delivery::index::{About, Interest};
use crate::event::{ApiEvent, DecodeError, Payload};
use crate::request::caller::after;
use crate::session::link::Link;

/// An event that is awaited.
///
/// It listens from the moment it is made, inside a tokio runtime, so make it before the request whose effect it waits
/// for; the deadline runs from then too.
#[must_use = "it waits when it is awaited"]
pub struct Wait<P: Payload> {
    slot: Arc<Slot<P::Event>>,
    deadline: Pin<Box<Sleep>>,
    limit: Duration,
    _subscription: Subscription<P::Event>,
    _link: Option<Arc<Link>>,
    payload: PhantomData<fn() -> P>,
}

/// Why an event did not come.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// It did not come in time.
    #[error("the event did not come within {0:?}")]
    Deadline(Duration),
    /// The channel left the application, or what the event is about is gone.
    #[error("it is gone, so the event cannot come")]
    Left,
    /// The connection was lost meanwhile, and the event may have passed.
    #[error("the connection was lost, and the event may have passed meanwhile")]
    Interrupted,
    /// The connection was lost meanwhile, and when it was restored, what the event is about was gone.
    #[error("it was gone when the lost connection was restored")]
    EndedInGap,
    /// It came, and is not as documented.
    #[error("the event came, but is not as documented: {0}")]
    Malformed(#[source] Arc<DecodeError>),
    /// Nothing more comes.
    #[error("there are no events any more: {0:?}")]
    Ended(Ended),
}

impl<P: Payload> Wait<P> {
    pub(crate) fn new(
        hub: &Arc<Hub<P::Event>>,
        about: About,
        limit: Duration,
        link: Option<Arc<Link>>,
    ) -> Self {
        let session = hub.session();
        let outlasts = session.terminal_for(&about.kind).contains(&P::KIND);
        let slot = Arc::new(Slot {
            kind: P::KIND,
            outlasts,
            // Asterisk tells an application of channels that are in it, and of nothing else.
            follows: outlasts || about.kind != session.call_subject(),
            state: Mutex::new(State::default()),
        });
        // What ends the thing ends the wait.
        let mut kinds = vec![P::KIND];
        for kind in session.closing_kinds().iter().chain(session.terminal_for(&about.kind)) {
            if !kinds.contains(kind) {
                kinds.push(*kind);
            }
        }
        let interest = Interest::in_thing(about, Some(kinds));
        let subscription = hub.subscribe(interest, slot.clone());
        let deadline = Box::pin(tokio::time::sleep_until(after(limit)));
        Self {
            slot,
            deadline,
            limit,
            _subscription: subscription,
            _link: link,
            payload: PhantomData,
        }
    }
}

impl<P: Payload> Wait<P> {
    /// Can the event come when the thing has left the application?
    pub(crate) fn outlasts(&self) -> bool {
        self.slot.outlasts
    }

    /// The thing is known to be gone.
    pub(crate) fn end(&self) {
        let mut wakers = Wakers::default();
        self.slot.hear(Heard::Gone, &mut wakers);
        wakers.wake();
    }
}

impl<P: Payload> fmt::Debug for Wait<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wait({:?})", P::KIND)
    }
}

impl<P: Payload> Future for Wait<P> {
    type Output = Result<Arc<P>, WaitError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if let Some(result) = self.slot.take(context.waker()) {
            return Poll::Ready(result.and_then(|event| match P::of(&event) {
                Some(payload) => Ok(payload.clone()),
                // The kind was compared, so this cannot be.
                None => Err(WaitError::Left),
            }));
        }
        match self.deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(WaitError::Deadline(self.limit))),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The place for the one result.
struct Slot<E: ApiEvent> {
    kind: E::Kind,
    /// It comes after the thing has left the application.
    outlasts: bool,
    follows: bool,
    state: Mutex<State<E>>,
}

struct State<E> {
    result: Option<Result<E, WaitError>>,
    waker: Option<Waker>,
}

impl<E> Default for State<E> {
    fn default() -> Self {
        Self { result: None, waker: None }
    }
}

impl<E: ApiEvent> Slot<E> {
    fn lock(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The result, which stays: a future that is polled again gets it again.
    fn take(&self, waker: &Waker) -> Option<Result<E, WaitError>> {
        let mut state = self.lock();
        if state.result.is_none() {
            state.waker = Some(waker.clone());
        }
        state.result.clone()
    }
}

impl<E: ApiEvent> Consumer<E> for Slot<E> {
    fn follows(&self) -> bool {
        self.follows
    }

    fn hear(&self, heard: Heard<'_, E>, wakers: &mut Wakers) {
        let result = match heard {
            Heard::Event { event, kind, .. } if kind == Some(self.kind) => Ok(event.clone()),
            Heard::Event { role: Role::Closing, .. }
            | Heard::Malformed { role: Role::Closing, .. }
                if self.outlasts =>
            {
                return;
            }
            Heard::Event { role: Role::Closing | Role::Terminal, .. } => Err(WaitError::Left),
            Heard::Malformed { error, kind, .. } if kind == Some(self.kind) => {
                Err(WaitError::Malformed(error.clone()))
            }
            Heard::Malformed { role: Role::Closing | Role::Terminal, .. } => Err(WaitError::Left),
            Heard::Gone => Err(WaitError::Left),
            Heard::Event { .. } | Heard::Malformed { .. } | Heard::Life(_) => return,
            Heard::Gap(Gap::Gone) => Err(WaitError::EndedInGap),
            Heard::Gap(Gap::There | Gap::Left) => Err(WaitError::Interrupted),
            Heard::End(ended) => Err(WaitError::Ended(ended)),
        };
        let mut state = self.lock();
        if state.result.is_none() {
            state.result = Some(result);
            wakers.add(state.waker.take());
        }
    }
}
