//! The Asterisk releases that can be fetched; knows names, not where or how.

use std::{fmt, str::FromStr};

/// A Debian suite whose Asterisk can be fetched. Other suites have none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Release {
    /// Debian unstable: Asterisk 22.
    Sid,
    /// Debian 11: Asterisk 16, the oldest one supported.
    Bullseye,
}

impl Release {
    /// Every release, newest first.
    pub const ALL: [Release; 2] = [Release::Sid, Release::Bullseye];

    /// The suite's name in the Debian archive.
    pub fn name(self) -> &'static str {
        match self {
            Release::Sid => "sid",
            Release::Bullseye => "bullseye",
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Release {
    type Err = UnknownRelease;

    fn from_str(text: &str) -> Result<Self, UnknownRelease> {
        Release::ALL
            .into_iter()
            .find(|release| release.name() == text)
            .ok_or_else(|| UnknownRelease(text.to_owned()))
    }
}

/// The text names no [`Release`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown release {0:?}: Asterisk can be fetched from sid and bullseye")]
#[non_exhaustive]
pub struct UnknownRelease(pub String);
