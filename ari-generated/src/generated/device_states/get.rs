//! `GET /deviceStates/{deviceName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::ids::DeviceName;
use crate::generated::models::DeviceState;

/// The request of [`DeviceStates::get`](super::DeviceStates::get).
///
/// Returns the present state of any device, controlled here or not.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<DeviceState>>);

impl Get {
    pub(crate) fn new(caller: Caller, device_name: impl Into<DeviceName>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(Into::<DeviceName>::into(device_name)))
    }
}

ari_runtime::request!(Get => Json < DeviceState >);

pub(crate) static OPERATION: Operation = Operation::new(
        "deviceStates.get",
        Method::Get,
        "/deviceStates/{deviceName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("deviceName")])
    .modules(&["res_stasis_device_state"]);
