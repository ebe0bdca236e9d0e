//! `PUT /deviceStates/{deviceName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};
use crate::generated::enums::DeviceStateValue;
use crate::generated::ids::DeviceName;

/// The request of [`DeviceStates::update`](super::DeviceStates::update).
///
/// Sets the state of a `Stasis:` device, creating the device if needed.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Update(pub(crate) Prepared<Nothing>);

impl Update {
    pub(crate) fn new(
        caller: Caller,
        device_name: impl Into<DeviceName>,
        device_state: DeviceStateValue,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(Into::<DeviceName>::into(device_name))
                .text("deviceState", device_state),
        )
    }
}

ari_runtime::request!(Update => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "deviceStates.update",
        Method::Put,
        "/deviceStates/{deviceName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#update",
    )
    .parameters(
        &[
            ParameterFacts::path("deviceName"),
            ParameterFacts::query("deviceState").required(),
        ],
    )
    .errors(
        &[
            (404, "The name ends right after `Stasis:`"),
            (409, "The device is not a `Stasis:` device"),
            (500, "The state is unknown"),
        ],
    )
    .modules(&["res_stasis_device_state"]);
