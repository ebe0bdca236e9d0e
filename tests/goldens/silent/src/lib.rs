//! The code generated from the `silent` specification, compiled as users compile theirs.

#[rustfmt::skip]
mod generated;

pub use generated::events::{Event, EventKind};
pub use generated::*;
