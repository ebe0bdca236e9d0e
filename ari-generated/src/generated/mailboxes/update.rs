//! `PUT /mailboxes/{mailboxName}`
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{
    BodyShape, Caller, Method, Nothing, Operation, ParameterFacts, Prepared,
};

/// The request of [`Mailboxes::update`](super::Mailboxes::update).
///
/// Sets the message counts of a mailbox, creating it if needed, and updates message-waiting indication.
#[derive(Clone, Debug)]
#[must_use = "a request is sent when it is awaited"]
pub struct Update(pub(crate) Prepared<Nothing>);

impl Update {
    pub(crate) fn new(
        caller: Caller,
        mailbox_name: impl Into<String>,
        old_messages: i32,
        new_messages: i32,
    ) -> Self {
        let prepared = Prepared::new(caller, &OPERATION);
        Self(
            prepared
                .segment(mailbox_name)
                .integer("oldMessages", old_messages)
                .integer("newMessages", new_messages),
        )
    }
}

ari_runtime::request!(Update => Nothing);

pub(crate) static OPERATION: Operation = Operation::new(
        "mailboxes.update",
        Method::Put,
        "/mailboxes/{mailboxName}",
        BodyShape::Members,
    )
    .documentation(
        "https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#update",
    )
    .parameters(
        &[
            ParameterFacts::path("mailboxName"),
            ParameterFacts::query("oldMessages").required(),
            ParameterFacts::query("newMessages").required(),
        ],
    )
    .errors(&[(404, "Mailbox support (`res_stasis_mailbox`) is not loaded")])
    .modules(&["res_stasis_mailbox"]);
