//! Bridges that belong to a scope, and bridges that handlers share by a name.

use std::fmt;
use std::ops::Deref;
use std::pin::pin;
use std::time::Duration;

use ari_runtime::{Error, ErrorKind, Json, Owned, Prepared, Removal, Sending};
use tokio::time::{sleep, timeout};

use crate::bridges::{BridgeHandle, Create, CreateWithId};
use crate::calls::bridge::LiveBridge;
use crate::calls::orphans::id_of_a_scope;
use crate::calls::step::{client_of, no_events};
use crate::models::Bridge;
use crate::{Ari, AriApi, BridgeId, ChannelId};

/// How often a bridge is looked for.
const TRIES: usize = 4;

/// Between two of these times.
const AGAIN: Duration = Duration::from_millis(50);

/// How long a bridge waits for its members to be out of it before it is destroyed; one that hears a sound is so only at its
/// end.
const PARTING: Duration = Duration::from_millis(200);

/// A bridge that belongs to a scope: when this is dropped, it is destroyed.
///
/// That happens in a task of the client's, also after a panic and when the connection ends; see
/// [`on_release_failure`](ari_runtime::Client::on_release_failure). Channels that are in it stay in the application, and are
/// taken out first: Asterisk loses what it is told to play to a channel whose bridge is just going. What waits for an end,
/// such as [`finished`](crate::channels::Play::finished) and [`add`](LiveBridge::add), waits until they are out; before a
/// bare request on one of them, [`release`](Self::release) the bridge.
#[must_use = "the bridge is destroyed when this is dropped"]
pub struct OwnedBridge {
    live: LiveBridge,
    owned: Owned<AriApi>,
}

impl OwnedBridge {
    async fn create(mut prepared: Prepared<Json<Bridge>>) -> Result<Self, Error> {
        let client = client_of(&prepared).ok_or_else(no_events)?;
        let id = match prepared.value("bridgeId") {
            Some(id) => BridgeId::new(id),
            None => {
                let id = BridgeId::new(id_of_a_scope(&client));
                prepared = prepared.id("bridgeId", &id);
                id
            }
        };
        let handle = Ari::from(client.clone()).bridge(&id);
        // Before there is one, so that its first event is heard.
        let live = LiveBridge::new(&client, handle.clone())?;
        let members = live.last_members();
        let (_, owned) = make(&handle, members, prepared.send()).await?;
        live.look().await?;
        Ok(Self { live, owned })
    }

    /// The bridge belongs to nobody any more, and stays.
    pub fn keep(self) -> LiveBridge {
        self.owned.keep();
        self.live
    }

    /// Destroys it now, and waits until that is done and nobody is in it.
    ///
    /// # Errors
    ///
    /// What [`destroy`](crate::bridges::BridgeHandle::destroy) fails with.
    pub async fn release(self) -> Result<(), Error> {
        self.owned.release().await
    }
}

/// Makes a bridge that belongs to who gets this; `members` tells who is in it when it is released.
pub(super) async fn make(
    bridge: &BridgeHandle,
    members: impl Fn() -> Vec<ChannelId> + Send + Sync + 'static,
    making: Sending<Bridge>,
) -> Result<(Bridge, Owned<AriApi>), Error> {
    let handle = bridge.clone();
    let release = move || -> Sending<()> {
        let (handle, members) = (handle.clone(), members());
        // From now on, not from when the task runs.
        let moving = handle.client.moving(&members);
        Box::pin(async move {
            let _moving = moving;
            release(&handle, &members).await
        })
    };
    bridge.client.make(format!("bridge {}", bridge.bridge_id()), making, release).await
}

/// Destroys a bridge once its members are out of it.
async fn release(bridge: &BridgeHandle, members: &[ChannelId]) -> Result<(), Error> {
    let mut empty = pin!(take_out(bridge, members));
    let is_empty = timeout(PARTING, &mut empty).await.is_ok();
    let destroyed = match bridge.destroy().await {
        // Somebody else is just destroying it.
        Err(error) if error.kind() == ErrorKind::Conflict => Ok(()),
        result => result.map(|_: Removal| ()),
    };
    if !is_empty {
        empty.await;
    }
    destroyed
}

/// Takes members out. Unlike destroying the bridge, that comes in order with what else Asterisk is told to do with each.
async fn take_out(bridge: &BridgeHandle, members: &[ChannelId]) {
    let out = match members {
        [] => return,
        all => bridge.remove_channel(all).await,
    };
    // All or none: one that has hung up keeps the others in.
    if out.is_err() && members.len() > 1 {
        for member in members {
            let _ = bridge.remove_channel([member]).await;
        }
    }
}

macro_rules! owning {
    ($($request:ty),*) => {$(
        impl $request {
            /// Creates a bridge that belongs to a scope: it is destroyed when the result is dropped.
            ///
            /// The id is chosen here where none was set, so that [`Ari::orphans`](crate::Ari::orphans) finds the bridge
            /// after a crash.
            ///
            /// # Errors
            ///
            /// What the request can fail with, and [`ErrorKind::Closed`] where there are no events.
            pub async fn owned(self) -> Result<OwnedBridge, Error> {
                OwnedBridge::create(self.0).await
            }
        }
    )*};
}

owning!(Create, CreateWithId);

impl Ari {
    /// A new bridge that belongs to a scope, of a type such as `mixing` or `holding`.
    ///
    /// Where it is `mixing`, Asterisk is told to look at what passes, as by `mixing,dtmf_events`: otherwise two SIP phones
    /// send each other digits that nobody else hears of. For a bridge of just the type that is said, or one with a name or
    /// variables, end [`bridges().create()`](crate::bridges::Bridges::create) with
    /// [`owned`](Create::owned).
    ///
    /// # Errors
    ///
    /// What creating it fails with.
    pub async fn owned_bridge(&self, bridge_type: impl Into<String>) -> Result<OwnedBridge, Error> {
        self.bridges().create().bridge_type(with_digits(&bridge_type.into())).owned().await
    }

    /// The bridge of this name, which is created where there is none; who asks at the same time gets the same one.
    ///
    /// It belongs to nobody: destroy it when it is not wanted any more. Its type is taken as in
    /// [`owned_bridge`](Self::owned_bridge).
    ///
    /// # Errors
    ///
    /// What listing, creating and following bridges fails with.
    pub async fn named_bridge(
        &self,
        name: impl AsRef<str>,
        bridge_type: impl AsRef<str>,
    ) -> Result<LiveBridge, Error> {
        let (name, bridge_type) = (name.as_ref(), bridge_type.as_ref());
        let mut tries = 0;
        loop {
            tries += 1;
            let found = async { self.bridge_of(name, bridge_type).await?.live().await };
            match found.await {
                Err(error) if may_be_found_later(&error) && tries < TRIES => sleep(AGAIN).await,
                result => return result,
            }
        }
    }

    async fn bridge_of(&self, name: &str, bridge_type: &str) -> Result<BridgeHandle, Error> {
        let bridges = self.bridges().list().await?;
        if let Some(found) = bridges.iter().find(|it| it.name == *name || it.id == *name) {
            return Ok(self.bridge(&found.id));
        }
        // Its name is its id, so that of two who create it at the same time one is told.
        let bridge = self.bridge(BridgeId::new(name));
        let bridge_type = with_digits(bridge_type);
        match bridge.create_with_id().name(name).bridge_type(bridge_type).await {
            Err(error) if !is_there_already(&error) => Err(error),
            _ => Ok(bridge),
        }
    }
}

/// A type of bridges that tell of the digits typed there.
fn with_digits(bridge_type: &str) -> &str {
    if bridge_type == "mixing" { "mixing,dtmf_events" } else { bridge_type }
}

/// 409 from 20.20, 22.10 and 23.4 on; before, it was answered with 200, at times without a body.
fn is_there_already(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Conflict => true,
        ErrorKind::Decode => error.status() == Some(200),
        _ => false,
    }
}

/// It went just when it was found; or another created or destroyed it at the same moment, which Asterisk answers with 500.
fn may_be_found_later(error: &Error) -> bool {
    matches!(error.status(), Some(404 | 500)) || error.kind() == ErrorKind::NotFound
}

impl Deref for OwnedBridge {
    type Target = LiveBridge;

    fn deref(&self) -> &LiveBridge {
        &self.live
    }
}

impl fmt::Debug for OwnedBridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OwnedBridge({})", self.id())
    }
}
