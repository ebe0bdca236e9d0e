//! The operations on one application.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::{Client, Text};
use crate::generated::AriApi;
use super::{Filter, Get, Subscribe, Unsubscribe};

/// One application, by what names it. Got from [`Ari::application`](crate::Ari::application).
///
/// It keeps the client's connection, and says nothing of whether the thing is there.
#[derive(Clone, Debug)]
pub struct ApplicationHandle {
    pub(crate) client: Client<AriApi>,
    application_name: Text,
}

impl ApplicationHandle {
    pub(crate) fn new(
        client: Client<AriApi>,
        application_name: impl Into<Text>,
    ) -> Self {
        Self {
            client,
            application_name: application_name.into(),
        }
    }

    /// The `applicationName` this is bound to.
    pub fn application_name(&self) -> &Text {
        &self.application_name
    }

    /// Returns the subscriptions and event filters of one application.
    ///
    /// As [`Applications::get`](super::Applications::get). Since 13.0.
    pub fn get(&self) -> Get {
        Get::new(self.client.caller(), &self.application_name)
    }

    /// Subscribes an application to the events of one or more channels, bridges, endpoints or devices.
    ///
    /// As [`Applications::subscribe`](super::Applications::subscribe). Since 13.0.
    pub fn subscribe(
        &self,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Subscribe {
        Subscribe::new(self.client.caller(), &self.application_name, event_source)
    }

    /// Removes one or more event sources from the subscriptions of an application.
    ///
    /// As [`Applications::unsubscribe`](super::Applications::unsubscribe). Since 13.0.
    pub fn unsubscribe(
        &self,
        event_source: impl IntoIterator<Item = impl Into<String>>,
    ) -> Unsubscribe {
        Unsubscribe::new(self.client.caller(), &self.application_name, event_source)
    }

    /// Sets which event types are delivered to an application.
    ///
    /// As [`Applications::filter`](super::Applications::filter). Since 13.26, 16.3; not in 14, 15.
    pub fn filter(&self) -> Filter {
        Filter::new(self.client.caller(), &self.application_name)
    }
}
