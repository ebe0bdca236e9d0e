//! Texts of which Asterisk documents the possible values.
//!
//! Every one keeps a value that it does not know in `Unrecognized`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod loop_state;
mod type_move_many;

pub use loop_state::LoopState;
pub use type_move_many::TypeMoveMany;
