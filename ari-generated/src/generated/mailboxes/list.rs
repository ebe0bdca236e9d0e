//! `GET /mailboxes`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, Prepared};
use crate::generated::models::Mailbox;

/// The request of [`Mailboxes::list`](super::Mailboxes::list).
///
/// Lists all mailboxes that are controlled from outside, with their message counts.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct List(pub(crate) Prepared<Json<Vec<Mailbox>>>);

impl List {
    pub(crate) fn new(caller: Caller) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared)
    }
}

ari_runtime::request!(List => Json < Vec < Mailbox > >);

pub(crate) static OPERATION: Operation = Operation::new(
        "mailboxes.list",
        Method::Get,
        "/mailboxes",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#list",
    )
    .modules(&["res_stasis_mailbox"]);
