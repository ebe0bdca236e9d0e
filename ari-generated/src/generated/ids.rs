//! The ids of things in Asterisk, one type for each kind.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};

/// Id of a channel: chosen by the client, or made by Asterisk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChannelId(Text);

impl ChannelId {
    /// A new id that nothing else has: a version 4 UUID.
    pub fn random() -> Self {
        Self(ari_runtime::random_id())
    }
}

ari_runtime::id!(ChannelId);

/// Id of a bridge: chosen by the client, or made by Asterisk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BridgeId(Text);

impl BridgeId {
    /// A new id that nothing else has: a version 4 UUID.
    pub fn random() -> Self {
        Self(ari_runtime::random_id())
    }
}

ari_runtime::id!(BridgeId);

/// Id of a playback: chosen by the client, or made by Asterisk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlaybackId(Text);

impl PlaybackId {
    /// A new id that nothing else has: a version 4 UUID.
    pub fn random() -> Self {
        Self(ari_runtime::random_id())
    }
}

ari_runtime::id!(PlaybackId);

/// Name of a recording, live or stored: a path below Asterisk's recording directory, without the format's ending.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordingName(Text);

impl RecordingName {
    /// A new id that nothing else has: a version 4 UUID.
    pub fn random() -> Self {
        Self(ari_runtime::random_id())
    }
}

ari_runtime::id!(RecordingName);

/// Name of a device whose state is kept, such as `Stasis:door` or `PJSIP/alice`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceName(Text);

ari_runtime::id!(DeviceName);

/// Id of a sound that is installed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SoundId(Text);

ari_runtime::id!(SoundId);
