//! Models that `playbacks` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use crate::generated::enums::PlaybackState;
use crate::generated::ids::PlaybackId;

/// A piece of media, or a list of them, being played to a channel or a bridge.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Playback {
    /// Unique id, chosen by the client or generated. Since 13.0.
    pub id: PlaybackId,
    /// The media being played now, a scheme and a name: `sound:`, `recording:`, `number:`, `digits:`,
    /// `characters:` or `tone:`. Since 13.0.
    pub media_uri: Text,
    /// The item that follows when a list is played. Absent for a single item and on the last one. Since
    /// 14.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_media_uri: Option<Text>,
    /// What it is played to: `channel:{channelId}` or `bridge:{bridgeId}`. Since 13.0.
    pub target_uri: Text,
    /// Language asked for where the media has several, for example `en`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Text>,
    /// How far it has come. Besides the declared values Asterisk reports `paused`, which only a read of
    /// the playback shows. `continuing` means that the next item of a list follows; the last item alone
    /// decides between `done` and `failed`. A missing recording or an unknown scheme ends without any
    /// event: the playback then simply cannot be found any more. Since 13.0.
    pub state: PlaybackState,
}
