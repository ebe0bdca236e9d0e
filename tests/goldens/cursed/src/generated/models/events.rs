//! Models that `events` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};

/// The model `Message`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// The field `type`.
    #[serde(rename = "type")]
    pub kind: Text,
}

/// The model `MissingParams`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MissingParams {
    /// The field `type`.
    #[serde(rename = "type")]
    pub kind: Text,
    /// The field `params`.
    pub params: Vec<Text>,
}
