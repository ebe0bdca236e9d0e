//! The values of [`LoopState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Values of all kinds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LoopState {
    /// `in use`.
    InUse,
    /// `not-in-use`.
    NotInUse,
    /// `*`: Every one there is..
    Any,
    /// `2way`.
    TwoWay,
    /// `type`.
    Type,
    /// `Unknown`.
    Unknown,
    /// `µ`.
    Micro,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl LoopState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::InUse => "in use",
            Self::NotInUse => "not-in-use",
            Self::Any => "*",
            Self::TwoWay => "2way",
            Self::Type => "type",
            Self::Unknown => "Unknown",
            Self::Micro => "µ",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for LoopState {
    fn from(text: &str) -> Self {
        match text {
            "in use" => Self::InUse,
            "not-in-use" => Self::NotInUse,
            "*" => Self::Any,
            "2way" => Self::TwoWay,
            "type" => Self::Type,
            "Unknown" => Self::Unknown,
            "µ" => Self::Micro,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(LoopState);
