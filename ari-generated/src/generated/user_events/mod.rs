//! Operations of the resource `events`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;
use crate::generated::ids::ChannelId;

pub(crate) mod user_event;
pub(crate) mod claim_channel;

pub use user_event::UserEvent;
pub use claim_channel::ClaimChannel;

/// Operations of the resource `events`. Got from [`Ari::user_events`](crate::Ari::user_events).
#[derive(Clone, Copy, Debug)]
pub struct UserEvents<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> UserEvents<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Sends a `ChannelUserevent` to an application.
    ///
    /// [`POST /events/user/{eventName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Events_REST_API/#userevent)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `event_name`: Name under which the event is sent; it arrives as `eventname`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: `application` is not registered.
    /// * 422: A channel, bridge or endpoint named in `source` does not exist.
    /// * 400: `application` is missing, a `source` has an unsupported scheme, or the event data is
    ///   unusable.
    pub fn user_event(&self, event_name: impl Into<String>) -> UserEvent {
        UserEvent::new(self.client.caller(), event_name)
    }

    /// Claims for one application a channel that `StasisBroadcast` is offering.
    ///
    /// Use it in answer to a `CallBroadcast` event. The first claim wins and the channel then enters
    /// that application with an ordinary `StasisStart`; later claims fail with 409. The offer is short,
    /// 500 milliseconds unless the dialplan sets another timeout. Asterisk does not check that the
    /// application exists: a claim for an unregistered one is answered with 204 and the call is lost.
    ///
    /// [`POST /events/claim`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Events_REST_API/#claimchannel)
    ///
    /// Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Arguments
    ///
    /// * `channel_id`: Id of the offered channel, as found in `CallBroadcast`. Since 20.20, 22.10, 23.4; not in 21.
    ///
    /// # Errors
    ///
    /// * 400: The request lacks something or cannot be read.
    /// * 404: No such channel, or it is not (or no longer) offered for claiming.
    /// * 409: Another claim for this channel came first.
    pub fn claim_channel(&self, channel_id: impl Into<ChannelId>) -> ClaimChannel {
        ClaimChannel::new(self.client.caller(), channel_id)
    }
}
