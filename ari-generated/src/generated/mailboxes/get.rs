//! `GET /mailboxes/{mailboxName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{BodyShape, Caller, Json, Method, Operation, ParameterFacts, Prepared};
use crate::generated::models::Mailbox;

/// The request of [`Mailboxes::get`](super::Mailboxes::get).
///
/// Returns the message counts of one mailbox.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Get(pub(crate) Prepared<Json<Mailbox>>);

impl Get {
    pub(crate) fn new(caller: Caller, mailbox_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(mailbox_name))
    }
}

ari_runtime::request!(Get => Json < Mailbox >);

pub(crate) static OPERATION: Operation = Operation::new(
        "mailboxes.get",
        Method::Get,
        "/mailboxes/{mailboxName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#get",
    )
    .parameters(&[ParameterFacts::path("mailboxName")])
    .errors(
        &[
            (
                404,
                "The mailbox does not exist, or mailbox support (`res_stasis_mailbox`) is not loaded",
            ),
        ],
    )
    .modules(&["res_stasis_mailbox"]);
