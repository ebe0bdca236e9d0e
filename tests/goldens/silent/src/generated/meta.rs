//! What this was generated from.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Operation, Releases};

/// The release of Asterisk whose resource JSON this was generated from.
pub const ASTERISK_RELEASE: &str = "22.10.1";

/// Every operation that has a method, in the specification's order.
pub static OPERATIONS: [&Operation; 1usize] = [
    &crate::generated::pings::ping::OPERATION,
];

/// The releases that have a model or an event, or one of its fields, by their names in the specification; `None`
/// where this release has no such thing.
pub fn first_releases(model: &str, field: Option<&str>) -> Option<Releases> {
    Releases::find(&RELEASES, model, field)
}

/// Sorted, each model before its fields.
static RELEASES: [(&str, Option<&str>, Releases); 0usize] = [];
