//! Models that `mailboxes` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};

/// A mailbox and its message counts. The messages themselves are kept elsewhere.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Mailbox {
    /// Name, by custom `number@context`. Since 13.0.
    pub name: Text,
    /// How many messages have been heard. Since 13.0.
    pub old_messages: i64,
    /// How many messages wait to be heard. Since 13.0.
    pub new_messages: i64,
}
