//! What Asterisk's resources look like.
//!
//! Unknown fields are ignored; a field that is absent in some supported release is an [`Option`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod events;

pub use events::Message;

mod lots;

pub use lots::{Lot, ParkedCall};

mod valets;

pub use valets::Valet;
