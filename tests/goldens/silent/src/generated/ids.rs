//! The ids of things in Asterisk, one type for each kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

