//! The ids of things in Asterisk, one type for each kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};

/// The id of a valet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ValetId(Text);

ari_runtime::id!(ValetId);

/// The id of a parking lot.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LotId(Text);

impl LotId {
    /// A new id that nothing else has: a version 4 UUID.
    pub fn random() -> Self {
        Self(ari_runtime::random_id())
    }
}

ari_runtime::id!(LotId);
