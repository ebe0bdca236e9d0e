//! The server that every connection talks to: one model of calls behind one lock. It does not know how requests travel.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, mpsc};
use tokio::time::timeout_at;

use crate::message::{Reply, Request};
use crate::operations;
use crate::pbx::applications::Session;
use crate::pbx::{Pbx, Settings};
use crate::wire::{PerCall, RestResponse};

/// What is sent to the other side of an event websocket.
#[derive(Debug)]
pub(crate) enum Outgoing {
    /// A text frame.
    Frame(String),
    /// A binary frame, which only a fault sends.
    Binary(Vec<u8>),
    /// The close of a session that ends well.
    Close,
}

/// How many frames may wait for a reader before it is cut off, as Asterisk cuts off who does not read.
pub(crate) const OUTBOX: usize = 1 << 20;

/// Which event websocket. Never given twice, not even after a restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SessionId(pub u64);

/// The server, shared by every connection.
#[derive(Clone, Debug)]
pub(crate) struct Asterisk {
    pbx: Arc<Mutex<Pbx>>,
    /// The first alarm may be another now.
    alarms_changed: Arc<Notify>,
}

impl Asterisk {
    pub fn new(settings: Settings) -> Self {
        let alarms_changed = Arc::new(Notify::new());
        let pbx = Pbx::new(Arc::new(settings), alarms_changed.clone());
        Self { pbx: Arc::new(Mutex::new(pbx)), alarms_changed }
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request) -> Reply {
        let mut pbx = self.lock();
        let number = pbx.log.asked(request);
        let reply = operations::answer(&mut pbx, request);
        pbx.log.replied(number, &reply);
        reply
    }

    /// The operation that a request asks for, as `ari_generated::meta` names it; `None` where there is none.
    pub fn operation_of(&self, request: &Request) -> Option<&'static str> {
        operations::routes::find(&request.method, &request.path).ok().map(|it| it.operation)
    }

    /// An event websocket opens for these applications. The outbox is dropped when the session is over.
    pub fn open(
        &self,
        applications: &[String],
        subscribe_all: bool,
        outbox: mpsc::Sender<Outgoing>,
    ) -> SessionId {
        let session = Session { applications: applications.to_vec(), outbox, outbound: false };
        self.lock().open_session(subscribe_all, session)
    }

    /// A persistent outbound websocket exists, and its applications with it, connected or not. A full outbox loses what
    /// does not fit, and stays.
    pub fn open_outbound(
        &self,
        applications: &[String],
        subscribe_all: bool,
        outbox: mpsc::Sender<Outgoing>,
    ) -> SessionId {
        let session = Session { applications: applications.to_vec(), outbox, outbound: true };
        self.lock().open_session(subscribe_all, session)
    }

    /// An outbound websocket is connected, for the first time or again: `ApplicationRegistered` of each of its
    /// applications goes to its outbox. For that of a call, the call may enter its application.
    pub fn outbound_connected(&self, session: SessionId) {
        self.lock().outbound_connected(session);
    }

    /// The outbound websocket of a call could not be connected; `close` follows.
    pub fn outbound_failed(&self, session: SessionId) {
        self.lock().outbound_failed(session);
    }

    /// There are connections per call for these applications: the model asks for one by sending who it is.
    pub fn per_call(
        &self,
        applications: &[String],
        subscribe_all: bool,
        asks: mpsc::Sender<PerCall>,
    ) {
        self.lock().connect_per_call(applications, subscribe_all, &asks);
    }

    /// A response on the session that the request came by, even if its applications were taken over meanwhile. It is
    /// sent like an event of the session's first application: behind the events that are already on their way, through
    /// the application's filter, with `application`, `timestamp` and `asterisk_id` behind its other keys.
    pub fn respond(&self, session: SessionId, response: &RestResponse) {
        self.lock().respond(session, response);
    }

    /// An event websocket has closed, or its outbound websocket is given up. Unknown sessions are nothing new.
    pub fn close(&self, session: SessionId) {
        self.lock().close_session(session);
    }

    /// Everything is as it was at first; outboxes and what asks for connections are dropped.
    pub fn restart(&self) {
        self.lock().restart();
        self.alarms_changed.notify_one();
    }

    /// It is over: telephones that are in a call learn it.
    pub fn end(&self) {
        let mut pbx = self.lock();
        pbx.phones = pbx.phones.after_restart();
    }

    /// Takes an application from its session, as a second client would; `false` when nobody has it.
    pub fn replace_application(&self, application: &str) -> bool {
        self.lock().take_application(application)
    }

    /// Does what is due whenever it is due, and never returns.
    pub async fn keep_time(&self) {
        loop {
            // Asked for before looking, so that no change is missed.
            let changed = self.alarms_changed.notified();
            let first = {
                let mut pbx = self.lock();
                pbx.ring();
                pbx.alarms.first()
            };
            match first {
                Some(at) => drop(timeout_at(at, changed).await),
                None => changed.await,
            }
        }
    }

    /// The model, for as long as nobody else needs it.
    pub fn lock(&self) -> MutexGuard<'_, Pbx> {
        self.pbx.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
