//! The values of [`Encapsulation`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// How media is wrapped on its way to an external host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encapsulation {
    /// `rtp`.
    Rtp,
    /// `audiosocket`.
    AudioSocket,
    /// `none`.
    None,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl Encapsulation {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rtp => "rtp",
            Self::AudioSocket => "audiosocket",
            Self::None => "none",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for Encapsulation {
    fn from(text: &str) -> Self {
        match text {
            "rtp" => Self::Rtp,
            "audiosocket" => Self::AudioSocket,
            "none" => Self::None,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(Encapsulation);
