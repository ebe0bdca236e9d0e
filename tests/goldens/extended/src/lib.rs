//! The code generated from the `plain` specification and what a vendor adds to it, compiled as users compile theirs.

#[rustfmt::skip]
mod generated;

pub use generated::events::{Event, EventKind};
pub use generated::ids::*;
pub use generated::*;
