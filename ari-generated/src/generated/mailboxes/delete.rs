//! `DELETE /mailboxes/{mailboxName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared, Reply,
};

/// The request of [`Mailboxes::delete`](super::Mailboxes::delete).
///
/// Removes a mailbox and its message counts.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Delete<R: Reply = Nothing>(pub(crate) Prepared<R>);

impl<R: Reply> Delete<R> {
    pub(crate) fn new(caller: Caller, mailbox_name: impl Into<String>) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(prepared.segment(mailbox_name))
    }
}

ari_runtime::request!(Delete < R >);

pub(crate) static OPERATION: Operation = Operation::new(
        "mailboxes.delete",
        Method::Delete,
        "/mailboxes/{mailboxName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#delete",
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
