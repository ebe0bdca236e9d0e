//! Everything that is generated from `api-docs`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod api;
pub mod enums;
pub mod events;
pub mod ids;
pub mod meta;
pub mod models;
pub mod applications;
pub mod asterisk;
pub mod bridges;
pub mod channels;
pub mod device_states;
pub mod endpoints;
pub mod user_events;
pub mod mailboxes;
pub mod playbacks;
pub mod recordings;
pub mod sounds;
mod call;

pub use api::{Ari, AriApi};
pub use call::Call;
