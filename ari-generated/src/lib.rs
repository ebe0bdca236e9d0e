#![doc = include_str!("../README.md")]

#[cfg(feature = "calls")]
mod calls;
#[rustfmt::skip]
mod generated;

#[cfg(feature = "calls")]
pub use calls::*;

pub use ari_runtime::{
    Allows, BelongingCounts, Body, BodyShape, CallFailure, Connect, Connection, ConnectionFailure,
    Counts, Credentials, DecodeError, Drained, Ended, Error, ErrorKind, Failure, Found,
    FrameCounts, Health, InvalidRelease, InvalidTimestamp, Left, LeftReason, Listen, Lost, Method,
    Missed, MissedReason, Nothing, Operation, ParameterFacts, Picture, Place, RawEvent,
    Reconnected, Release, Releases, Removal, Removed, Reply, Request, Responding, Response,
    Resynced, Sending, Served, ServedConnections, Text, Timestamp, Transport, Unavailable,
    Undecided, VariableValue, Visitor, Wait, WaitError,
};
pub use generated::events::{Event, EventKind};
pub use generated::ids::*;
pub use generated::*;

/// One item of a stream of events; of [`NamedEvents`], with a type of one's own.
pub type Delivery<E = Event> = ari_runtime::Delivery<E>;

/// A stream of events.
pub type Events = ari_runtime::Events<AriApi>;

/// A stream of the events of one kind, by its name, as a type of one's own.
pub type NamedEvents<T> = ari_runtime::NamedEvents<AriApi, T>;

/// Which kinds of events an application gets.
pub type EventFilter = ari_runtime::EventFilter<AriApi>;

/// A stream that is being served.
pub type Serve = ari_runtime::Serve<AriApi>;

/// A server that Asterisk dials.
pub type Listener = ari_runtime::Listener<AriApi>;

/// A connection that an Asterisk made.
pub type Accepted = ari_runtime::Accepted<AriApi>;

/// A server that is serving its connections.
pub type ServeConnections = ari_runtime::ServeConnections<AriApi>;

/// What becomes of a call that no handler has, or has any longer.
pub type Parting = ari_runtime::Parting<AriApi>;

/// Keeps a call beyond its handler's end.
pub type Keeper = ari_runtime::Keeper<AriApi>;

/// The audio of calls in this program: [`Call::media`] and [`Ari::media`] attach it, one [`MediaReader`](media::MediaReader)
/// and one [`MediaWriter`](media::MediaWriter) carry it, whatever it travels over ([`MediaPath`](media::MediaPath)).
#[cfg(feature = "media")]
pub mod media {
    pub use ari_runtime::media::control::Notation;
    pub use ari_runtime::media::control::event::{MediaStart, Status};
    pub use ari_runtime::media::{
        AudioFrame, Codec, Format, ListenForMedia, Mark, MediaControl, MediaEnd, MediaItem,
        MediaListener, MediaReader, MediaWriter, NotHeard, Pacing, ReceivedCounts, SendError,
        SentCounts,
    };

    #[cfg(feature = "resample")]
    pub use ari_runtime::media::Resampler;

    pub use crate::calls::audio::{AttachMedia, MediaStream};
    pub use crate::calls::route::MediaPath;
}

/// What nearly every program needs: `use ari_generated::prelude::*;`.
pub mod prelude {
    pub use crate::channels::ChannelHandle;
    pub use crate::ids::*;
    pub use crate::{
        Accepted, Ari, Call, Credentials, Delivery, Ended, Error, ErrorKind, Event, EventKind,
        Events, Left, Parting, Removal,
    };
}
