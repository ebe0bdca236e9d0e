//! Bridges whose members are known: putting channels in, and waiting until one leaves.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ari_runtime::{Client, Error, ErrorKind, Subject, Tracked};
use tokio::time::timeout;

use crate::bridges::BridgeHandle;
use crate::calls::room::{Over, Room};
use crate::calls::step::{LEAVING, Leaving, has_left, may_be_overtaken, no_events};
use crate::channels::ChannelHandle;
use crate::{AriApi, BridgeId, ChannelId};

/// A bridge whose members are kept true by its events; cheap to clone.
///
/// Each clone remembers for itself whose leaving it has told. Dropping them all leaves the bridge as it is.
pub struct LiveBridge {
    handle: BridgeHandle,
    room: Arc<Tracked<AriApi, Room>>,
    /// Whose leaving this one has still to tell.
    guests: Mutex<Vec<Guest>>,
}

/// Somebody whose leaving is to be told.
#[derive(Clone, Debug)]
struct Guest {
    id: ChannelId,
    /// They were seen in the bridge, so that they can leave.
    was_in: bool,
}

impl BridgeHandle {
    /// Follows the bridge from now on.
    ///
    /// # Errors
    ///
    /// There is no such bridge ([`ErrorKind::NotFound`]), or there are no events ([`ErrorKind::Closed`]).
    pub async fn live(&self) -> Result<LiveBridge, Error> {
        let live = LiveBridge::new(&self.client, self.clone())?;
        live.look().await?;
        Ok(live)
    }
}

impl LiveBridge {
    /// Follows a bridge that need not be there yet.
    pub(super) fn new(client: &Client<AriApi>, handle: BridgeHandle) -> Result<Self, Error> {
        if client.is_over() {
            return Err(no_events());
        }
        let subject = Subject::new("bridge", handle.bridge_id());
        let room = Tracked::new(client, subject, Room::default(), Room::see);
        Ok(Self { handle, room: Arc::new(room), guests: Mutex::default() })
    }

    /// Asks Asterisk for the members, where no event tells them.
    pub(super) async fn look(&self) -> Result<(), Error> {
        let id = self.handle.bridge_id();
        // Otherwise it might change between the answer and the first event.
        self.room.client().is_told(Subject::new("bridge", id)).await;
        let learned = self.room.read(Room::learned);
        let bridge = self.handle.get().await?;
        self.room.change(|room| room.hear(&bridge, learned));
        Ok(())
    }

    fn guests(&self) -> MutexGuard<'_, Vec<Guest>> {
        self.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers who is in it; gives those who are not any more.
    fn attend(&self, members: &[ChannelId]) -> Vec<ChannelId> {
        let mut guests = self.guests();
        for id in members {
            match guests.iter_mut().find(|it| it.id == *id) {
                Some(guest) => guest.was_in = true,
                None => guests.push(Guest { id: id.clone(), was_in: true }),
            }
        }
        let left = guests.iter().filter(|it| it.was_in && !members.contains(&it.id));
        left.map(|it| it.id.clone()).collect()
    }

    /// Who has left is nobody's guest, or is whoever a transfer put in their place; tells whether they left.
    fn part(&self, id: &ChannelId) -> bool {
        let successor = self.room.client().successor(Subject::new("channel", id));
        let mut guests = self.guests();
        guests.retain(|it| it.id != *id);
        let left = successor.is_none();
        guests.extend(successor.map(|it| Guest { id: ChannelId::new(it), was_in: false }));
        left
    }

    /// Who is in it.
    ///
    /// # Errors
    ///
    /// The bridge is gone ([`ErrorKind::NotFound`]), or there are no events any more ([`ErrorKind::Closed`]).
    pub async fn members(&self) -> Result<Vec<ChannelId>, Error> {
        self.reaches(|_, members| Some(members.to_vec())).await
    }

    /// Waits until something holds of the members; asks for them where events may have passed.
    async fn reaches<T>(
        &self,
        mut wanted: impl FnMut(&Room, &[ChannelId]) -> Option<T>,
    ) -> Result<T, Error> {
        loop {
            let reached = |room: &mut Room| match (room.members(), room.over()) {
                (Some(members), over) => match (wanted(room, members), over) {
                    (Some(reached), _) => Some(Ok(Some(reached))),
                    (None, Some(Over::Gone)) => Some(Err(is_gone())),
                    (None, Some(Over::NoEvents(_))) => Some(Err(no_events())),
                    (None, None) => None,
                },
                (None, _) => Some(Ok(None)),
            };
            match self.room.until(reached).await? {
                Some(reached) => return Ok(reached),
                None => self.look().await?,
            }
        }
    }

    /// Puts channels in, and waits until they are in it. One that is in it stays.
    ///
    /// ```no_run
    /// # async fn doc(ari: ari_generated::Ari, call: ari_generated::Call) -> Result<(), ari_generated::Error> {
    /// let agent = ari.dial("PJSIP/agent").await?.answered()?;
    /// let talk = ari.owned_bridge("mixing").await?;
    /// talk.add(&[&call, &agent]).await?;
    /// talk.until_one_leaves().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::Left`]: one of them left the application or is gone; the others may be in the bridge.
    /// * [`ErrorKind::NotFound`]: the bridge is gone.
    /// * What [`add_channel`](BridgeHandle::add_channel) fails with.
    pub async fn add(&self, channels: &[&ChannelHandle]) -> Result<(), Error> {
        match self.put(channels).await? {
            None => Ok(()),
            Some(_) => Err(has_left()),
        }
    }

    /// Puts channels in, waits until one leaves and tells who; one that is gone before it is in has left too.
    ///
    /// ```no_run
    /// # async fn doc(ari: ari_generated::Ari, call: ari_generated::Call) -> Result<(), ari_generated::Error> {
    /// let agent = ari.dial("PJSIP/agent").await?.answered()?;
    /// let talk = ari.owned_bridge("mixing").await?;
    /// if talk.connect(&[&call, &agent]).await? == *agent.id() {
    ///     // The caller is still there.
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::NotFound`]: the bridge is gone, and nobody was in it.
    /// * What [`add_channel`](BridgeHandle::add_channel) fails with.
    pub async fn connect(&self, channels: &[&ChannelHandle]) -> Result<ChannelId, Error> {
        match self.put(channels).await? {
            None => self.until_one_leaves().await,
            Some(left) => Ok(left),
        }
    }

    /// Puts channels in; tells who has left the application meanwhile.
    async fn put(&self, channels: &[&ChannelHandle]) -> Result<Option<ChannelId>, Error> {
        let client = self.room.client();
        let there = self.members().await?;
        for channel in channels {
            client.has_moved(channel.channel_id()).await;
        }
        let ids = channels.iter().map(|it| it.channel_id().clone());
        let (already, ids): (Vec<_>, Vec<_>) = ids.partition(|it| there.contains(it));
        // These may leave too.
        self.attend(&already);
        if ids.is_empty() {
            return Ok(None);
        }
        // Before the request: each may leave at any time.
        let expected = Expected::new(&self.room, &ids);
        let mut leaving = Leaving::of(client, ids.iter().cloned());
        if let Err(error) = self.handle.add_channel(&ids).await {
            if !may_be_overtaken(&error) {
                return Err(error);
            }
            // One that left before this is told of no more.
            return match absent(channels).await {
                Some(absent) => Ok(Some(absent)),
                None => timeout(LEAVING, leaving.first()).await.map(Some).map_err(|_| error),
            };
        }
        tokio::select! {
            // First the members, since one that left was perhaps in it.
            biased;
            entered = self.reaches(|room, _| room.has_seen(expected.number).then_some(())) => {
                // Whoever is out of it again has left it.
                entered.map(|()| drop(self.attend(&ids))).map(|()| None)
            }
            left = leaving.first() => Ok(Some(left)),
        }
    }

    /// Takes channels out; they stay in the application. One that is not in it, or not there any more, is out already.
    ///
    /// # Errors
    ///
    /// What [`remove_channel`](BridgeHandle::remove_channel) fails with.
    pub async fn remove(&self, channels: &[&ChannelHandle]) -> Result<(), Error> {
        let ids: Vec<_> = channels.iter().map(|it| it.channel_id()).collect();
        self.guests().retain(|it| !ids.contains(&&it.id));
        let members = self.members().await?;
        let inside: Vec<_> = ids.into_iter().filter(|it| members.contains(it)).collect();
        if inside.is_empty() {
            return Ok(());
        }
        let out = self.reaches(|_, it| inside.iter().all(|id| !it.contains(id)).then_some(()));
        match self.handle.remove_channel(inside.iter().copied()).await {
            // Who hung up leaves the bridge too.
            Err(error) if may_be_overtaken(&error) => {
                timeout(LEAVING, out).await.unwrap_or(Err(error))
            }
            Err(error) => Err(error),
            Ok(()) => out.await,
        }
    }

    /// Waits until one leaves of those that were put in through this or are in it now, and tells who. Each is told once.
    ///
    /// One that left since it was put in is told at once. Who is replaced by a transfer stays, as whoever took their place.
    ///
    /// # Errors
    ///
    /// Nobody was in it and it is gone ([`ErrorKind::NotFound`]), or there are no events any more
    /// ([`ErrorKind::Closed`]).
    pub async fn until_one_leaves(&self) -> Result<ChannelId, Error> {
        loop {
            let left = self.reaches(|_, members| {
                let left = self.attend(members);
                (!left.is_empty()).then_some(left)
            });
            for id in left.await? {
                if self.part(&id) {
                    return Ok(id);
                }
            }
        }
    }

    /// Waits until nobody is in it.
    ///
    /// # Errors
    ///
    /// There are no events any more ([`ErrorKind::Closed`]).
    pub async fn until_empty(&self) -> Result<(), Error> {
        self.reaches(|_, members| members.is_empty().then_some(())).await
    }

    /// Who is in it as far as is known, of those who are still there, whenever that is asked.
    pub(super) fn last_members(&self) -> impl Fn() -> Vec<ChannelId> + Send + Sync + 'static {
        let room = self.room.clone();
        move || {
            let client = room.client();
            let has_left = |it: &ChannelId| client.has_left(Subject::new("channel", it));
            let last = room.read(|room| room.last_members().to_vec());
            last.into_iter().filter(|it| !has_left(it)).collect()
        }
    }

    /// It is gone, or nothing is heard of it any more.
    pub(super) fn is_over(&self) -> bool {
        self.room.read(|room| room.over().is_some())
    }

    /// Its id.
    pub fn id(&self) -> &BridgeId {
        self.handle.bridge_id()
    }
}

/// Those who are being put in are looked out for until this is dropped.
struct Expected<'a> {
    room: &'a Tracked<AriApi, Room>,
    number: u64,
}

impl<'a> Expected<'a> {
    fn new(room: &'a Tracked<AriApi, Room>, channels: &[ChannelId]) -> Self {
        Self { room, number: room.change(|it| it.expect(channels)) }
    }
}

impl Drop for Expected<'_> {
    fn drop(&mut self) {
        self.room.change(|it| it.forget(self.number));
    }
}

/// The first of these channels that is not there; it may have left before anybody listened for that.
async fn absent(channels: &[&ChannelHandle]) -> Option<ChannelId> {
    for channel in channels {
        if channel.get().await.is_err_and(|it| it.kind() == ErrorKind::NotFound) {
            return Some(channel.channel_id().clone());
        }
    }
    None
}

fn is_gone() -> Error {
    Error::from_transport(ErrorKind::NotFound, "the bridge is gone")
}

impl Clone for LiveBridge {
    fn clone(&self) -> Self {
        let guests = Mutex::new(self.guests().clone());
        Self { handle: self.handle.clone(), room: self.room.clone(), guests }
    }
}

impl Deref for LiveBridge {
    type Target = BridgeHandle;

    fn deref(&self) -> &BridgeHandle {
        &self.handle
    }
}

impl fmt::Debug for LiveBridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LiveBridge({})", self.id())
    }
}
