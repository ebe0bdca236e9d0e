//! The event `RESTResponse`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::sync::Arc;
use ari_runtime::{Frame, Text, Timestamp};
use serde::{Deserialize, Serialize};
use crate::generated::events::{Event, EventKind};

/// Asterisk's answer to a `RESTRequest`, on the same socket as the events; an event the request
/// causes may come before or after it. An event filter with an allow list that omits `RESTResponse`
/// swallows it. Headers such as `Location` are not passed on.
///
/// Since 20.14, 21.9, 22.4.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename = "RESTResponse")]
#[non_exhaustive]
pub struct RestResponse {
    /// Entity id of the Asterisk server that sent the message, by default a MAC address; tells servers
    /// apart when one program listens to several. Since 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asterisk_id: Option<Text>,
    /// Application to which this copy of the event was delivered. A socket shared by several
    /// applications receives a copy for each of them. Since 20.14, 21.9, 22.4.
    pub application: Text,
    /// Moment the event arose, as `2026-11-21T07:57:01.565+0000`: milliseconds and an offset without a
    /// colon, so not RFC 3339. Since 20.14, 21.9, 22.4.
    pub timestamp: Timestamp,
    /// Copy of the request's `transaction_id`; empty if it had none or was unreadable. Since 20.14,
    /// 21.9, 22.4.
    pub transaction_id: Text,
    /// Copy of the request's `request_id`; empty if it had none or was unreadable. Since 20.14, 21.9,
    /// 22.4.
    pub request_id: Text,
    /// HTTP status of the operation, such as `200` or `404`; `406` for a binary download, which needs
    /// real HTTP. Since 20.14, 21.9, 22.4.
    pub status_code: i64,
    /// Text that goes with the status, such as `No Content`. Since 20.14, 21.9, 22.4.
    pub reason_phrase: Text,
    /// The path that was asked for, without its query. Since 20.14, 21.9, 22.4.
    pub uri: Text,
    /// Type of `message_body`. Absent when there is no body. Since 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<Text>,
    /// The body as a string, JSON text in most cases. Absent for answers without one, such as 202 and
    /// 204. Since 20.14, 21.9, 22.4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_body: Option<Text>,
    #[serde(skip)]
    frame: Frame,
}

impl RestResponse {
    /// The kind of this event.
    pub const KIND: EventKind = EventKind::RestResponse;

    /// The frame this event was decoded from, as Asterisk sent it; `None` where it was built otherwise.
    pub fn raw(&self) -> Option<&str> {
        self.frame.text()
    }
}

impl ari_runtime::Payload for RestResponse {
    type Event = Event;
    const KIND: EventKind = EventKind::RestResponse;
    fn of(event: &Event) -> Option<&Arc<Self>> {
        match event {
            Event::RestResponse(it) => Some(it),
            _ => None,
        }
    }

    fn attach(&mut self, frame: Frame) {
        self.frame = frame;
    }
}
