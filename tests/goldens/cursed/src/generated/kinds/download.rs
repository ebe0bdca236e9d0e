//! `GET /type`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Binary, BodyShape, Caller, Method, Operation, Prepared, Releases};

/// The request of [`Kinds::download`](super::Kinds::download).
///
/// No parameters, and an answer of bytes.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Download(pub(crate) Prepared<Binary>);

impl Download {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(Download => Binary);

pub(crate) static OPERATION: Operation = Operation::new(
        "type.download",
        Method::Get,
        "/type",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Type_REST_API/#download",
    )
    .since(Releases::UNKNOWN)
    .modules(&["res_curse", "res_curse_more"])
    .answers_bytes();
