//! Models that `lots` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::enums::LotState;
use crate::generated::ids::{LotId, ValetId};

/// A place where calls wait until somebody picks them up.
///
/// Since 20.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Lot {
    /// The lot's id. Since 20.0.
    pub id: LotId,
    /// Whether it takes calls.
    pub state: LotState,
    /// How many calls it takes.
    pub spaces: i64,
    /// How long a call waits. Since 20.4.1.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub patience: Option<Duration>,
    /// The calls that wait here.
    pub calls: Vec<ParkedCall>,
    /// Class of the music on hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub music: Option<Text>,
    /// Who parks and fetches the calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valet: Option<ValetId>,
}

/// A call that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ParkedCall {
    /// Where it waits.
    pub space: i64,
    /// When it came.
    pub since: Timestamp,
}
