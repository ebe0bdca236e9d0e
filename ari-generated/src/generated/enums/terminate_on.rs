//! The values of [`TerminateOn`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// The DTMF digit that ends a recording.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TerminateOn {
    /// `none`.
    None,
    /// `any`.
    Any,
    /// `*`.
    Star,
    /// `#`.
    Hash,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl TerminateOn {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Any => "any",
            Self::Star => "*",
            Self::Hash => "#",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for TerminateOn {
    fn from(text: &str) -> Self {
        match text {
            "none" => Self::None,
            "any" => Self::Any,
            "*" => Self::Star,
            "#" => Self::Hash,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(TerminateOn);
