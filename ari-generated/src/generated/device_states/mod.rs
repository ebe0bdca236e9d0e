//! Operations of the resource `deviceStates`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::enums::DeviceStateValue;
use crate::generated::ids::DeviceName;

pub(crate) mod list;
pub(crate) mod get;
pub(crate) mod update;
pub(crate) mod delete;
mod device_state_handle;

pub use list::List;
pub use get::Get;
pub use update::Update;
pub use delete::Delete;
pub use device_state_handle::DeviceStateHandle;

/// Operations of the resource `deviceStates`. Got from [`Ari::device_states`](crate::Ari::device_states).
#[derive(Clone, Copy, Debug)]
pub struct DeviceStates<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> DeviceStates<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the device states that were set through this interface.
    ///
    /// [`GET /deviceStates`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Returns the present state of any device, controlled here or not.
    ///
    /// [`GET /deviceStates/{deviceName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `device_name`: Full device name, for example `PJSIP/alice` or `Stasis:desk`. A name nobody knows is no error:
    ///   the answer is then a state such as `INVALID`. Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn get(&self, device_name: impl Into<DeviceName>) -> Get {
        Get::new(self.client.caller(), device_name)
    }

    /// Sets the state of a `Stasis:` device, creating the device if needed.
    ///
    /// [`PUT /deviceStates/{deviceName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#update)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `device_name`: Name of the device, which must begin with `Stasis:`, for example `Stasis:desk`. Since 13.0.
    /// * `device_state`: The new state. `UNKNOWN` can be read but not set; a missing or unrecognised value is answered
    ///   with 500, not 400. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: The name ends right after `Stasis:`.
    /// * 409: The device is not a `Stasis:` device.
    /// * 500: The state is unknown.
    pub fn update(
        &self,
        device_name: impl Into<DeviceName>,
        device_state: DeviceStateValue,
    ) -> Update {
        Update::new(self.client.caller(), device_name, device_state)
    }

    /// Removes a `Stasis:` device state, after which the device reads as `UNKNOWN`.
    ///
    /// [`DELETE /deviceStates/{deviceName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#delete)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `device_name`: Name of the device, which must begin with `Stasis:`, for example `Stasis:desk`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: The name ends right after `Stasis:`.
    /// * 409: The device is not a `Stasis:` device.
    pub fn delete(&self, device_name: impl Into<DeviceName>) -> Delete {
        Delete::new(self.client.caller(), device_name)
    }
}
