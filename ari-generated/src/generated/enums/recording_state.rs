//! The values of [`RecordingState`].
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;

/// State of a live recording.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RecordingState {
    /// `queued`.
    Queued,
    /// `recording`.
    Recording,
    /// `paused`.
    Paused,
    /// `done`.
    Done,
    /// `failed`.
    Failed,
    /// `canceled`.
    Canceled,
    /// A value that the specification does not list, as it came.
    Unrecognized(Text),
}

impl RecordingState {
    /// The value as it stands on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Queued => "queued",
            Self::Recording => "recording",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
            Self::Unrecognized(text) => text,
        }
    }
}

impl From<&str> for RecordingState {
    fn from(text: &str) -> Self {
        match text {
            "queued" => Self::Queued,
            "recording" => Self::Recording,
            "paused" => Self::Paused,
            "done" => Self::Done,
            "failed" => Self::Failed,
            "canceled" => Self::Canceled,
            other => Self::Unrecognized(other.into()),
        }
    }
}

ari_runtime::text_enum!(RecordingState);
