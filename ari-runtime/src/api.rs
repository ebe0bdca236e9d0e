//! The seam: what generated code tells the runtime of an API, as types and small tables.

use crate::client::Client;
use crate::event::ApiEvent;
use crate::request::operation::Operation;

/// An API that the runtime drives; a generated unit type implements it.
pub trait Api: Send + Sync + Sized + 'static {
    /// Its events.
    type Event: ApiEvent;

    /// The client with the accessors of its resources.
    type Client: From<Client<Self>> + Send + Sync + 'static;

    /// What opens and closes a call, and what there is to look at after a gap.
    const SESSION: Session<Kind<Self>>;
}

/// The kinds of an API's events.
pub type Kind<A> = <<A as Api>::Event as ApiEvent>::Kind;

/// Tables of an API; what a release lacks is absent.
#[derive(Clone, Copy, Debug)]
pub struct Session<K: 'static> {
    opens: &'static [K],
    closes: &'static [K],
    replaced: &'static [K],
    terminal: &'static [(&'static str, &'static [K])],
    listings: &'static [Listing],
}

impl<K: 'static> Session<K> {
    #[doc(hidden)]
    pub const fn new() -> Self {
        Self { opens: &[], closes: &[], replaced: &[], terminal: &[], listings: &[] }
    }

    #[doc(hidden)]
    pub const fn opens(mut self, kinds: &'static [K]) -> Self {
        self.opens = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn closes(mut self, kinds: &'static [K]) -> Self {
        self.closes = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn replaced(mut self, kinds: &'static [K]) -> Self {
        self.replaced = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn terminal(mut self, kinds: &'static [(&'static str, &'static [K])]) -> Self {
        self.terminal = kinds;
        self
    }

    #[doc(hidden)]
    pub const fn listings(mut self, listings: &'static [Listing]) -> Self {
        self.listings = listings;
        self
    }

    /// Kinds that bring a channel into the application.
    pub const fn opening_kinds(&self) -> &'static [K] {
        self.opens
    }

    /// Kinds after which the channel is out of the application.
    pub const fn closing_kinds(&self) -> &'static [K] {
        self.closes
    }

    /// Kinds that say that another connection took the application.
    pub const fn replacing_kinds(&self) -> &'static [K] {
        self.replaced
    }

    /// Kinds after which nothing more comes about a thing of some sort.
    pub const fn terminal_kinds(&self) -> &'static [(&'static str, &'static [K])] {
        self.terminal
    }

    /// What gives the true picture after a gap.
    pub const fn resync_listings(&self) -> &'static [Listing] {
        self.listings
    }
}

/// An operation that lists everything of one sort.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    operation: &'static Operation,
    subject: &'static str,
    id: &'static str,
}

impl Listing {
    #[doc(hidden)]
    pub const fn new(
        operation: &'static Operation,
        subject: &'static str,
        id: &'static str,
    ) -> Self {
        Self { operation, subject, id }
    }

    /// The operation.
    pub const fn operation(&self) -> &'static Operation {
        self.operation
    }

    /// What it lists: `channel`.
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// JSON pointer of the id in one item.
    pub const fn id_pointer(&self) -> &'static str {
        self.id
    }
}
