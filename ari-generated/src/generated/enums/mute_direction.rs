//! The values of [`MuteDirection`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Which audio of a channel is muted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MuteDirection {
    /// `both`: what comes from it and what goes to it.
    Both,
    /// `in`: what comes from the channel.
    In,
    /// `out`: what goes to the channel.
    Out,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl MuteDirection {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Both => "both",
            Self::In => "in",
            Self::Out => "out",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for MuteDirection {
    fn from(text: &str) -> Self {
        match text {
            "both" => Self::Both,
            "in" => Self::In,
            "out" => Self::Out,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(MuteDirection);
