//! The values of [`PlaybackState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// State of a playback.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlaybackState {
    /// `queued`: waits for an earlier one.
    Queued,
    /// `playing`: is heard.
    Playing,
    /// `continuing`: goes on with the next of its media.
    Continuing,
    /// `done`: has ended, or was stopped.
    Done,
    /// `failed`: could not be played.
    Failed,
    /// `paused`: is held by `control`.
    Paused,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl PlaybackState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Queued => "queued",
            Self::Playing => "playing",
            Self::Continuing => "continuing",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Paused => "paused",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for PlaybackState {
    fn from(text: &str) -> Self {
        match text {
            "queued" => Self::Queued,
            "playing" => Self::Playing,
            "continuing" => Self::Continuing,
            "done" => Self::Done,
            "failed" => Self::Failed,
            "paused" => Self::Paused,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(PlaybackState);
