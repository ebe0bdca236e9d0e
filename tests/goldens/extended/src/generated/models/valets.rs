//! Models that `valets` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use serde::{Deserialize, Serialize};
use crate::generated::ids::{LotId, ValetId};

/// Somebody who parks calls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Valet {
    /// The valet's id.
    pub id: ValetId,
    /// How long there was nothing to do.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_milliseconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub idle: Option<Duration>,
    /// Where the valet works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lot: Option<LotId>,
}
