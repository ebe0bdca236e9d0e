//! Typed client for every operation and event of Asterisk's REST interface (ARI).

#[rustfmt::skip]
mod generated;

pub use ari_runtime::{
    Body, Credentials, DecodeError, Ended, Error, ErrorKind, Lost, Method, Missed, Operation,
    RawEvent, Removal, Request, Response, Text, Timestamp, Transport, VariableValue,
};
pub use generated::events::{Event, EventKind};
pub use generated::ids::*;
pub use generated::*;

/// One item of a stream of events.
pub type Delivery = ari_runtime::Delivery<Event>;

/// A stream of events.
pub type Events = ari_runtime::Events<AriApi>;
