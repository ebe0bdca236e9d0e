//! Models that `mailboxes` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};

/// A mailbox and its message counts. The messages themselves are kept elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mailbox {
    /// Name, by custom `number@context`.
    pub name: Text,
    /// How many messages have been heard.
    pub old_messages: i64,
    /// How many messages wait to be heard.
    pub new_messages: i64,
}
