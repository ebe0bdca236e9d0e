//! `DELETE /deviceStates/{deviceName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};
use crate::generated::ids::DeviceName;

/// The request of [`DeviceStates::delete`](super::DeviceStates::delete).
///
/// Removes a `Stasis:` device state, after which the device reads as `UNKNOWN`.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Delete<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Delete<R> {
    pub(crate) fn new(caller: Caller, device_name: impl Into<DeviceName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<DeviceName>::into(device_name)))
    }
}

ari_runtime::request!(Delete < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "deviceStates.delete",
        Method::Delete,
        "/deviceStates/{deviceName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#delete",
    )
    .parameters(&[ParameterFacts::path("deviceName")])
    .errors(
        &[
            (404, "The name ends right after `Stasis:`"),
            (409, "The device is not a `Stasis:` device"),
        ],
    )
    .modules(&["res_stasis_device_state"]);
