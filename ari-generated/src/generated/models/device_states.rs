//! Models that `device_states` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use serde::{Deserialize, Serialize};
use crate::generated::enums::DeviceStateValue;
use crate::generated::ids::DeviceName;

/// A device and its state.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DeviceState {
    /// Full name, for example `Stasis:desk` or `PJSIP/alice`. Since 13.0.
    pub name: DeviceName,
    /// Whether the device is free, ringing, busy, on hold or out of reach. Since 13.0.
    pub state: DeviceStateValue,
}
