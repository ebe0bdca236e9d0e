//! `PUT /asterisk/logging/{logChannelName}/rotate`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::rotate_log`](super::Asterisk::rotate_log).
///
/// Closes a log file, moves it aside and starts a new one.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct RotateLog(pub(crate) Prepared<Nothing>);

impl RotateLog {
    pub(crate) fn new(caller: Caller, log_channel_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(log_channel_name))
    }
}

ari_runtime::request!(RotateLog => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.rotateLog",
        Method::Put,
        "/asterisk/logging/{logChannelName}/rotate",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#rotatelog",
    )
    .since(Releases::new(&[(13, 6, 0)]))
    .parameters(
        &[ParameterFacts::path("logChannelName").since(Releases::new(&[(13, 6, 0)]))],
    )
    .errors(&[(404, "No log file of this name is open")]);
