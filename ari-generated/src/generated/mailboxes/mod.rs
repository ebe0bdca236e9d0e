//! Operations of the resource `mailboxes`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod list;
pub(crate) mod get;
pub(crate) mod update;
pub(crate) mod delete;
mod mailbox_handle;

pub use list::List;
pub use get::Get;
pub use update::Update;
pub use delete::Delete;
pub use mailbox_handle::MailboxHandle;

/// Operations of the resource `mailboxes`. Got from [`Ari::mailboxes`](crate::Ari::mailboxes).
#[derive(Clone, Copy, Debug)]
pub struct Mailboxes<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Mailboxes<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists all mailboxes that are controlled from outside, with their message counts.
    ///
    /// [`GET /mailboxes`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Returns the message counts of one mailbox.
    ///
    /// [`GET /mailboxes/{mailboxName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `mailbox_name`: Name of the mailbox, by custom `number@context`, for example `1000@default`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: The mailbox does not exist, or mailbox support (`res_stasis_mailbox`) is not loaded.
    pub fn get(&self, mailbox_name: impl Into<String>) -> Get {
        Get::new(self.client.caller(), mailbox_name)
    }

    /// Sets the message counts of a mailbox, creating it if needed, and updates message-waiting
    /// indication.
    ///
    /// [`PUT /mailboxes/{mailboxName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#update)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `mailbox_name`: Name of the mailbox, by custom `number@context`, for example `1000@default`. Since 13.0.
    /// * `old_messages`: How many messages have been heard already. Since 13.0.
    /// * `new_messages`: How many messages have not been heard; above zero phones show that messages wait. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: Mailbox support (`res_stasis_mailbox`) is not loaded.
    pub fn update(
        &self,
        mailbox_name: impl Into<String>,
        old_messages: i32,
        new_messages: i32,
    ) -> Update {
        Update::new(self.client.caller(), mailbox_name, old_messages, new_messages)
    }

    /// Removes a mailbox and its message counts.
    ///
    /// [`DELETE /mailboxes/{mailboxName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Mailboxes_REST_API/#delete)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `mailbox_name`: Name of the mailbox, by custom `number@context`, for example `1000@default`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: The mailbox does not exist, or mailbox support (`res_stasis_mailbox`) is not loaded.
    pub fn delete(&self, mailbox_name: impl Into<String>) -> Delete {
        Delete::new(self.client.caller(), mailbox_name)
    }
}
