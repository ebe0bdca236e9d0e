//! `DELETE /asterisk/logging/{logChannelName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::delete_log`](super::Asterisk::delete_log).
///
/// Stops logging to a log channel that was added at run time.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct DeleteLog(pub(crate) Prepared<Nothing>);

impl DeleteLog {
    pub(crate) fn new(caller: Caller, log_channel_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(log_channel_name))
    }
}

ari_runtime::request!(DeleteLog => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.deleteLog",
        Method::Delete,
        "/asterisk/logging/{logChannelName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#deletelog",
    )
    .since(Releases::new(&[(13, 6, 0)]))
    .parameters(
        &[ParameterFacts::path("logChannelName").since(Releases::new(&[(13, 6, 0)]))],
    )
    .errors(&[(404, "There is no such log channel, or it was not added at run time")]);
