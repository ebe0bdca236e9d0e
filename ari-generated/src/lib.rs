#![doc = include_str!("../README.md")]

#[rustfmt::skip]
mod generated;

pub use ari_runtime::{
    Body, BodyShape, Connect, Connection, Counts, Credentials, DecodeError, Ended, Error,
    ErrorKind, Failure, Found, FrameCounts, Health, InvalidTimestamp, Lost, Method, Missed,
    MissedReason, Operation, ParameterFacts, Picture, Place, RawEvent, Reconnected, Removal,
    Request, Response, Resynced, Sending, Text, Timestamp, VariableValue, Wait, WaitError,
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
