//! The operations on one device state.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Client, Events, Payload, Removed, Subject, Wait};
use crate::generated::AriApi;
use crate::generated::enums::DeviceStateValue;
use crate::generated::events::Event;
use crate::generated::ids::DeviceName;
use super::{Delete, Get, Update};

/// One device state, by what names it. Got from [`Ari::device_state`](crate::Ari::device_state).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct DeviceStateHandle {
    pub(crate) client: Client<AriApi>,
    device_name: DeviceName,
}

impl DeviceStateHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        device_name: impl Into<DeviceName>,
    ) -> Self {
        Self {
            client,
            device_name: device_name.into(),
        }
    }

    /// The `deviceName` this is bound to.
    pub fn device_name(&self) -> &DeviceName {
        &self.device_name
    }

    /// A stream of the events about the device state from now on.
    ///
    /// It may be made before the device state exists. While it lives, the application is subscribed to the device state.
    pub fn events(&self) -> Events<AriApi> {
        self.client.events_about(Subject::new("device_state", &self.device_name))
    }

    /// Waits for an event of one kind about the device state.
    ///
    /// It listens from this call on: make it before the request whose effect it waits for.
    pub fn wait_for<P: Payload<Event = Event>>(&self, deadline: Duration) -> Wait<P> {
        self.client.wait_about(Subject::new("device_state", &self.device_name), deadline)
    }

    /// Returns the present state of any device, controlled here or not.
    ///
    /// As [`DeviceStates::get`](super::DeviceStates::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.device_name)
    }

    /// Sets the state of a `Stasis:` device, creating the device if needed.
    ///
    /// As [`DeviceStates::update`](super::DeviceStates::update). Since 13.0.
    pub fn update(&self, device_state: DeviceStateValue) -> Update {
        Update::new(self.client.caller(), &self.device_name, device_state)
    }

    /// Removes a `Stasis:` device state, after which the device reads as `UNKNOWN`.
    ///
    /// As [`DeviceStates::delete`](super::DeviceStates::delete), and what is gone already is no error. Since 13.0.
    pub fn delete(&self) -> Delete<Removed> {
        Delete::new(self.client.caller(), &self.device_name)
    }
}
