//! Models that `bridges` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::enums::BridgeType;
use crate::generated::ids::{BridgeId, ChannelId};

/// A bridge joins the media of the channels in it: in a mixing bridge everyone hears everyone, in a
/// holding bridge the members wait. Bridges made by the dialplan are shown too, but only those
/// created through ARI can be controlled.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Bridge {
    /// Id of the bridge, unique on the server. Since 13.0.
    pub id: BridgeId,
    /// Bridging module in use now, such as `simple_bridge`, `softmix` or `holding_bridge`. It changes
    /// with the number and needs of the members. Since 13.0.
    pub technology: Text,
    /// Purpose of the bridge, `mixing` or `holding`. Since 13.0.
    pub bridge_type: BridgeType,
    /// Kind of bridge by its maker: `stasis` if created through ARI, `basic` for calls joined by the
    /// dialplan. Since 13.0.
    pub bridge_class: Text,
    /// Who made it: `Stasis` if created through ARI, otherwise a module's name or empty. Since 13.0.
    pub creator: Text,
    /// Label given at creation; often empty. Since 13.0.
    pub name: Text,
    /// Ids of the channels in the bridge. Since 13.0.
    pub channels: Vec<ChannelId>,
    /// How the video to show is chosen: `none`, `talker` (whoever speaks; usual for bridges made
    /// through ARI, even with audio alone), `single` (a fixed channel) or `sfu` (all videos go to
    /// everyone). Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_mode: Option<Text>,
    /// Id of the channel whose video is shown. Absent if there is none. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_source_id: Option<ChannelId>,
    /// When the bridge was made, in the form `2026-11-21T07:57:50.567+0000`. Since 13.26, 16.3; not in
    /// 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub creationtime: Option<Timestamp>,
    /// Variables set with `report_events`, by name. Absent if there are none. Since 20.20, 22.10, 23.4;
    /// not in 21.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridgevars: Option<Map<String, Value>>,
}
