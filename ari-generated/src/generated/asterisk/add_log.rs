//! `POST /asterisk/logging/{logChannelName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Releases,
};

/// The request of [`Asterisk::add_log`](super::Asterisk::add_log).
///
/// Starts logging to an additional log channel.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct AddLog(pub(crate) Prepared<Nothing>);

impl AddLog {
    pub(crate) fn new(
        caller: Caller,
        log_channel_name: impl Into<String>,
        configuration: impl Into<String>,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(log_channel_name).text("configuration", configuration))
    }
}

ari_runtime::request!(AddLog => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.addLog",
        Method::Post,
        "/asterisk/logging/{logChannelName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#addlog",
    )
    .since(Releases::new(&[(13, 6, 0)]))
    .parameters(
        &[
            ParameterFacts::path("logChannelName").since(Releases::new(&[(13, 6, 0)])),
            ParameterFacts::query("configuration")
                .required()
                .since(Releases::new(&[(13, 6, 0)])),
        ],
    )
    .errors(
        &[
            (400, "No log levels were given"),
            (409, "A log channel of this name exists already"),
        ],
    );
