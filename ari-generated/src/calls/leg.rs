//! Legs: channels that this program made, and that are hung up when their scope ends.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::ops::Deref;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use ari_runtime::{Client, Error, Left, Owned, Removal, Sending, Subject, Tracked};
use tokio::time::timeout;

use crate::calls::cause::Cause;
use crate::calls::orphans::id_of_a_scope;
use crate::calls::owning;
use crate::calls::stay::Stay;
use crate::calls::step::no_events;
use crate::channels::ChannelHandle;
use crate::enums::HangupReason;
use crate::{Ari, AriApi, BridgeId, Call, ChannelId};

/// From hanging up until the channel has left; commands that wait in its queue can swallow a hangup.
const LEAVING: Duration = Duration::from_secs(5);

/// A channel that this program made and that belongs to a scope: when this is dropped, it is hung up.
///
/// That happens in a task of the client's, also after a panic and when the connection ends; see
/// [`on_release_failure`](ari_runtime::Client::on_release_failure).
#[must_use = "the leg is hung up when this is dropped"]
pub struct Leg {
    line: Arc<Line>,
    /// Nothing where it was released when a call left.
    owned: Arc<Mutex<Option<Owned<AriApi>>>>,
}

/// The channel of a leg, and what is known of it.
pub(super) struct Line {
    made: Link,
    pub(super) stay: Tracked<AriApi, Stay>,
    /// Why it will be hung up.
    reason: Mutex<HangupReason>,
}

/// A channel, and the one that took its place.
struct Link {
    handle: ChannelHandle,
    next: OnceLock<Box<Link>>,
}

impl Link {
    fn new(client: &Client<AriApi>, id: &ChannelId) -> Self {
        Self { handle: ChannelHandle::new(client.clone(), id), next: OnceLock::new() }
    }
}

impl Line {
    /// Listens for a channel that is about to be made.
    pub(super) fn new(client: &Client<AriApi>, id: &ChannelId) -> Result<Arc<Self>, Error> {
        if client.is_over() {
            return Err(no_events());
        }
        let subject = Subject::new("channel", id);
        let stay = Tracked::new(client, subject, Stay::new(id.clone()), Stay::see);
        let (made, reason) = (Link::new(client, id), Mutex::new(HangupReason::Normal));
        Ok(Arc::new(Self { made, stay, reason }))
    }

    /// The operations on its channel: the one that was made, or the one that a transfer put in its place.
    pub(super) fn channel(&self) -> &ChannelHandle {
        let mut link = &self.made;
        for id in self.stay.read(|it| it.replacements.clone()) {
            link = link.next.get_or_init(|| Box::new(Link::new(self.stay.client(), &id)));
        }
        &link.handle
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
        let what = format!("channel {}", self.channel().channel_id());
        let (made, owned) = self.stay.client().make(what, making, release).await?;
        let owned = Arc::new(Mutex::new(Some(owned)));
        Ok((made, Leg { line: self.clone(), owned }))
    }

    /// The other side will be told this when it is hung up.
    pub(super) fn will_end(&self, reason: HangupReason) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = reason;
    }

    async fn hang_up(&self) -> Result<(), Error> {
        let channel = self.channel();
        // Those whose place it took end by themselves or not at all.
        let mut link = Some(&self.made).filter(|it| it.handle.channel_id() != channel.channel_id());
        while let Some(Link { handle, next }) = link {
            handle.hangup().await?;
            link = next.get().map(|it| &**it);
        }
        for _ in 0..2 {
            let reason = self.reason.lock().unwrap_or_else(PoisonError::into_inner).clone();
            if channel.hangup().reason(reason).await? == Removal::AlreadyGone
                || timeout(LEAVING, self.left()).await.is_ok()
            {
                break;
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

    /// Takes it out of the bridge in which Asterisk keeps a channel that was dialled, unseen, until it has been in
    /// another: it could not be recorded there.
    pub(super) async fn set_free(&self) -> Result<(), Error> {
        let channel = self.channel();
        self.stay.client().has_moved(channel.channel_id()).await;
        let id = BridgeId::new(id_of_a_scope(self.stay.client()));
        let bridge = Ari::from(self.stay.client().clone()).bridge(id);
        let create = bridge.create_with_id().bridge_type("mixing").into_future();
        let (_, owned) = owning::make(&bridge, Vec::new, create).await?;
        let member = [channel.channel_id()];
        let freed = match bridge.add_channel(member).await {
            // A bridge that is destroyed keeps its members a moment longer than it says; removing waits.
            Ok(_) => bridge.remove_channel(member).await,
            Err(error) => Err(error),
        };
        owned.release().await?;
        match freed {
            Ok(_) => Ok(()),
            // A hangup that was faster is no failure.
            Err(error) => timeout(LEAVING, self.left()).await.map(drop).map_err(|_| error),
        }
    }

    /// Waits until it is in the application.
    pub(super) async fn entered(&self) -> Result<(), Left> {
        loop {
            let next = |it: &mut Stay| match it.left {
                Some(left) => Some(Err(left)),
                None if it.entered => Some(Ok(true)),
                None => std::mem::take(&mut it.unsure).then_some(Ok(false)),
            };
            if self.stay.until(next).await? {
                return Ok(());
            }
            // It may have entered while there was no connection.
            if let Ok(channel) = self.channel().get().await
                && channel.dialplan.app_name.as_deref() == Some("Stasis")
            {
                self.stay.change(|it| it.enter(&channel.state));
            }
        }
    }
}

impl Leg {
    /// Its channel's id; of the latest one, where a transfer replaced it.
    pub fn id(&self) -> &ChannelId {
        self.line.channel().channel_id()
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

    /// Has it hung up when a call leaves, too, if it is there by then.
    pub fn leaves_with(&self, call: &Call) {
        let owned = Arc::downgrade(&self.owned);
        call.on_left(move |_| async move {
            // Its failure is reported where it is released.
            drop(owned.upgrade().and_then(|it| taken(&it)));
        });
    }

    /// The leg belongs to nobody any more, and stays when this is gone.
    pub fn keep(self) -> ChannelHandle {
        if let Some(owned) = taken(&self.owned) {
            owned.keep();
        }
        self.line.channel().clone()
    }

    /// Hangs up now, and waits until that is done.
    ///
    /// # Errors
    ///
    /// What [`hangup`](ChannelHandle::hangup) fails with.
    pub async fn release(self) -> Result<(), Error> {
        match taken(&self.owned) {
            Some(owned) => owned.release().await,
            None => Ok(()),
        }
    }

    pub(super) fn line(&self) -> &Arc<Line> {
        &self.line
    }
}

/// What is owned, which nobody owns then.
fn taken(owned: &Mutex<Option<Owned<AriApi>>>) -> Option<Owned<AriApi>> {
    owned.lock().unwrap_or_else(PoisonError::into_inner).take()
}

impl Deref for Leg {
    type Target = ChannelHandle;

    fn deref(&self) -> &ChannelHandle {
        self.line.channel()
    }
}

impl fmt::Debug for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Leg({})", self.id())
    }
}
