//! What this was generated from.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Operation;

/// The release of Asterisk whose resource JSON this was generated from.
pub const ASTERISK_RELEASE: &str = "22.10.1";

/// Every operation that has a method, in the specification's order.
pub static OPERATIONS: [&Operation; 1usize] = [
    &crate::generated::pings::ping::OPERATION,
];
