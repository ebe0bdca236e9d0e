//! Operations of the resource `applications`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod list;
pub(crate) mod get;
pub(crate) mod subscribe;
pub(crate) mod unsubscribe;
pub(crate) mod filter;
mod application_handle;

pub use list::List;
pub use get::Get;
pub use subscribe::Subscribe;
pub use unsubscribe::Unsubscribe;
pub use filter::Filter;
pub use application_handle::ApplicationHandle;

/// Operations of the resource `applications`. Got from [`Ari::applications`](crate::Ari::applications).
#[derive(Clone, Copy, Debug)]
pub struct Applications<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Applications<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists every registered Stasis application together with its subscriptions and event filters.
    ///
    /// [`GET /applications`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Returns the subscriptions and event filters of one application.
    ///
    /// [`GET /applications/{applicationName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `application_name`: Name under which the Stasis application registered when it connected. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: No application of this name is registered.
    pub fn get(&self, application_name: impl Into<String>) -> Get {
        Get::new(self.client.caller(), application_name)
    }

    /// Subscribes an application to the events of one or more channels, bridges, endpoints or devices.
    ///
    /// The answer is the application as it stands afterwards.
    ///
    /// Subscriptions are counted: every successful call must be balanced by one unsubscription, and a
    /// subscription also ends when its channel or bridge goes away. Overlapping subscriptions, such as
    /// one channel plus all channels, or an endpoint plus its technology, deliver each event twice.
    ///
    /// Subscriptions outlive the connection: while an application holds at least one on a specific
    /// resource, it stays registered and keeps them across a reconnect. Reconnecting to such an
    /// application with `subscribeAll` does not subscribe it to everything; use bare schemes here
    /// instead.
    ///
    /// [`POST /applications/{applicationName}/subscription`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#subscribe)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `application_name`: Name under which the Stasis application registered when it connected. Since 13.0.
    /// * `event_source`: The sources to listen to. Each source is a scheme followed by an id: a channel as
    ///   `channel:{channelId}`, a bridge as `bridge:{bridgeId}`, one endpoint as
    ///   `endpoint:{tech}/{resource}`, every endpoint of a technology as `endpoint:{tech}`, a device as
    ///   `deviceState:{deviceName}`. A bare scheme such as `bridge:` stands for everything of that kind.
    ///   Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No `eventSource` was given, or its scheme is not one of the four known ones.
    /// * 404: No application of this name is registered.
    /// * 422: The channel, bridge or endpoint to subscribe to does not exist.
    pub fn subscribe(
        &self,
        application_name: impl Into<String>,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Subscribe {
        Subscribe::new(self.client.caller(), application_name, event_source)
    }

    /// Removes one or more event sources from the subscriptions of an application.
    ///
    /// The answer is the application as it stands afterwards.
    ///
    /// This takes back one subscription: a channel, bridge or endpoint that was subscribed twice keeps
    /// delivering until it has been unsubscribed twice, and a channel that entered the application
    /// counts as subscribed once by that alone. Removing the bare scheme `channel:` is answered with
    /// 501, so a subscription to all channels made this way cannot be undone.
    ///
    /// Before closing a connection whose application listens to all device states, unsubscribe
    /// `deviceState:` first: closing while such events are in flight can lock up the whole REST
    /// interface of Asterisk 22.
    ///
    /// [`DELETE /applications/{applicationName}/subscription`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#unsubscribe)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `application_name`: Name under which the Stasis application registered when it connected. Since 13.0.
    /// * `event_source`: The sources to stop listening to, written as they were for subscribing. Each source is a scheme
    ///   followed by an id: a channel as `channel:{channelId}`, a bridge as `bridge:{bridgeId}`, one
    ///   endpoint as `endpoint:{tech}/{resource}`, every endpoint of a technology as `endpoint:{tech}`, a
    ///   device as `deviceState:{deviceName}`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: No `eventSource` was given, or its scheme is unknown.
    /// * 404: No application of this name is registered.
    /// * 409: Declared for a source without a subscription; servers answer 422 there.
    /// * 422: The application holds no subscription to this source.
    pub fn unsubscribe(
        &self,
        application_name: impl Into<String>,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Unsubscribe {
        Unsubscribe::new(self.client.caller(), application_name, event_source)
    }

    /// Sets which event types are delivered to an application.
    ///
    /// A list that is left out keeps its present content; an empty list clears it. An empty `allowed`
    /// list lets every type through, an empty `disallowed` list suppresses none, and a type named in
    /// both is suppressed.
    ///
    /// A non-empty `allowed` list hides everything it does not name: with only `ChannelDtmfReceived`
    /// allowed, `StasisEnd` never arrives, and on a websocket that also carries requests the responses
    /// (`RESTResponse`) are swallowed. Prefer `disallowed`.
    ///
    /// The filter belongs to the application, not to the connection: it stays in force across
    /// reconnects as long as the application lives on. It only mutes delivery and changes no
    /// subscription.
    ///
    /// [`PUT /applications/{applicationName}/eventFilter`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Applications_REST_API/#filter)
    ///
    /// Since 13.26, 16.3; not in 14, 15.
    ///
    /// # Arguments
    ///
    /// * `application_name`: Name under which the Stasis application registered when it connected. Since 13.26, 16.3; not in
    ///   14, 15.
    ///
    /// # Errors
    ///
    /// * 400: The filter is not of the expected form, for instance a list that is no array or an entry
    ///   without `type`.
    /// * 404: No application of this name is registered.
    pub fn filter(&self, application_name: impl Into<String>) -> Filter {
        Filter::new(self.client.caller(), application_name)
    }
}
