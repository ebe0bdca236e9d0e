//! `GET /asterisk/ping`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared, Releases};
use crate::generated::models::AsteriskPing;

/// The request of [`Asterisk::ping`](super::Asterisk::ping).
///
/// Answers `pong` with the server's clock and entity id, to show that Asterisk is alive.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Ping(pub(crate) Prepared<Json<AsteriskPing>>);

impl Ping {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(Ping => Json < AsteriskPing >);

pub(crate) static OPERATION: Operation = Operation::new(
        "asterisk.ping",
        Method::Get,
        "/asterisk/ping",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Asterisk_REST_API/#ping",
    )
    .since(Releases::new(&[(13, 25, 0), (16, 2, 0)]));
