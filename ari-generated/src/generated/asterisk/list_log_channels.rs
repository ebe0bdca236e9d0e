//! `GET /asterisk/logging`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::LogChannel;

/// The request of [`Asterisk::list_log_channels`](super::Asterisk::list_log_channels).
///
/// Lists the log channels with their type, status and levels.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct ListLogChannels(pub(crate) Prepared<Json<Vec<LogChannel>>>);

impl ListLogChannels {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(ListLogChannels => Json < Vec < LogChannel > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.listLogChannels",
        Method::Get,
        "/asterisk/logging",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#listlogchannels",
    )
    .since(
        "13.6.0 14.0.0 15.0.0 16.0.0 17.0.0 18.0.0 19.0.0 20.0.0 21.0.0 22.0.0 23.0.0",
    );
