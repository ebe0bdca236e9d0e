//! The operations on one mailbox.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Client, Removed, Text};
use crate::generated::AriApi;
use super::{Delete, Get, Update};

/// One mailbox, by what names it. Got from [`Ari::mailbox`](crate::Ari::mailbox).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct MailboxHandle {
    pub(crate) client: Client<AriApi>,
    mailbox_name: Text,
}

impl MailboxHandle {
    pub(crate) fn new(client: Client<AriApi>, mailbox_name: impl Into<Text>) -> Self {
        Self {
            client,
            mailbox_name: mailbox_name.into(),
        }
    }

    /// The `mailboxName` this is bound to.
    pub fn mailbox_name(&self) -> &Text {
        &self.mailbox_name
    }

    /// Returns the message counts of one mailbox.
    ///
    /// As [`Mailboxes::get`](super::Mailboxes::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.mailbox_name)
    }

    /// Sets the message counts of a mailbox, creating it if needed, and updates message-waiting indication.
    ///
    /// As [`Mailboxes::update`](super::Mailboxes::update). Since 13.0.
    pub fn update(&self, old_messages: i32, new_messages: i32) -> Update {
        Update::new(self.client.caller(), &self.mailbox_name, old_messages, new_messages)
    }

    /// Removes a mailbox and its message counts.
    ///
    /// As [`Mailboxes::delete`](super::Mailboxes::delete), and what is gone already is no error. Since 13.0.
    pub fn delete(&self) -> Delete<Removed> {
        Delete::new(self.client.caller(), &self.mailbox_name)
    }
}
