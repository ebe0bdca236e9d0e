//! Operations of the resource `events`.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use ari_runtime::Client;
use crate::generated::AriApi;

pub(crate) mod user_event;

pub use user_event::UserEvent;

/// Operations of the resource `events`. Got from [`Ari::user_events`](crate::Ari::user_events).
#[derive(Clone, Copy, Debug)]
pub struct UserEvents<'a> {
    client: &'a Client<AriApi>,
}

impl<'a> UserEvents<'a> {
    pub(crate) fn new(client: &'a Client<AriApi>) -> Self {
        Self { client }
    }

    /// Raises an event of one's own.
    ///
    /// [`POST /events/user/{eventName}`](https://docs.asterisk.org/Asterisk_22_Documentation/API_Documentation/Asterisk_REST_Interface/Events_REST_API/#userevent)
    ///
    /// # Arguments
    ///
    /// * `event_name`: What it is called.
    ///
    /// # Errors
    ///
    /// * 404: The application is unknown.
    pub fn user_event(&self, event_name: impl Into<String>) -> UserEvent {
        UserEvent::new(self.client.caller(), event_name)
    }
}
