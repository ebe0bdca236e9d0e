//! The values of [`LotState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// Whether a lot takes calls.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LotState {
    /// `open`.
    Open,
    /// `full`.
    Full,
    /// `closing`.
    Closing,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl LotState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Open => "open",
            Self::Full => "full",
            Self::Closing => "closing",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for LotState {
    fn from(text: &str) -> Self {
        match text {
            "open" => Self::Open,
            "full" => Self::Full,
            "closing" => Self::Closing,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(LotState);
