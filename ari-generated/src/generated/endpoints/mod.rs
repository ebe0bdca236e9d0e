//! Operations of the resource `endpoints`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod list;
pub(crate) mod send_message;
pub(crate) mod refer;
pub(crate) mod list_by_tech;
pub(crate) mod get;
pub(crate) mod send_message_to_endpoint;
pub(crate) mod refer_to_endpoint;
mod endpoint_handle;

pub use list::List;
pub use send_message::SendMessage;
pub use refer::Refer;
pub use list_by_tech::ListByTech;
pub use get::Get;
pub use send_message_to_endpoint::SendMessageToEndpoint;
pub use refer_to_endpoint::ReferToEndpoint;
pub use endpoint_handle::EndpointHandle;

/// Operations of the resource `endpoints`. Got from [`Ari::endpoints`](crate::Ari::endpoints).
#[derive(Clone, Copy, Debug)]
pub struct Endpoints<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> Endpoints<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Lists the endpoints of all technologies, reachable or not.
    ///
    /// [`GET /endpoints`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#list)
    ///
    /// Since 13.0.
    ///
    /// # Errors
    ///
    /// Only those that every operation can meet.
    pub fn list(&self) -> List {
        List::new(self.client.caller())
    }

    /// Sends a text message to an endpoint or URI; the answer 202 means accepted, not delivered.
    ///
    /// [`PUT /endpoints/sendMessage`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#sendmessage)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `to`: Where to send it: a technology, a colon and an endpoint or address, for example `pjsip:alice`.
    ///   Only PJSIP and XMPP carry messages. Since 13.0.
    /// * `from`: Identity of the sender. With PJSIP any SIP URI will do, for example `sip:me@example.org`, or an
    ///   endpoint; with XMPP it names the client connection to send over. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: A required value such as `to` is missing, or `variables` is not usable.
    /// * 404: The technology is unknown, or no endpoint takes messages for this address.
    pub fn send_message(
        &self,
        to: impl Into<String>,
        from: impl Into<String>,
    ) -> SendMessage {
        SendMessage::new(self.client.caller(), to, from)
    }

    /// Asks a remote party to contact another endpoint or URI; the answer 202 means that the referral
    /// was accepted for sending.
    ///
    /// [`POST /endpoints/refer`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#refer)
    ///
    /// Since 18.20, 20.5; not in 19.
    ///
    /// # Arguments
    ///
    /// * `to`: Who is asked: an endpoint or URI with its technology, for example `pjsip:alice`. Only PJSIP
    ///   supports referrals. Since 18.20, 20.5; not in 19.
    /// * `from`: Identity on whose behalf the referral is sent, for example `sip:me@example.org` or an endpoint.
    ///   Since 18.20, 20.5; not in 19.
    /// * `refer_to`: Where the referred party shall go: an endpoint such as `pjsip:bob`, or a URI. Since 18.20, 20.5;
    ///   not in 19.
    ///
    /// # Errors
    ///
    /// * 400: A required value such as `to` or `refer_to` is missing, or `variables` is not usable.
    /// * 404: The technology is unknown or cannot refer, or the endpoint does not exist.
    pub fn refer(
        &self,
        to: impl Into<String>,
        from: impl Into<String>,
        refer_to: impl Into<String>,
    ) -> Refer {
        Refer::new(self.client.caller(), to, from, refer_to)
    }

    /// Lists the endpoints of one technology.
    ///
    /// [`GET /endpoints/{tech}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#listbytech)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `tech`: Technology to list, for example `PJSIP` or `IAX2`. Technologies without endpoints, such as
    ///   `Local`, are answered with 404. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 404: The technology is unknown or has no endpoints.
    pub fn list_by_tech(&self, tech: impl Into<String>) -> ListByTech {
        ListByTech::new(self.client.caller(), tech)
    }

    /// Returns the state and the channels of one endpoint.
    ///
    /// [`GET /endpoints/{tech}/{resource}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#get)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `tech`: Technology of the endpoint, for example `PJSIP`. Since 13.0.
    /// * `resource`: Name of the endpoint within its technology, for example `alice`. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The request itself could not be parsed.
    /// * 404: There is no such endpoint.
    pub fn get(&self, tech: impl Into<String>, resource: impl Into<String>) -> Get {
        Get::new(self.client.caller(), tech, resource)
    }

    /// Sends a text message to one endpoint; the answer 202 means accepted, not delivered.
    ///
    /// [`PUT /endpoints/{tech}/{resource}/sendMessage`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#sendmessagetoendpoint)
    ///
    /// Since 13.0.
    ///
    /// # Arguments
    ///
    /// * `tech`: Technology of the endpoint, for example `PJSIP`. Only PJSIP and XMPP carry messages. Since 13.0.
    /// * `resource`: Name of the endpoint within its technology, for example `alice`. Since 13.0.
    /// * `from`: Identity of the sender. With PJSIP any SIP URI will do, for example `sip:me@example.org`, or an
    ///   endpoint; with XMPP it names the client connection to send over. Since 13.0.
    ///
    /// # Errors
    ///
    /// * 400: The message could not be built, for instance because `variables` is not usable.
    /// * 404: The endpoint does not exist or takes no messages.
    pub fn send_message_to_endpoint(
        &self,
        tech: impl Into<String>,
        resource: impl Into<String>,
        from: impl Into<String>,
    ) -> SendMessageToEndpoint {
        SendMessageToEndpoint::new(self.client.caller(), tech, resource, from)
    }

    /// Asks one endpoint to contact another endpoint or URI; the answer 202 means that the referral was
    /// accepted for sending.
    ///
    /// [`POST /endpoints/{tech}/{resource}/refer`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Endpoints_REST_API/#refertoendpoint)
    ///
    /// Since 18.20, 20.5; not in 19.
    ///
    /// # Arguments
    ///
    /// * `tech`: Technology of the endpoint, for example `PJSIP`. Only PJSIP supports referrals. Since 18.20,
    ///   20.5; not in 19.
    /// * `resource`: Name of the endpoint that is asked, for example `alice`. Since 18.20, 20.5; not in 19.
    /// * `from`: Identity on whose behalf the referral is sent, for example `sip:me@example.org` or an endpoint.
    ///   Since 18.20, 20.5; not in 19.
    /// * `refer_to`: Where the referred party shall go: an endpoint such as `pjsip:bob`, or a URI. Since 18.20, 20.5;
    ///   not in 19.
    ///
    /// # Errors
    ///
    /// * 400: A required value such as `refer_to` is missing, or `variables` is not usable.
    /// * 404: The endpoint does not exist or cannot be referred.
    pub fn refer_to_endpoint(
        &self,
        tech: impl Into<String>,
        resource: impl Into<String>,
        from: impl Into<String>,
        refer_to: impl Into<String>,
    ) -> ReferToEndpoint {
        ReferToEndpoint::new(self.client.caller(), tech, resource, from, refer_to)
    }
}
