//! The values of [`PlaybackOperation`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// What to do with a playback.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlaybackOperation {
    /// `restart`.
    Restart,
    /// `pause`.
    Pause,
    /// `unpause`.
    Unpause,
    /// `reverse`.
    Reverse,
    /// `forward`.
    Forward,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl PlaybackOperation {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Restart => "restart",
            Self::Pause => "pause",
            Self::Unpause => "unpause",
            Self::Reverse => "reverse",
            Self::Forward => "forward",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for PlaybackOperation {
    fn from(text: &str) -> Self {
        match text {
            "restart" => Self::Restart,
            "pause" => Self::Pause,
            "unpause" => Self::Unpause,
            "reverse" => Self::Reverse,
            "forward" => Self::Forward,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(PlaybackOperation);
