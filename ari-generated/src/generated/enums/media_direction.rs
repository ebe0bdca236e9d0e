//! The values of [`MediaDirection`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Which way external media flows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MediaDirection {
    /// `both`.
    Both,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl MediaDirection {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Both => "both",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for MediaDirection {
    fn from(text: &str) -> Self {
        match text {
            "both" => Self::Both,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(MediaDirection);
