//! The doors to one API: requests over the event websocket, and connections that Asterisk makes, lasting or for one call.

mod answers;
mod endings;
mod frames;
mod leaving;
mod lost;
mod outbound;
mod per_call;
mod persistent;
mod places;
mod returning;
mod scene;
mod stand_in;
mod tls;
mod websocket;

type Failure = Box<dyn std::error::Error>;
