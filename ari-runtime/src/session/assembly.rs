//! Puts a client together around an open connection, dialled or accepted alike.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use crate::api::Api;
use crate::calls::belongings::Belongings;
use crate::calls::registry::Registry;
use crate::client::{Client, Parts};
use crate::defaults;
use crate::delivery::hub::Hub;
use crate::events::Events;
use crate::request::witness::Witnesses;
use crate::session::door::Door;
use crate::session::health::{Connection, Status};
use crate::session::inquiry::Inquiry;
use crate::session::link::Link;
use crate::session::names::Names;
use crate::session::restore::Restore;
use crate::session::settings::Settings;
use crate::session::socket::EventSocket;
use crate::session::subscriptions::Subscriptions;
use crate::session::task::Task;
use crate::transport::Transport;
use crate::transport::http::HttpTransport;
use crate::transport::websocket::Requests;

/// What there is when a connection has just been opened.
pub(crate) struct Opening<T> {
    pub(crate) door: Door,
    pub(crate) socket: EventSocket,
    pub(crate) transport: T,
    pub(crate) requests: Requests,
    /// Where websockets for media are opened; none where Asterisk dials and tells no address.
    pub(crate) http: Option<HttpTransport>,
    pub(crate) names: Arc<Names>,
    pub(crate) subscribe_all: bool,
    /// A place among the clients of a server.
    pub(crate) place: Option<OwnedSemaphorePermit>,
}

/// The client of a connection, with the stream that sees its first frame.
pub(crate) fn begin<A: Api, T: Transport>(
    settings: &Settings,
    opening: Opening<T>,
) -> (Client<A>, Events<A>) {
    let Opening { door, socket, transport, requests, http, names, subscribe_all, place } = opening;
    let hub = Arc::new(Hub::new(A::SESSION, subscribe_all));
    if door.is_awaited() {
        // What it hears of is not known yet, so that some may come twice.
        hub.may_repeat();
    }
    let registry = Arc::new(Registry::new(hub.clone(), names.clone()));
    let belongings = Arc::new(Belongings::default());
    let subscriptions = Arc::new(Subscriptions::new(hub.clone()));
    let witnesses: Witnesses = Arc::new([registry.clone(), subscriptions.clone()]);
    let caller = settings.caller::<A>(transport, witnesses);
    let status = Status::new(Connection::Up);
    let (link, stopped) = Link::new();
    let inquiry = Inquiry {
        caller: caller.clone(),
        session: A::SESSION,
        names: names.clone(),
        subscribe_all,
        deadline: settings.request_deadline.min(defaults::RESYNC_DEADLINE),
    };
    let restore = Restore {
        inquiry,
        hub: hub.clone(),
        subscriptions,
        longest_backoff: settings.keeping.longest_backoff,
    };
    let task = Task {
        door,
        requests,
        hub: hub.clone(),
        status: status.clone(),
        keeping: settings.keeping.clone(),
        names,
        registry: registry.clone(),
        belongings: belongings.clone(),
        restore: restore.clone(),
        _place: place,
    };
    let link = Arc::new(link);
    let parts = Parts { caller, http, hub, link: Some(link), status, registry, belongings };
    let client = Client::connected(parts, restore, settings.capacity);
    // Before the first frame is read, so that it is seen.
    let events = client.events();
    tokio::spawn(task.run(socket, stopped));
    (client, events)
}
