//! Models that `endpoints` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::enums::EndpointState;
use crate::generated::ids::ChannelId;

/// A device or trunk that calls can come from or go to. It has no id of its own: `technology` and
/// `resource` together identify it.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Endpoint {
    /// Technology it belongs to, for example `PJSIP`. Since 13.0.
    pub technology: Text,
    /// Its name within the technology, for example `alice`. Since 13.0.
    pub resource: Text,
    /// Whether it can be reached, `unknown` if the technology cannot tell. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<EndpointState>,
    /// Ids of the channels that belong to it at the moment. Since 13.0.
    pub channel_ids: Vec<ChannelId>,
}

/// A text message that was received outside of a call.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TextMessage {
    /// Address of the sender. PJSIP gives the `From` header, for example `"Alice"
    /// <sip:alice@192.0.2.7>`. Since 13.0.
    pub from: Text,
    /// Address it was sent to, led by the technology, for example `pjsip:bob@192.0.2.1`. Since 13.0.
    pub to: Text,
    /// The text itself. Since 13.0.
    pub body: Text,
    /// Further values the technology received with it, by name. PJSIP gives all SIP headers, plus
    /// `PJSIP_RECVADDR` and `PJSIP_TRANSPORT`. Since 13.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variables: Option<Map<String, Value>>,
}
