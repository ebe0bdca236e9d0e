//! The operations on one device state.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Caller, Removed};
use crate::generated::enums::DeviceStateValue;
use crate::generated::ids::DeviceName;
use super::{Delete, Get, Update};

/// One device state, by what names it. Got from [`Ari::device_state`](crate::Ari::device_state).
///
/// It holds no connection and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct DeviceStateHandle {
    caller: Caller,
    device_name: DeviceName,
}

impl DeviceStateHandle {
    pub(crate) fn new(caller: Caller, device_name: impl Into<DeviceName>) -> Self {
        Self {
            caller,
            device_name: device_name.into(),
        }
    }

    /// The `deviceName` this is bound to.
    pub fn device_name(&self) -> &DeviceName {
        &self.device_name
    }

    /// Returns the present state of any device, controlled here or not.
    ///
    /// As [`DeviceStates::get`](super::DeviceStates::get).
    pub fn get(&self) -> Get {
        Get::new(&self.caller, &self.device_name)
    }

    /// Sets the state of a `Stasis:` device, creating the device if needed.
    ///
    /// As [`DeviceStates::update`](super::DeviceStates::update).
    pub fn update(&self, device_state: DeviceStateValue) -> Update {
        Update::new(&self.caller, &self.device_name, device_state)
    }

    /// Removes a `Stasis:` device state, after which the device reads as `UNKNOWN`.
    ///
    /// As [`DeviceStates::delete`](super::DeviceStates::delete), and what is gone already is no error.
    pub fn delete(&self) -> Delete<Removed> {
        Delete::new(&self.caller, &self.device_name)
    }
}
