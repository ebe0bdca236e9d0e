//! Models that `device_things` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use serde::{Deserialize, Serialize};
use crate::generated::models::Ring;

/// Declared here and used in other files; \<i\>unclosed, \[Broken\], C:\\path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Elsewhere {
    /// See \[loops\]\[1\] & \<loop\>.
    #[serde(rename = "loop_", skip_serializing_if = "Option::is_none")]
    pub rings: Option<Vec<Ring>>,
}

impl Elsewhere {
    /// A `Elsewhere` with what it needs.
    pub fn new() -> Self {
        Self { rings: None }
    }

    /// See \[loops\]\[1\] & \<loop\>.
    pub fn rings(mut self, rings: Vec<Ring>) -> Self {
        self.rings = Some(rings);
        self
    }
}
