//! Calls that wait for somebody: parked by one handler, taken by another.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use ari_runtime::Error;
use tokio::sync::Notify;

use crate::calls::bridge::LiveBridge;
use crate::calls::owning::OwnedBridge;
use crate::{Ari, Call, ChannelId, Keeper};

/// A holding bridge with music in which calls wait, in their order, until another handler takes them. It belongs to a
/// scope: when this is dropped, the bridge is destroyed, and who waits is hung up.
///
/// ```no_run
/// use ari_generated::{Lot, prelude::*};
///
/// async fn caller(call: Call, lot: &Lot) -> Result<(), Error> {
///     call.answer().await?;
///     lot.park(&call).await // the handler ends, and the call waits on
/// }
///
/// async fn agent(call: Call, lot: &Lot) -> Result<(), Error> {
///     call.answer().await?;
///     let caller = call.bound(lot.next()).await?;
///     let talk = call.ari().owned_bridge("mixing").await?;
///     talk.add(&[&call, &caller.call()]).await?;
///     talk.until_one_leaves().await?; // both are hung up then
///     Ok(())
/// }
/// ```
pub struct Lot {
    bridge: OwnedBridge,
    waiting: Mutex<VecDeque<Keeper>>,
    came: Notify,
}

impl Ari {
    /// A new place for calls to wait in.
    ///
    /// # Errors
    ///
    /// What creating a bridge fails with.
    pub async fn lot(&self) -> Result<Lot, Error> {
        let bridge = self.owned_bridge("holding").await?;
        Ok(Lot { bridge, waiting: Mutex::default(), came: Notify::new() })
    }
}

impl Lot {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Keeper>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|it| it.call().has_left().is_none());
        waiting
    }

    /// Has a call wait behind the others. It goes on waiting when its handler has ended.
    ///
    /// # Errors
    ///
    /// The call left, or what [`add`](LiveBridge::add) and starting the music fail with.
    pub async fn park(&self, call: &Call) -> Result<(), Error> {
        let keeper = call.keep();
        // A clone, so that nothing remembers those who left long ago.
        LiveBridge::clone(&self.bridge).add(&[call]).await?;
        // Whoever comes, since it ends when nobody is there.
        self.bridge.start_moh().await?;
        self.lock().push_back(keeper);
        self.came.notify_one();
        Ok(())
    }

    /// Takes the call that has waited longest, as soon as there is one. It is in the holding bridge until it is put into
    /// another, and is hung up when the result is dropped. Cancelling this takes none.
    pub async fn next(&self) -> Keeper {
        loop {
            let came = self.came.notified();
            if let Some(keeper) = self.first() {
                return keeper;
            }
            came.await;
        }
    }

    fn first(&self) -> Option<Keeper> {
        let mut waiting = self.lock();
        let first = waiting.pop_front();
        if !waiting.is_empty() {
            // For the next one who waits for a call.
            self.came.notify_one();
        }
        first
    }

    /// Takes this call, if it waits.
    pub fn take(&self, id: &ChannelId) -> Option<Keeper> {
        let mut waiting = self.lock();
        let place = waiting.iter().position(|it| it.call().id() == *id)?;
        waiting.remove(place)
    }

    /// Who waits, the longest first.
    pub fn waiting(&self) -> Vec<ChannelId> {
        self.lock().iter().map(|it| it.call().id()).collect()
    }

    /// The bridge in which they wait, for announcements.
    pub fn bridge(&self) -> &OwnedBridge {
        &self.bridge
    }
}

impl fmt::Debug for Lot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lot").field("waiting", &self.waiting()).finish_non_exhaustive()
    }
}
