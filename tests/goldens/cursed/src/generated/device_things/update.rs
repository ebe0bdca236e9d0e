//! `PUT /deviceThings/{deviceName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`DeviceThings::update`](super::DeviceThings::update).
///
/// Texts that rustdoc reads as more than text: \<foo\> and \[bar\], a\\b, */ and /* and \`half a tick.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Update(pub(crate) Prepared<Nothing>);

impl Update {
    pub(crate) fn new(
        caller: Caller,
        device_name: impl Into<String>,
        device_state: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(device_name).text("deviceState", device_state))
    }

    /// Called like a method of an operator.
    ///
    /// Default: `false`.
    pub fn subtract(self, subtract: bool) -> Self {
        Self(self.0.flag("sub", subtract))
    }
}

ari_runtime::request!(Update => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "deviceThings.update",
        Method::Put,
        "/deviceThings/{deviceName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/DeviceThings_REST_API/#update",
    )
    .since(Releases::UNKNOWN)
    .parameters(
        &[
            ParameterFacts::path("deviceName").since(Releases::UNKNOWN),
            ParameterFacts::query("deviceState").required().since(Releases::UNKNOWN),
            ParameterFacts::query("sub").since(Releases::UNKNOWN),
        ],
    )
    .errors(&[(404, "No <device> of [this] name")]);
