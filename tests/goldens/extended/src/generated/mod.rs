//! Everything that is generated from `api-docs`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod api;
pub mod enums;
pub mod events;
pub mod ids;
pub mod meta;
pub mod models;
pub mod user_events;
pub mod lots;
pub mod valets;
mod call;

pub use api::{Ari, AriApi};
pub use call::Call;
