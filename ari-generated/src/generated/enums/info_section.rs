//! The values of [`InfoSection`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// A part of what Asterisk tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum InfoSection {
    /// `build`.
    Build,
    /// `system`.
    System,
    /// `config`.
    Config,
    /// `status`.
    Status,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl InfoSection {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Build => "build",
            Self::System => "system",
            Self::Config => "config",
            Self::Status => "status",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for InfoSection {
    fn from(text: &str) -> Self {
        match text {
            "build" => Self::Build,
            "system" => Self::System,
            "config" => Self::Config,
            "status" => Self::Status,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(InfoSection);
