//! The values of [`BridgeType`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// What a bridge does with its channels.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BridgeType {
    /// `mixing`: the channels hear each other.
    Mixing,
    /// `holding`: the channels wait, hearing music or silence.
    Holding,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl BridgeType {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Mixing => "mixing",
            Self::Holding => "holding",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for BridgeType {
    fn from(text: &str) -> Self {
        match text {
            "mixing" => Self::Mixing,
            "holding" => Self::Holding,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(BridgeType);
