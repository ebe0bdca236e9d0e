//! Puts a client together around an open connection, dialled or accepted alike.

use std::sync::Arc;
use std::time::Duration;

use crate::api::Api;
use crate::calls::registry::Registry;
use crate::client::Client;
use crate::defaults;
use crate::delivery::hub::Hub;
use crate::events::Events;
use crate::request::caller::Caller;
use crate::request::witness::Witnesses;
use crate::session::door::Door;
use crate::session::health::{Connection, Status};
use crate::session::inquiry::Inquiry;
use crate::session::link::Link;
use crate::session::names::Names;
use crate::session::restore::Restore;
use crate::session::socket::EventSocket;
use crate::session::subscriptions::Subscriptions;
use crate::session::task::{Keeping, Task};
use crate::transport::Transport;
use crate::transport::retry::Retrying;
use crate::transport::websocket::Requests;

/// Something around the transport.
pub(crate) type Layer = Arc<dyn Fn(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// What a program says of its clients, however they are connected.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) request_deadline: Duration,
    pub(crate) capacity: usize,
    pub(crate) keeping: Keeping,
    /// The first is the innermost.
    pub(crate) layers: Vec<Layer>,
    /// What surely repeats nothing is sent again.
    pub(crate) retry: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            request_deadline: defaults::REQUEST_DEADLINE,
            capacity: defaults::STREAM_CAPACITY,
            keeping: Keeping {
                ping: defaults::PING,
                longest_backoff: defaults::LONGEST_BACKOFF,
                give_up: None,
                take_back: false,
            },
            layers: Vec::new(),
            retry: false,
        }
    }
}

impl Settings {
    pub(crate) fn set_ping(&mut self, period: Duration) {
        self.keeping.ping = sensible(period);
    }

    pub(crate) fn add_layer<T: Transport>(
        &mut self,
        layer: impl Fn(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) {
        self.layers.push(Arc::new(move |inner| Arc::new(layer(inner))));
    }

    /// What requests are sent with.
    pub(crate) fn caller(&self, transport: impl Transport, witnesses: Witnesses) -> Caller {
        let innermost: Arc<dyn Transport> = Arc::new(transport);
        let layered = self.layers.iter().fold(innermost, |inner, layer| layer(inner));
        let retrying = Retrying::new(layered, self.retry);
        Caller::new(Arc::new(retrying), self.request_deadline, witnesses, self.retry)
    }
}

/// A period that neither keeps the machine busy nor overflows a clock.
pub(crate) fn sensible(period: Duration) -> Duration {
    period.clamp(Duration::from_millis(10), Duration::from_secs(86_400))
}

/// What there is when a connection has just been opened.
pub(crate) struct Opening<T> {
    pub(crate) door: Door,
    pub(crate) socket: EventSocket,
    pub(crate) transport: T,
    pub(crate) requests: Requests,
    pub(crate) names: Arc<Names>,
    pub(crate) subscribe_all: bool,
}

/// The client of a connection, with the stream that sees its first frame.
pub(crate) fn begin<A: Api, T: Transport>(
    settings: &Settings,
    opening: Opening<T>,
) -> (Client<A>, Events<A>) {
    let Opening { door, socket, transport, requests, names, subscribe_all } = opening;
    let hub = Arc::new(Hub::new(A::SESSION, subscribe_all));
    if door.is_awaited() {
        // What it hears of is not known yet, so that some may come twice.
        hub.may_repeat();
    }
    let registry = Arc::new(Registry::new(hub.clone(), names.clone()));
    let subscriptions = Arc::new(Subscriptions::new(hub.clone()));
    let witnesses: Witnesses = Arc::new([registry.clone(), subscriptions.clone()]);
    let caller = settings.caller(transport, witnesses);
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
        restore: restore.clone(),
    };
    let link = Arc::new(link);
    let client = Client::connected(caller, hub, link, status, registry, restore, settings.capacity);
    // Before the first frame is read, so that it is seen.
    let events = client.events();
    tokio::spawn(task.run(socket, stopped));
    (client, events)
}
