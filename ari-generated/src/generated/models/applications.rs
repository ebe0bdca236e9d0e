//! Models that `applications` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::ids::{BridgeId, ChannelId, DeviceName};

/// A registered Stasis application with its subscriptions and event filters.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Application {
    /// Name the application registered under. Since 13.0.
    pub name: Text,
    /// Ids of the channels it is subscribed to, those it controls included. `__AST_CHANNEL_ALL_TOPIC`
    /// stands for all channels. Since 13.0.
    pub channel_ids: Vec<ChannelId>,
    /// Ids of the bridges it is subscribed to. `__AST_BRIDGE_ALL_TOPIC` stands for all bridges. Since
    /// 13.0.
    pub bridge_ids: Vec<BridgeId>,
    /// Endpoints it is subscribed to, written `tech/resource`, or only the technology (`PJSIP`) for all
    /// of its endpoints. `__AST_ENDPOINT_ALL_TOPIC` stands for every endpoint. Since 13.0.
    pub endpoint_ids: Vec<Text>,
    /// Devices whose state it follows. `__AST_DEVICE_STATE_ALL_TOPIC` stands for all devices. Since
    /// 13.0.
    pub device_names: Vec<DeviceName>,
    /// Allow-list of the event filter, as objects with a `type` member. Empty means that all types
    /// pass. Since 13.26, 16.3; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events_allowed: Option<Vec<Map<String, Value>>>,
    /// Deny-list of the event filter, as objects with a `type` member. It wins over the allow-list.
    /// Since 13.26, 16.3; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events_disallowed: Option<Vec<Map<String, Value>>>,
}
