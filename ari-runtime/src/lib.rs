//! Transport, delivery and errors beneath the generated ARI client.
//!
//! Depend on `ari-generated`, which re-exports what its users need. This crate names no model, resource or operation of
//! ARI: it moves plain requests, plain frames and ids, and is told everything else through [`Api`].

mod api;
mod backoff;
mod calls;
mod client;
mod defaults;
mod delivery;
mod error;
mod event;
mod events;
mod listen;
mod macros;
#[cfg(feature = "media")]
pub mod media;
mod named;
mod request;
mod session;
mod tables;
mod transport;
mod value;

pub use api::{Api, Kind};
pub use calls::belongings::BelongingCounts;
pub use calls::call::{Call, Keeper};
pub use calls::digits::Digits;
pub use calls::drain::Drained;
pub use calls::handler::CallFailure;
pub use calls::left::{Left, LeftReason};
#[doc(hidden)]
pub use calls::moves::Moving;
pub use calls::owned::Owned;
pub use calls::parting::Parting;
pub use calls::serve::{Serve, Served};
pub use client::Client;
pub use delivery::hub::FrameCounts;
pub use delivery::queue::Counts;
pub use delivery::resynced::{Failure, Found, Picture, Resynced};
pub use delivery::tracked::{Seen, Tracked};
pub use delivery::waiter::{Wait, WaitError};
pub use delivery::{Delivery, Ended, Lost, Missed, MissedReason, Reconnected};
pub use error::{Error, ErrorKind};
pub use event::frame::{Frame, RawEvent};
pub use event::{ApiEvent, DecodeError, Payload, Subject, decode, payload};
pub use events::Events;
pub use listen::admission::Visitor;
pub use listen::listener::{Accepted, Listener};
pub use listen::serve::{ConnectionFailure, ServeConnections, ServedConnections};
pub use listen::setup::Listen;
pub use named::NamedEvents;
pub use request::Request;
pub use request::availability::ReleaseQuestion;
pub use request::caller::Caller;
pub use request::choice::{Allows, Undecided};
pub use request::filter::EventFilter;
pub use request::operation::{BodyShape, Method, Operation, ParameterFacts, Place};
pub use request::prepared::{Prepared, Sending};
pub use request::release::{InvalidRelease, Release, Releases};
pub use request::reply::{Binary, Json, Nothing, Raw, Removal, Removed, Reply};
pub use request::response::{Body, Response};
pub use request::unavailable::Unavailable;
pub use session::connect::Connect;
pub use session::health::{Connection, Health};
pub use tables::{Applications, Listing, Session, Source};
pub use transport::credentials::Credentials;
pub use transport::{Responding, Transport};
pub use value::text::Text;
pub use value::timestamp::{InvalidTimestamp, Timestamp};
pub use value::variable::VariableValue;
pub use value::wire;

/// A text for an id that nothing else has.
#[doc(hidden)]
pub fn random_id() -> Text {
    let mut buffer = uuid::Uuid::encode_buffer();
    Text::new(uuid::Uuid::new_v4().hyphenated().encode_lower(&mut buffer))
}

/// Reads a text and makes a value of it, without a copy in between.
#[doc(hidden)]
pub fn text_value<'de, D: serde::Deserializer<'de>, T>(
    deserializer: D,
    make: fn(&str) -> T,
) -> Result<T, D::Error> {
    struct TextVisitor<T>(fn(&str) -> T);

    impl<T> serde::de::Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a text")
        }

        fn visit_str<E>(self, text: &str) -> Result<T, E> {
            Ok(self.0(text))
        }
    }

    deserializer.deserialize_str(TextVisitor(make))
}
