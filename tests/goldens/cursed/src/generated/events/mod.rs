//! What Asterisk tells: one payload for each kind of event.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod event;
mod kind;

pub use event::Event;
pub use kind::EventKind;

mod oddity;

pub use oddity::RtpOddity;

mod nothing;

pub use nothing::NothingAtAll;
