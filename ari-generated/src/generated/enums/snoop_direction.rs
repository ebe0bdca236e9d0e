//! The values of [`SnoopDirection`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Which audio of a channel is listened to or spoken into.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SnoopDirection {
    /// `none`.
    None,
    /// `both`.
    Both,
    /// `out`.
    Out,
    /// `in`.
    In,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl SnoopDirection {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::None => "none",
            Self::Both => "both",
            Self::Out => "out",
            Self::In => "in",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for SnoopDirection {
    fn from(text: &str) -> Self {
        match text {
            "none" => Self::None,
            "both" => Self::Both,
            "out" => Self::Out,
            "in" => Self::In,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(SnoopDirection);
