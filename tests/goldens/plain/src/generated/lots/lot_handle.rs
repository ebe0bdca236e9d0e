//! The operations on one lot.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Caller, Removed};
use crate::generated::ids::LotId;
use super::{Close, Get, Open};

/// One lot, by what names it. Got from [`Ari::lot`](crate::Ari::lot).
///
/// It holds no connection and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct LotHandle {
    caller: Caller,
    lot_id: LotId,
}

impl LotHandle {
    pub(crate) fn new(caller: Caller, lot_id: impl Into<LotId>) -> Self {
        Self {
            caller,
            lot_id: lot_id.into(),
        }
    }

    /// The `lotId` this is bound to.
    pub fn lot_id(&self) -> &LotId {
        &self.lot_id
    }

    /// Returns one parking lot.
    ///
    /// As [`Lots::get`](super::Lots::get).
    pub fn get(&self) -> Get {
        Get::new(&self.caller, &self.lot_id)
    }

    /// Opens a parking lot under an id.
    ///
    /// As [`Lots::open`](super::Lots::open).
    pub fn open(&self, spaces: u32) -> Open {
        Open::new(&self.caller, &self.lot_id, spaces)
    }

    /// Closes a parking lot.
    ///
    /// As [`Lots::close`](super::Lots::close), and what is gone already is no error.
    pub fn close(&self) -> Close<Removed> {
        Close::new(&self.caller, &self.lot_id)
    }
}
