//! Texts of which Asterisk documents the possible values.
//!
//! Every one keeps a value that it does not know in `Unrecognized`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod lot_state;

pub use lot_state::LotState;
