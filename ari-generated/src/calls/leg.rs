//! Legs: channels that this program made, and that are hung up when their scope ends.

use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use ari_runtime::{Client, Error, Left, Owned, Removal, Sending, Subject, Tracked};
use tokio::time::timeout;

use crate::calls::cause::Cause;
use crate::calls::stay::Stay;
use crate::calls::step::no_events;
use crate::channels::ChannelHandle;
use crate::enums::HangupReason;
use crate::{AriApi, ChannelId};

/// From hanging up until the channel has left; commands that wait in its queue can swallow a hangup.
const LEAVING: Duration = Duration::from_secs(5);

/// A channel that this program made and that belongs to a scope: when this is dropped, it is hung up.
///
/// That happens in a task of the client's, also after a panic and when the connection ends; see
/// [`on_release_failure`](ari_runtime::Client::on_release_failure).
#[must_use = "the leg is hung up when this is dropped"]
pub struct Leg {
    line: Arc<Line>,
    owned: Owned<AriApi>,
}

/// The channel of a leg, and what is known of it.
pub(super) struct Line {
    pub(super) handle: ChannelHandle,
    pub(super) stay: Tracked<AriApi, Stay>,
    /// Why it will be hung up.
    reason: Mutex<HangupReason>,
}

impl Line {
    /// Listens for a channel that is about to be made.
    pub(super) fn new(client: &Client<AriApi>, id: &ChannelId) -> Result<Arc<Self>, Error> {
        if client.is_over() {
            return Err(no_events());
        }
        let subject = Subject::new("channel", id);
        let stay = Tracked::new(client, subject, Stay::new(id.clone()), Stay::see);
        let handle = ChannelHandle::new(client.clone(), id);
        Ok(Arc::new(Self { handle, stay, reason: Mutex::new(HangupReason::Normal) }))
    }

    /// Makes the channel; whatever happens to who waits for it, it does not stay behind.
    pub(super) async fn make<T: Send + 'static>(
        self: &Arc<Self>,
        making: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<(T, Leg), Error> {
        let line = self.clone();
        let release = move || -> Sending<()> {
            let line = line.clone();
            Box::pin(async move { line.hang_up().await })
        };
        let what = format!("channel {}", self.handle.channel_id());
        let (made, owned) = self.stay.client().make(what, making, release).await?;
        Ok((made, Leg { line: self.clone(), owned }))
    }

    /// The other side will be told this when it is hung up.
    pub(super) fn will_end(&self, reason: HangupReason) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }

    async fn hang_up(&self) -> Result<(), Error> {
        for _ in 0..2 {
            let reason = self.reason.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if self.handle.hangup().reason(reason).await? == Removal::AlreadyGone
                || timeout(LEAVING, self.left()).await.is_ok()
            {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Waits until it has left.
    pub(super) async fn left(&self) -> Left {
        self.stay.until(|it| it.left).await
    }

    /// The next digit that nobody took yet.
    pub(super) async fn next_digit(&self) -> Result<char, Left> {
        let next = |it: &mut Stay| match it.digits.take() {
            Some(digit) => Some(Ok(digit)),
            None => it.left.map(Err),
        };
        self.stay.until(next).await
    }

    /// Waits until it is in the application.
    pub(super) async fn entered(&self) -> Result<(), Left> {
        self.stay.until(|it| it.left.map(Err).or(it.entered.then_some(Ok(())))).await
    }
}

impl Leg {
    /// Its channel's id.
    pub fn id(&self) -> &ChannelId {
        self.line.handle.channel_id()
    }

    /// How it left, if it has.
    pub fn has_left(&self) -> Option<Left> {
        self.line.stay.read(|it| it.left)
    }

    /// Waits until it has left.
    pub async fn left(&self) -> Left {
        self.line.left().await
    }

    /// Waits until nothing more comes about it, and tells why it ended, where Asterisk knows.
    pub async fn ended(&self) -> Option<Cause> {
        self.line.stay.until(|it| it.over.then_some(it.cause)).await
    }

    /// Does something as long as the leg is there.
    ///
    /// # Errors
    ///
    /// The leg left first; what was begun is dropped.
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
    /// The leg left first.
    pub async fn sleep(&self, time: Duration) -> Result<(), Left> {
        self.bound(tokio::time::sleep(time)).await
    }

    /// The next digit that came since it was made and that nobody took yet. Cancelling it loses none.
    ///
    /// # Errors
    ///
    /// The leg left, and everything that was typed is taken.
    pub async fn next_digit(&self) -> Result<char, Left> {
        self.line.next_digit().await
    }

    /// Forgets the digits that came so far and that nobody took, and tells how many they were.
    pub fn clear_digits(&self) -> usize {
        self.line.stay.change(|it| it.digits.clear())
    }

    /// The leg belongs to nobody any more, and stays when this is gone.
    pub fn keep(self) -> ChannelHandle {
        self.owned.keep();
        self.line.handle.clone()
    }

    /// Hangs up now, and waits until that is done.
    ///
    /// # Errors
    ///
    /// What [`hangup`](ChannelHandle::hangup) fails with.
    pub async fn release(self) -> Result<(), Error> {
        self.owned.release().await
    }

    pub(super) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

impl Deref for Leg {
    type Target = ChannelHandle;

    fn deref(&self) -> &ChannelHandle {
        &self.line.handle
    }
}

impl fmt::Debug for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leg({})", self.id())
    }
}
