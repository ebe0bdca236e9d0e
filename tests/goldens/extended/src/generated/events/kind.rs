//! The kinds of events.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Release, Releases};

/// The kind of an event that this release of the SDK knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// A call was parked.
    CallParked,
    /// A lot was closed.
    LotClosed,
    /// A valet went home.
    ValetLeft,
}

impl EventKind {
    /// Every kind, in the specification's order.
    pub const ALL: [Self; 3usize] = [Self::CallParked, Self::LotClosed, Self::ValetLeft];

    /// The kind's name on the wire, the value of `type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::CallParked => "CallParked",
            Self::LotClosed => "LotClosed",
            Self::ValetLeft => "ValetLeft",
        }
    }

    /// The kind of that name, if it is known.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(
            match name {
                "CallParked" => Self::CallParked,
                "LotClosed" => Self::LotClosed,
                "ValetLeft" => Self::ValetLeft,
                _ => return None,
            },
        )
    }

    /// The releases that have such events.
    pub fn first_releases(self) -> Releases {
        let found = crate::generated::meta::first_releases(self.name(), None);
        found.unwrap_or(Releases::UNKNOWN)
    }

    /// Does this release have such events?
    pub fn available_in(self, release: Release) -> bool {
        self.first_releases().contains(release)
    }
}

ari_runtime::event_kind!(EventKind);
