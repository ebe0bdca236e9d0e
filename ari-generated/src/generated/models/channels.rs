//! Models that `channels` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Text, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use crate::generated::enums::ChannelState;
use crate::generated::ids::ChannelId;

/// Declared without fields and used by no operation or event.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Dialed {}

/// Where a channel stands in the dialplan, and what it is executing.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct DialplanCep {
    /// Context name. Since 13.0.
    pub context: Text,
    /// Extension; may be empty. Since 13.0.
    pub exten: Text,
    /// Priority within the extension, counted from 1. Since 13.0.
    pub priority: i64,
    /// Dialplan application being executed, `Stasis` while a channel is held here. Empty when none is;
    /// `AppDial2` on an outgoing leg that has not been answered. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_name: Option<Text>,
    /// Arguments of that application, or an empty string. For `Stasis` they begin with the
    /// application's name, which stays the old one after `move`. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_data: Option<Text>,
}

/// Name and number of a party; either may be empty.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CallerId {
    /// Display name; often empty. Since 13.0.
    pub name: Text,
    /// Number; often empty. Since 13.0.
    pub number: Text,
}

/// RTP figures for one stream: counts as seen by the server, and jitter, loss and round-trip time
/// as far as RTCP reports have arrived. Figures not known yet are 0. Counters and stream
/// identifiers may exceed the signed 32-bit range.
///
/// Since 13.27, 16.4; not in 14, 15.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RtpStat {
    /// RTP packets sent. Since 13.27, 16.4; not in 14, 15.
    pub txcount: u32,
    /// RTP packets received. Since 13.27, 16.4; not in 14, 15.
    pub rxcount: u32,
    /// Present jitter of the outgoing stream, from the peer's RTCP reports. Since 13.27, 16.4; not in
    /// 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub txjitter: Option<f64>,
    /// Present jitter of the incoming stream, measured by the server. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxjitter: Option<f64>,
    /// Largest jitter the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_maxjitter: Option<f64>,
    /// Smallest jitter the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_minjitter: Option<f64>,
    /// Mean of the jitter the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_normdevjitter: Option<f64>,
    /// Standard deviation of the jitter the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_stdevjitter: Option<f64>,
    /// Largest jitter the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_maxjitter: Option<f64>,
    /// Smallest jitter the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_minjitter: Option<f64>,
    /// Mean of the jitter the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_normdevjitter: Option<f64>,
    /// Standard deviation of the jitter the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_stdevjitter: Option<f64>,
    /// Outgoing packets lost, according to the peer. Since 13.27, 16.4; not in 14, 15.
    pub txploss: u32,
    /// Incoming packets missed by the server. Since 13.27, 16.4; not in 14, 15.
    pub rxploss: u32,
    /// Largest packet loss the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_maxrxploss: Option<f64>,
    /// Smallest packet loss the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_minrxploss: Option<f64>,
    /// Mean of the packet loss the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_normdevrxploss: Option<f64>,
    /// Standard deviation of the packet loss the peer has reported. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_stdevrxploss: Option<f64>,
    /// Largest packet loss the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_maxrxploss: Option<f64>,
    /// Smallest packet loss the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_minrxploss: Option<f64>,
    /// Mean of the packet loss the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_normdevrxploss: Option<f64>,
    /// Standard deviation of the packet loss the server has measured. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_stdevrxploss: Option<f64>,
    /// Latest round-trip time, in seconds. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rtt: Option<f64>,
    /// Longest round-trip time, in seconds. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maxrtt: Option<f64>,
    /// Shortest round-trip time, in seconds. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minrtt: Option<f64>,
    /// Mean round-trip time, in seconds. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normdevrtt: Option<f64>,
    /// Standard deviation of the round-trip time, in seconds. Since 13.27, 16.4; not in 14, 15.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stdevrtt: Option<f64>,
    /// Stream identifier (SSRC) used by the server, an unsigned 32-bit number. Since 13.27, 16.4; not
    /// in 14, 15.
    pub local_ssrc: u32,
    /// Stream identifier (SSRC) used by the peer, an unsigned 32-bit number; 0 before anything arrives.
    /// Since 13.27, 16.4; not in 14, 15.
    pub remote_ssrc: u32,
    /// Payload bytes sent. Since 13.27, 16.4; not in 14, 15.
    pub txoctetcount: u32,
    /// Payload bytes received. Since 13.27, 16.4; not in 14, 15.
    pub rxoctetcount: u32,
    /// Id of the channel to which the stream belongs. Since 13.27, 16.4; not in 14, 15.
    pub channel_uniqueid: ChannelId,
    /// Media experience score of what was sent, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub txmes: Option<i64>,
    /// Media experience score of what was received, in hundredths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rxmes: Option<i64>,
    /// Highest media experience score, as the other side reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_maxmes: Option<f64>,
    /// Lowest media experience score, as the other side reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_minmes: Option<f64>,
    /// Mean media experience score, as the other side reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_normdevmes: Option<f64>,
    /// Standard deviation of the media experience score, as the other side reports it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_stdevmes: Option<f64>,
    /// Highest media experience score, as measured here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_maxmes: Option<f64>,
    /// Lowest media experience score, as measured here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_minmes: Option<f64>,
    /// Mean media experience score, as measured here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_normdevmes: Option<f64>,
    /// Standard deviation of the media experience score, as measured here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_stdevmes: Option<f64>,
}

/// One leg of a call as the server saw it at the time of the response or event.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Channel {
    /// Id that operations and events use for the channel. It may be used again after the channel has
    /// ended. The second half of a Local channel has an id of its own. Since 13.0.
    pub id: ChannelId,
    /// Id of the call in its own protocol, the `Call-ID` for PJSIP. Empty for other technologies, and
    /// absent on older servers. Since 16.27, 18.13, 19.5; not in 17.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_id: Option<Text>,
    /// Name given by the server: technology, endpoint and a suffix, as in `PJSIP/alice-0000002a`. The
    /// halves of a Local channel end in `;1` and `;2`. Since 13.0.
    pub name: Text,
    /// How far the path to the channel's device has come. Since 13.0.
    pub state: ChannelState,
    /// Who calls on this channel. Since 13.0.
    pub caller: CallerId,
    /// Whom the channel is connected to, as far as is known. Since 13.0.
    pub connected: CallerId,
    /// Account that the call is billed to; empty where none is set. Since 13.0.
    pub accountcode: Text,
    /// Position in the dialplan and the application being executed. Since 13.0.
    pub dialplan: DialplanCep,
    /// When the channel came into being, to the millisecond. The offset has no colon:
    /// `2026-01-31T09:30:00.000+0000`. Since 13.0.
    pub creationtime: Timestamp,
    /// Language code for sounds played to the channel, such as `en`. Since 13.2.
    pub language: Text,
    /// Variables configured in `ari.conf` to be shown (empty when unset) and those set with
    /// `report_events`. Absent when there are none; an external media channel adds its connection
    /// details. Since 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channelvars: Option<Map<String, Value>>,
    /// Number from which the call was redirected. Absent when it was not, and on older servers. Since
    /// 18.21, 20.6, 21.1; not in 19.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_rdnis: Option<Text>,
    /// Tenant the channel belongs to. Absent when none is set, and on older servers. Since 18.25,
    /// 20.10, 21.5; not in 19.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenantid: Option<Text>,
}
