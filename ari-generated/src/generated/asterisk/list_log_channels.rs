//! `GET /asterisk/logging`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared, Releases};
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
    .since(Releases::new(&[(13, 6, 0)]));
