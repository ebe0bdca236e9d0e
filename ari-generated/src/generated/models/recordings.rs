//! Models that `recordings` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::time::Duration;
use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use crate::generated::enums::RecordingState;
use crate::generated::ids::RecordingName;

/// A finished recording on disk. It can be played as `recording:` followed by its name.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoredRecording {
    /// Name of the recording, without file extension; may contain slashes. Since 13.0.
    pub name: RecordingName,
    /// File format, which is also the extension, for example `wav`. Since 13.0.
    pub format: Text,
}

/// A recording that is queued, running or has just ended. Its state goes from `queued` over
/// `recording`, perhaps `paused`, to `done`, `failed` or `canceled`. A caller who hangs up ends it
/// as `done`, with everything recorded so far.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LiveRecording {
    /// Name of the recording, without file extension. Since 13.0.
    pub name: RecordingName,
    /// File format, which is also the extension, for example `wav` or `gsm`. Since 13.0.
    pub format: Text,
    /// What is being recorded: `channel:{channelId}` or `bridge:{bridgeId}`. Since 13.0.
    pub target_uri: Text,
    /// How far the recording has come. Since 13.0.
    pub state: RecordingState,
    /// Length in seconds, known when the recording has ended. Since 13.0.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub duration: Option<Duration>,
    /// Seconds of speech in it. Present only if it was started with `maxSilenceSeconds` above zero, and
    /// only when it has ended. Since 13.0.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub talking_duration: Option<Duration>,
    /// Seconds of silence in it. Present under the same conditions as `talking_duration`. Since 13.0.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_seconds",
        skip_serializing_if = "Option::is_none"
    )]
    pub silence_duration: Option<Duration>,
    /// Why it failed, as text, for example that the channel is in a bridge. Present only on failure.
    /// Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Text>,
}
