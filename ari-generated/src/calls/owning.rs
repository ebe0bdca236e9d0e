//! Bridges that belong to a scope, and bridges that handlers share by a name.

use std::fmt;
use std::ops::Deref;

use ari_runtime::{Error, ErrorKind, Json, Owned, Prepared, Removal};

use crate::bridges::{Create, CreateWithId};
use crate::calls::bridge::LiveBridge;
use crate::calls::orphans::id_of_a_scope;
use crate::calls::step::{client_of, no_events};
use crate::models::Bridge;
use crate::{Ari, AriApi, BridgeId};

/// How often a bridge is looked for again that went just when it was found.
const TRIES: usize = 3;

/// A bridge that belongs to a scope: when this is dropped, it is destroyed.
///
/// That happens in a task of the client's, also after a panic and when the connection ends; see
/// [`on_release_failure`](ari_runtime::Client::on_release_failure). Channels that are in it stay in the application.
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
        let release = move || -> ari_runtime::Sending<()> {
            let destroy = handle.destroy();
            Box::pin(async move { destroy.await.map(|_: Removal| ()) })
        };
        let what = format!("bridge {id}");
        let (_, owned) = client.make(what, prepared.send(), release).await?;
        live.look().await?;
        Ok(Self { live, owned })
    }

    /// The bridge belongs to nobody any more, and stays.
    pub fn keep(self) -> LiveBridge {
        self.owned.keep();
        self.live
    }

    /// Destroys it now, and waits until that is done.
    ///
    /// # Errors
    ///
    /// What [`destroy`](crate::bridges::BridgeHandle::destroy) fails with.
    pub async fn release(self) -> Result<(), Error> {
        self.owned.release().await
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
    /// For one with a name or variables, end [`bridges().create()`](crate::bridges::Bridges::create) with
    /// [`owned`](Create::owned).
    ///
    /// # Errors
    ///
    /// What creating it fails with.
    pub async fn owned_bridge(&self, bridge_type: impl Into<String>) -> Result<OwnedBridge, Error> {
        self.bridges().create().bridge_type(bridge_type).owned().await
    }

    /// The bridge of this name, which is created where there is none; who asks at the same time gets the same one.
    ///
    /// It belongs to nobody: destroy it when it is not wanted any more.
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
            match self.bridge_of(name, bridge_type).await?.live().await {
                Err(error) if error.kind() == ErrorKind::NotFound && tries < TRIES => {}
                result => return result,
            }
        }
    }

    async fn bridge_of(
        &self,
        name: &str,
        bridge_type: &str,
    ) -> Result<crate::bridges::BridgeHandle, Error> {
        let bridges = self.bridges().list().await?;
        if let Some(found) = bridges.iter().find(|it| it.name == *name || it.id == *name) {
            return Ok(self.bridge(&found.id));
        }
        // Its name is its id, so that of two who create it at the same time one is told.
        let bridge = self.bridge(BridgeId::new(name));
        match bridge.create_with_id().name(name).bridge_type(bridge_type).await {
            Err(error) if !is_there_already(&error) => Err(error),
            _ => Ok(bridge),
        }
    }
}

/// 409 from 20.20, 22.10 and 23.4 on; before, it was answered with 200, at times without a body.
fn is_there_already(error: &Error) -> bool {
    match error.kind() {
        ErrorKind::Conflict => true,
        ErrorKind::Decode => error.status() == Some(200),
        _ => false,
    }
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
