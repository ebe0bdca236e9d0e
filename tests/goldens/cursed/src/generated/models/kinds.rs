//! Models that `kinds` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::enums::LoopState;
use crate::generated::models::Elsewhere;

/// The model `Empty`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Empty {}

/// The model `Bare`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bare {}

/// Holds itself in a list, which is allowed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ring {
    /// The field `self`.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub itself: Option<Text>,
    /// The field `match`.
    #[serde(rename = "match")]
    pub matched: Text,
    /// The field `inner`.
    pub inner: Vec<Ring>,
    /// The field `grid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<Vec<Vec<Elsewhere>>>,
    /// The field `empty`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<Empty>,
    /// The field `CamelCase`.
    #[serde(rename = "CamelCase", skip_serializing_if = "Option::is_none")]
    pub camel_case: Option<u32>,
    /// The field `anything`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anything: Option<Map<String, Value>>,
    /// The field `state`.
    pub state: LoopState,
}
