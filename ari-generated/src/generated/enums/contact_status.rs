//! The values of [`ContactStatus`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Whether a contact answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContactStatus {
    /// `Unreachable`.
    Unreachable,
    /// `Reachable`.
    Reachable,
    /// `Unknown`.
    Unknown,
    /// `NonQualified`.
    NonQualified,
    /// `Removed`.
    Removed,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl ContactStatus {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Unreachable => "Unreachable",
            Self::Reachable => "Reachable",
            Self::Unknown => "Unknown",
            Self::NonQualified => "NonQualified",
            Self::Removed => "Removed",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for ContactStatus {
    fn from(text: &str) -> Self {
        match text {
            "Unreachable" => Self::Unreachable,
            "Reachable" => Self::Reachable,
            "Unknown" => Self::Unknown,
            "NonQualified" => Self::NonQualified,
            "Removed" => Self::Removed,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(ContactStatus);
