//! Transport, delivery and errors beneath the generated ARI client.
//!
//! Depend on `ari-generated`, which re-exports what its users need. This crate names no model, resource or operation of
//! ARI: it moves plain requests, plain frames and ids, and is told everything else through [`Api`].

mod address;
mod api;
mod caller;
mod client;
mod connect;
mod credentials;
mod defaults;
mod delivery;
mod draft;
mod encode;
mod error;
mod event;
mod frame;
mod http;
mod hub;
mod macros;
mod operation;
mod prepared;
mod queue;
mod reply;
mod request;
mod response;
mod scan;
mod session;
mod socket;
mod stream;
mod text;
mod timestamp;
mod tls;
mod transport;
mod variable;
pub mod wire;

pub use api::{Api, Kind, Listing, Session};
pub use caller::Caller;
pub use client::Client;
pub use connect::Connect;
pub use credentials::Credentials;
pub use delivery::{Delivery, Ended, Lost, Missed};
pub use error::{Error, ErrorKind};
pub use event::{ApiEvent, DecodeError, Payload, Subject, decode, payload};
pub use frame::{Frame, RawEvent};
pub use operation::{BodyShape, Method, Operation, ParameterFacts, Place};
pub use prepared::{Prepared, Sending};
pub use reply::{Binary, Json, Nothing, Removal, Removed, Reply};
pub use request::Request;
pub use response::{Body, Response};
pub use stream::Events;
pub use text::Text;
pub use timestamp::{InvalidTimestamp, Timestamp};
pub use transport::{Responding, Transport};
pub use variable::VariableValue;

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
