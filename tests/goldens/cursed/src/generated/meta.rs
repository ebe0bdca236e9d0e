//! What this was generated from.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Operation, Releases};

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

/// The releases that have a model or an event, or one of its fields, by their names in the specification; `None`
/// where this release has no such thing.
pub fn first_releases(model: &str, field: Option<&str>) -> Option<Releases> {
    Releases::find(&RELEASES, model, field)
}

/// Sorted, each model before its fields.
static RELEASES: [(&str, Option<&str>, Releases); 28usize] = [
    ("Bare", None, Releases::UNKNOWN),
    ("Elsewhere", None, Releases::UNKNOWN),
    ("Elsewhere", Some("loop_"), Releases::UNKNOWN),
    ("Empty", None, Releases::UNKNOWN),
    ("Loop", None, Releases::UNKNOWN),
    ("Loop", Some("CamelCase"), Releases::UNKNOWN),
    ("Loop", Some("anything"), Releases::UNKNOWN),
    ("Loop", Some("empty"), Releases::UNKNOWN),
    ("Loop", Some("grid"), Releases::UNKNOWN),
    ("Loop", Some("inner"), Releases::UNKNOWN),
    ("Loop", Some("match"), Releases::UNKNOWN),
    ("Loop", Some("self"), Releases::UNKNOWN),
    ("Loop", Some("state"), Releases::UNKNOWN),
    ("Message", None, Releases::UNKNOWN),
    ("Message", Some("type"), Releases::UNKNOWN),
    ("MissingParams", None, Releases::UNKNOWN),
    ("MissingParams", Some("params"), Releases::UNKNOWN),
    ("MissingParams", Some("type"), Releases::UNKNOWN),
    ("Nothing", None, Releases::UNKNOWN),
    ("Nothing", Some("timestamp"), Releases::UNKNOWN),
    ("RTPOddity", None, Releases::UNKNOWN),
    ("RTPOddity", Some("async"), Releases::UNKNOWN),
    ("RTPOddity", Some("kind"), Releases::UNKNOWN),
    ("RTPOddity", Some("kind_name"), Releases::UNKNOWN),
    ("RTPOddity", Some("loop"), Releases::UNKNOWN),
    ("RTPOddity", Some("raw"), Releases::UNKNOWN),
    ("RTPOddity", Some("timestamp"), Releases::UNKNOWN),
    ("RTPOddity", Some("took"), Releases::UNKNOWN),
];
