//! Bridges that handlers share: there as long as somebody holds a share.

use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, Weak};

use ari_runtime::Error;
use tokio::sync::Mutex;

use crate::Ari;
use crate::bridges::Create;
use crate::calls::bridge::LiveBridge;
use crate::calls::owning::OwnedBridge;

/// A bridge that handlers share, such as a waiting room: created when the first one opens it, destroyed when the last share
/// is dropped, and created again for the next one; cheap to clone.
///
/// ```no_run
/// use ari_generated::{SharedBridge, prelude::*};
///
/// # async fn doc(ari: Ari, events: Events) -> Result<(), Error> {
/// let room = ari.shared_bridge("holding");
/// events.serve(move |call| wait(call, room.clone())).await?;
/// # Ok(())
/// # }
///
/// async fn wait(call: Call, room: SharedBridge) -> Result<(), Error> {
///     call.answer().await?;
///     let room = room.open().await?;
///     room.add(&[&call]).await?;
///     // Music ends when nobody is in the bridge, so who comes starts it.
///     room.start_moh().await?;
///     call.left().await;
///     Ok(())
/// }
/// ```
#[derive(Clone)]
pub struct SharedBridge {
    create: Create,
    current: Arc<Mutex<Weak<OwnedBridge>>>,
}

/// A share of a bridge: the bridge is there as long as somebody has one.
#[must_use = "the bridge is destroyed when the last share is dropped"]
pub struct BridgeShare {
    live: LiveBridge,
    _owned: Arc<OwnedBridge>,
}

impl Create {
    /// Creates the bridge when it is opened, and shares it among those who do.
    ///
    /// Set no id: each time it is a new one.
    pub fn shared(self) -> SharedBridge {
        SharedBridge { create: self, current: Arc::default() }
    }
}

impl Ari {
    /// A bridge that handlers share, of a type such as `mixing` or `holding`.
    ///
    /// For one with a name or variables, end [`bridges().create()`](crate::bridges::Bridges::create) with
    /// [`shared`](Create::shared).
    pub fn shared_bridge(&self, bridge_type: impl Into<String>) -> SharedBridge {
        self.bridges().create().bridge_type(bridge_type).shared()
    }
}

impl SharedBridge {
    /// Takes a share of the bridge, which is created where there is none; who asks at the same time gets the same one.
    ///
    /// # Errors
    ///
    /// What creating it fails with.
    pub async fn open(&self) -> Result<BridgeShare, Error> {
        // Nobody else creates one meanwhile.
        let mut current = self.current.lock().await;
        if let Some(owned) = current.upgrade().filter(|it| !it.is_over()) {
            return Ok(BridgeShare::of(owned));
        }
        let owned = Arc::new(self.create.clone().owned().await?);
        *current = Arc::downgrade(&owned);
        Ok(BridgeShare::of(owned))
    }
}

impl BridgeShare {
    /// With a memory of its own of who was put in.
    fn of(owned: Arc<OwnedBridge>) -> Self {
        Self { live: LiveBridge::clone(&owned), _owned: owned }
    }
}

impl Deref for BridgeShare {
    type Target = LiveBridge;

    fn deref(&self) -> &LiveBridge {
        &self.live
    }
}

impl fmt::Debug for BridgeShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BridgeShare({})", self.id())
    }
}

impl fmt::Debug for SharedBridge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedBridge").finish_non_exhaustive()
    }
}
