//! Models that `events` declares.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Text;
use serde::{Deserialize, Serialize};
use crate::generated::enums::ContactStatus;
use crate::generated::models::{Bridge, Channel};

/// What every frame on the event websocket has in common, errors as well as events. `type` is not
/// always the first key of the object.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// Name of the message's type, which decides its other fields. Since 13.0.
    #[serde(rename = "type")]
    pub kind: Text,
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
}

/// Error message for a websocket request that lacks mandatory parameters. Asterisk 22 refuses a
/// handshake without `app` with HTTP 400 and an HTML body instead of sending this.
///
/// Since 13.0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MissingParams {
    /// Name of the message's type, which decides its other fields. Since 13.0.
    #[serde(rename = "type")]
    pub kind: Text,
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 13.13, 14.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Names of the parameters that were absent. Since 13.0.
    pub params: Vec<Text>,
}

/// A contact of a PJSIP endpoint's address of record and whether it can be reached.
///
/// Since 13.6.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContactInfo {
    /// SIP URI of the contact, such as `sip:bob@127.0.0.1:5072`. Since 13.6.
    pub uri: Text,
    /// Result of the latest qualification or registration change, one of the listed values. Since 13.6.
    pub contact_status: ContactStatus,
    /// Name of the address of record that owns the contact. Since 13.6.
    pub aor: Text,
    /// Latest measured round trip of a qualify request in microseconds, sent as a decimal string such
    /// as `"500335"`. Since 13.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roundtrip_usec: Option<Text>,
}

/// A remote peer whose reachability changed, as its channel driver reports it.
///
/// Since 13.6.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Peer {
    /// Status in the driver's own words, such as `Reachable`, `Unreachable`, `Registered` or `Lagged`.
    /// Since 13.6.
    pub peer_status: Text,
    /// Why the status changed, where the driver says so. Since 13.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<Text>,
    /// IP address of the peer, where known. Since 13.6.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Text>,
    /// Port of the peer, where known. `chan_iax2` sends a JSON number in place of the declared string.
    /// Since 13.6.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_text_or_number",
        skip_serializing_if = "Option::is_none"
    )]
    pub port: Option<Text>,
    /// Timing information of the driver. `chan_iax2` sends a JSON number here: the latest round trip in
    /// milliseconds. Since 13.6.
    #[serde(
        default,
        with = "ari_runtime::wire::optional_text_or_number",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<Text>,
}

/// The destination of a transfer.
///
/// Since 20.13, 21.8, 22.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReferTo {
    /// Where the transferer wants the call to go. Since 20.13, 21.8, 22.3.
    pub requested_destination: RequiredDestination,
    /// In an attended transfer to a call on this server, the channel to be replaced. Since 20.13, 21.8,
    /// 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination_channel: Option<Channel>,
    /// The channel that talks with `destination_channel`, if any. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected_channel: Option<Channel>,
    /// The bridge that joins these two channels, if any. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
}

/// The party that asked for a transfer.
///
/// Since 20.13, 21.8, 22.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReferredBy {
    /// The channel over which the request came. This is the channel that `ChannelTransfer` is about.
    /// Since 20.13, 21.8, 22.3.
    pub source_channel: Channel,
    /// The channel that talks with `source_channel`, usually the one to be transferred. Since 20.13,
    /// 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connected_channel: Option<Channel>,
    /// The bridge that joins these two channels, if any. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<Bridge>,
}

/// What the transferring phone wants the call connected with. A blind transfer has `destination`
/// alone. An attended one has `destination` too, and besides it `protocol_id` with the tags of that
/// call in `additional_protocol_params`; `protocol_id` is what tells the two apart.
///
/// Since 20.13, 21.8, 22.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RequiredDestination {
    /// Identifier of the call to be replaced, in SIP its `Call-ID`. It is there in an attended transfer
    /// only. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol_id: Option<Text>,
    /// User part of the address that the phone named, that of `Refer-To` in SIP, in blind and attended
    /// transfers alike; the rest of the address is not told. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<Text>,
    /// Further details of the signalling protocol: in an attended transfer by SIP, the tags of the
    /// dialog that is to be replaced. Since 20.13, 21.8, 22.3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub additional_protocol_params: Option<Vec<AdditionalParam>>,
}

/// A named detail of the signalling protocol.
///
/// Since 20.13, 21.8, 22.3.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AdditionalParam {
    /// What the detail is called. Since 20.13, 21.8, 22.3.
    pub parameter_name: Text,
    /// Its content as text. Since 20.13, 21.8, 22.3.
    pub parameter_value: Text,
}

/// A header of a request over the websocket. Declared but unused: no message carries it.
///
/// Since 20.14, 21.9, 22.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RestHeader {
    /// Name of the header. Since 20.14, 21.9, 22.4.
    pub name: Text,
    /// Content of the header. Since 20.14, 21.9, 22.4.
    pub value: Text,
}

/// A query parameter of a request over the websocket.
///
/// Since 20.14, 21.9, 22.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RestQueryStringParameter {
    /// Parameter name as the operation documents it. Since 20.14, 21.9, 22.4.
    pub name: Text,
    /// Parameter value, taken literally: it must not be percent-encoded. Join several values with
    /// commas. Since 20.14, 21.9, 22.4.
    pub value: Text,
}

/// A request sent to Asterisk as a text frame on the event websocket. Requests are carried out one
/// by one in order. The frame's payload may not exceed 65,527 bytes, or Asterisk closes the socket.
///
/// Since 20.14, 21.9, 22.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RestRequest {
    /// Always `RESTRequest`. Since 20.14, 21.9, 22.4.
    #[serde(rename = "type")]
    pub kind: Text,
    /// String of the client's choice, copied into the response. Optional for the server; anything but a
    /// string comes back empty. Since 20.14, 21.9, 22.4.
    pub transaction_id: Text,
    /// String of the client's choice that identifies this request, copied into the response. Optional
    /// for the server; anything but a string comes back empty. Since 20.14, 21.9, 22.4.
    pub request_id: Text,
    /// HTTP verb in upper case: `GET`, `POST`, `PUT` or `DELETE`. Since 20.14, 21.9, 22.4.
    pub method: Text,
    /// Path of the resource without a leading slash and without `ari/`, such as `channels/1234/play`.
    /// It may carry a percent-encoded query. Since 20.14, 21.9, 22.4.
    pub uri: Text,
    /// Required with `message_body`: exactly `application/json` or `application/x-www-form-urlencoded`,
    /// without parameters such as a charset. Since 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Text>,
    /// Query parameters, as an alternative to a query in `uri`. Since 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query_strings: Option<Vec<RestQueryStringParameter>>,
    /// The body as a string, so JSON has to be encoded into one; an object is silently ignored. Since
    /// 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_body: Option<Text>,
}
