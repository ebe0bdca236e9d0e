//! What Asterisk tells: one payload for each kind of event.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

mod event;
mod kind;

pub use event::Event;
pub use kind::EventKind;

mod call_parked;

pub use call_parked::CallParked;

mod lot_closed;

pub use lot_closed::LotClosed;

mod valet_left;

pub use valet_left::ValetLeft;
