//! `GET /deviceStates`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::DeviceState;

/// The request of [`DeviceStates::list`](super::DeviceStates::list).
///
/// Lists the device states that were set through this interface.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<DeviceState>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < DeviceState > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "deviceStates.list",
        Method::Get,
        "/deviceStates",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceStates_REST_API/#list",
    )
    .modules(&["res_stasis_device_state"]);
