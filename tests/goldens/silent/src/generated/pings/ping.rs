//! `PUT /pings`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Method, Nothing, Operation, Prepared, Releases};

/// The request of [`Pings::ping`](super::Pings::ping).
///
/// Pings.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Ping(pub(crate) Prepared<Nothing>);

impl Ping {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(Ping => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "pings.ping",
        Method::Put,
        "/pings",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Pings_REST_API/#ping",
    )
    .since(Releases::UNKNOWN);
