//! What this was generated from.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Operation;

/// The release of Asterisk whose resource JSON this was generated from.
pub const ASTERISK_RELEASE: &str = "22.10.1";

/// Every operation that has a method, in the specification's order.
pub static OPERATIONS: [&Operation; 6usize] = [
    &crate::generated::device_things::update::OPERATION,
    &crate::generated::kinds::move_to::OPERATION,
    &crate::generated::kinds::download::OPERATION,
    &crate::generated::kinds::get::OPERATION,
    &crate::generated::kinds::delete::OPERATION,
    &crate::generated::kinds::link::OPERATION,
];
