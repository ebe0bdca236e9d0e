#![doc = include_str!("../README.md")]

#[rustfmt::skip]
mod generated;

pub use ari_runtime::{
    Body, BodyShape, Connect, Credentials, DecodeError, Ended, Error, ErrorKind, InvalidTimestamp,
    Lost, Method, Missed, Operation, ParameterFacts, Place, RawEvent, Removal, Request, Response,
    Sending, Text, Timestamp, VariableValue,
};
pub use generated::events::{Event, EventKind};
pub use generated::ids::*;
pub use generated::*;

/// One item of a stream of events.
pub type Delivery = ari_runtime::Delivery<Event>;

/// A stream of events.
pub type Events = ari_runtime::Events<Event>;

/// What nearly every program needs: `use ari_generated::prelude::*;`.
pub mod prelude {
    pub use crate::channels::ChannelHandle;
    pub use crate::ids::*;
    pub use crate::{
        Ari, Credentials, Delivery, Ended, Error, ErrorKind, Event, EventKind, Removal,
    };
}
