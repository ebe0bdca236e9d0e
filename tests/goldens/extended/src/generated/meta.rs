//! What this was generated from.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Operation, Releases};

/// The release of Asterisk whose resource JSON this was generated from.
pub const ASTERISK_RELEASE: &str = "22.10.1";

/// Every operation that has a method, in the specification's order.
pub static OPERATIONS: [&Operation; 7usize] = [
    &crate::generated::user_events::user_event::OPERATION,
    &crate::generated::lots::list::OPERATION,
    &crate::generated::lots::get::OPERATION,
    &crate::generated::lots::open::OPERATION,
    &crate::generated::lots::close::OPERATION,
    &crate::generated::lots::recount::OPERATION,
    &crate::generated::valets::get::OPERATION,
];

/// The releases that have a model or an event, or one of its fields, by their names in the specification; `None`
/// where this release has no such thing.
pub fn first_releases(model: &str, field: Option<&str>) -> Option<Releases> {
    Releases::find(&RELEASES, model, field)
}

/// Sorted, each model before its fields.
static RELEASES: [(&str, Option<&str>, Releases); 31usize] = [
    ("CallParked", None, Releases::UNKNOWN),
    ("CallParked", Some("application"), Releases::UNKNOWN),
    ("CallParked", Some("call"), Releases::UNKNOWN),
    ("CallParked", Some("lot"), Releases::UNKNOWN),
    ("CallParked", Some("timestamp"), Releases::UNKNOWN),
    ("Lot", None, Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("calls"), Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("id"), Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("music"), Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("patience"), Releases::new(&[(20, 4, 1)])),
    ("Lot", Some("spaces"), Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("state"), Releases::new(&[(20, 0, 0)])),
    ("Lot", Some("valet"), Releases::new(&[(20, 0, 0)])),
    ("LotClosed", None, Releases::new(&[(21, 2, 0)])),
    ("LotClosed", Some("application"), Releases::new(&[(21, 2, 0)])),
    ("LotClosed", Some("lot"), Releases::new(&[(21, 2, 0)])),
    ("LotClosed", Some("timestamp"), Releases::new(&[(21, 2, 0)])),
    ("Message", None, Releases::UNKNOWN),
    ("Message", Some("type"), Releases::UNKNOWN),
    ("ParkedCall", None, Releases::UNKNOWN),
    ("ParkedCall", Some("since"), Releases::UNKNOWN),
    ("ParkedCall", Some("space"), Releases::UNKNOWN),
    ("Valet", None, Releases::UNKNOWN),
    ("Valet", Some("id"), Releases::UNKNOWN),
    ("Valet", Some("idle"), Releases::UNKNOWN),
    ("Valet", Some("lot"), Releases::UNKNOWN),
    ("ValetLeft", None, Releases::UNKNOWN),
    ("ValetLeft", Some("application"), Releases::UNKNOWN),
    ("ValetLeft", Some("replaced_by"), Releases::UNKNOWN),
    ("ValetLeft", Some("timestamp"), Releases::UNKNOWN),
    ("ValetLeft", Some("valet"), Releases::UNKNOWN),
];
