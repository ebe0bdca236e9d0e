//! The seam: what generated code tells the runtime of an API.

use crate::event::ApiEvent;
use crate::tables::Session;

/// An API that the runtime drives; a generated unit type implements it.
pub trait Api: Send + Sync + Sized + 'static {
    /// Its events.
    type Event: ApiEvent;

    /// The client with the accessors of its resources, made from a [`Client`](crate::Client).
    type Client: Send + Sync + 'static;

    /// The call with the accessors of its channel, made from a [`Call`](crate::Call).
    type Call: Send + 'static;

    /// The operations on the channel of a call, which a [`Call`](crate::Call) derefs to, made from a client and an id.
    type CallHandle: Send + Sync + 'static;

    /// What opens and closes a call, and what there is to look at after a gap.
    const SESSION: Session<Kind<Self>>;
}

/// The kinds of an API's events.
pub type Kind<A> = <<A as Api>::Event as ApiEvent>::Kind;
