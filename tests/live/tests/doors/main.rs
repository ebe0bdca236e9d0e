//! The doors to one API: requests over the event websocket, and connections that Asterisk makes, lasting or for one call.

mod lost;
mod outbound;
mod per_call;
mod persistent;
mod rivals;
mod scene;
mod tls;
mod websocket;

type Failure = Box<dyn std::error::Error>;
