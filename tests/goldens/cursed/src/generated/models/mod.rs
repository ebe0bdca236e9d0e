//! What Asterisk's resources look like.
//!
//! Unknown fields are ignored; a field that is absent in some supported release is an [`Option`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod device_things;

pub use device_things::Elsewhere;

mod events;

pub use events::{Message, MissingParams};

mod kinds;

pub use kinds::{Empty, Bare, Ring};
