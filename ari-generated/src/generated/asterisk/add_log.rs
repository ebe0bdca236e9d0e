//! `POST /asterisk/logging/{logChannelName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
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
    .since(
        "13.6.0 14.0.0 15.0.0 16.0.0 17.0.0 18.0.0 19.0.0 20.0.0 21.0.0 22.0.0 23.0.0",
    )
    .parameters(
        &[
            ParameterFacts::path("logChannelName"),
            ParameterFacts::query("configuration").required(),
        ],
    )
    .errors(
        &[
            (400, "No log levels were given"),
            (409, "A log channel of this name exists already"),
        ],
    );
