//! The client, and what it tells the runtime of this API.
// Written by `cargo xtask codegen`; changes belong in api-docs or ari-codegen.

use std::ops::Deref;
use ari_runtime::{
    Api, Client, Connect, Credentials, Error, Listen, Listing, Session, Transport,
};
use crate::generated::Call;
use crate::generated::events::{Event, EventKind};
use crate::generated::ids::{LotId, ValetId};

/// The client of one Asterisk: every operation, and the events of the applications it connected for.
///
/// Cloning it is cheap; all clones share the connection.
#[derive(Clone, Debug)]
pub struct Ari(Client<AriApi>);

impl Ari {
    /// Starts connecting: name an application, then await.
    pub fn connect(url: impl Into<String>, credentials: Credentials) -> Connect<AriApi> {
        Connect::new(url, credentials)
    }

    /// A client that calls operations and registers no application, so it gets no events.
    ///
    /// For one with other settings, end [`connect`](Self::connect) with [`Connect::rest`].
    ///
    /// # Errors
    ///
    /// The URL is none, or names a remote host over plain http.
    pub fn rest(
        url: impl Into<String>,
        credentials: Credentials,
    ) -> Result<Self, Error> {
        Connect::<AriApi>::new(url, credentials).rest()
    }

    /// Starts listening for an Asterisk that dials: name the address, such as `127.0.0.1:8090`, then await.
    ///
    /// Since 20.15, 21.10, 22.5 and 23.0; `ari.conf` and `websocket_client.conf` tell Asterisk whom to dial, for
    /// ever or for each call.
    pub fn listen(address: impl Into<String>) -> Listen<AriApi> {
        Listen::new(address)
    }

    /// A client over a transport of one's own, such as one that answers in a test; it gets no events.
    pub fn with_transport(transport: impl Transport) -> Self {
        Client::over(transport).into()
    }

    /// Operations of the resource `events`.
    pub fn user_events(&self) -> crate::generated::user_events::UserEvents<'_> {
        crate::generated::user_events::UserEvents::new(&self.0)
    }

    /// Operations of the resource `lots`.
    pub fn lots(&self) -> crate::generated::lots::Lots<'_> {
        crate::generated::lots::Lots::new(&self.0)
    }

    /// Operations of the resource `valets`.
    pub fn valets(&self) -> crate::generated::valets::Valets<'_> {
        crate::generated::valets::Valets::new(&self.0)
    }

    /// The operations on one lot, whether it is there or not.
    pub fn lot(&self, lot_id: impl Into<LotId>) -> crate::generated::lots::LotHandle {
        crate::generated::lots::LotHandle::new(self.0.clone(), lot_id)
    }

    /// The operations on one valet, whether it is there or not.
    pub fn valet(
        &self,
        valet_id: impl Into<ValetId>,
    ) -> crate::generated::valets::ValetHandle {
        crate::generated::valets::ValetHandle::new(self.0.clone(), valet_id)
    }
}

impl Deref for Ari {
    type Target = Client<AriApi>;
    fn deref(&self) -> &Client<AriApi> {
        &self.0
    }
}

impl From<Client<AriApi>> for Ari {
    fn from(client: Client<AriApi>) -> Self {
        Self(client)
    }
}

/// What the runtime is told of this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AriApi;

impl Api for AriApi {
    type Event = Event;
    type Client = Ari;
    type Call = Call;
    type CallHandle = ();
    const SESSION: Session<EventKind> = Session::new()
        .opens(&[EventKind::CallParked])
        .closes(&[])
        .replaced(&[])
        .registered(&[EventKind::LotClosed])
        .unregistered(&[EventKind::LotClosed])
        .terminal(
            &[("lot", &[EventKind::LotClosed]), ("valet", &[EventKind::ValetLeft])],
        )
        .listings(LISTINGS);
}

const LISTINGS: &[Listing] = &[
    Listing::new(&crate::generated::lots::list::OPERATION, "lot", "/id"),
];
