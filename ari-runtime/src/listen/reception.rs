//! The task of a server: accepts, has everybody greeted in a task of its own, and gives who comes back to the client that
//! was lost.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;

use crate::api::Api;
use crate::client::Client;
use crate::defaults;
use crate::listen::admission::Visitor;
use crate::listen::greeting::{Greeting, Guest, Unwelcome};
use crate::listen::listener::Accepted;
use crate::session::assembly::{Opening, begin};
use crate::session::door::{Arrival, Door};
use crate::session::health::Status;
use crate::session::link::Stopped;
use crate::session::names::Names;
use crate::session::settings::Settings;
use crate::session::socket::EventSocket;
use crate::transport::http::HttpTransport;
use crate::transport::websocket;

/// The pause after the system had no resources for another connection.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Everything the task needs.
pub(crate) struct Reception<A: Api> {
    pub(crate) listener: TcpListener,
    pub(crate) greeting: Arc<Greeting>,
    pub(crate) places: Arc<Semaphore>,
    pub(crate) settings: Settings,
    pub(crate) http: Option<HttpTransport>,
    pub(crate) accepted: mpsc::Sender<Accepted<A>>,
}

/// A client whose Asterisk may come back.
struct Known {
    number: u64,
    visitor: Visitor,
    asterisk: String,
    names: Arc<Names>,
    status: Arc<Status>,
    arrivals: mpsc::Sender<Arrival>,
}

impl Known {
    fn is_of(&self, guest: &Guest) -> bool {
        self.asterisk == guest.asterisk
            && self.visitor.path == guest.visitor.path
            && self.visitor.query == guest.visitor.query
            && self.visitor.user == guest.visitor.user
            && self.names.had(&guest.application)
            && !guest.strangers.contains(&self.number)
    }
}

/// Those who came in, and may come back.
#[derive(Default)]
struct Register {
    known: Vec<Known>,
    number: u64,
}

impl<A: Api> Reception<A>
where
    A::Client: From<Client<A>>,
{
    /// Accepts until the server is dropped or closed.
    pub(crate) async fn run(self, mut stopped: Stopped) {
        let mut register = Register::default();
        let mut greetings: JoinSet<Result<Guest, Unwelcome>> = JoinSet::new();
        // Those whose earlier connection turns out to be alive come out again, those that are turned away do not.
        let mut returning: JoinSet<Option<Guest>> = JoinSet::new();
        loop {
            tokio::select! {
                () = stopped.stopped() => return,
                // Others wait in the system's queue.
                connection = self.listener.accept(), if greetings.len() + returning.len() < defaults::GREETINGS => {
                    match connection {
                        Ok((stream, remote)) => {
                            let greeting = self.greeting.clone();
                            greetings.spawn(greeting.greet(stream, remote));
                        }
                        Err(error) => self.trouble(&error).await,
                    }
                }
                Some(greeted) = greetings.join_next() => {
                    if let Some(guest) = welcome(greeted) {
                        self.receive(guest, &mut register, &mut returning);
                    }
                }
                Some(returned) = returning.join_next() => {
                    if let Ok(Some(guest)) = returned {
                        self.receive(guest, &mut register, &mut returning);
                    }
                }
            }
        }
    }

    /// The client that was lost goes on, unless it has not lost anything; who has none gets one.
    fn receive(
        &self,
        guest: Guest,
        register: &mut Register,
        returning: &mut JoinSet<Option<Guest>>,
    ) {
        register.known.retain(|it| !it.arrivals.is_closed());
        // One that is known to be lost is asked before one that may be.
        let candidates = register.known.iter().filter(|it| it.is_of(&guest));
        let Some(known) = candidates.min_by_key(|it| !it.status.is_down()) else {
            return self.begin(guest, register, returning);
        };
        let Guest { visitor, socket, application, asterisk, mut strangers } = guest;
        strangers.push(known.number);
        let (declined, back) = oneshot::channel();
        match known.arrivals.try_send(Arrival { socket, declined }) {
            Ok(()) => drop(returning.spawn(async move {
                let socket = back.await.ok()?;
                Some(Guest { visitor, socket, application, asterisk, strangers })
            })),
            // The client has just ended.
            Err(TrySendError::Closed(Arrival { socket, .. })) => {
                let guest = Guest { visitor, socket, application, asterisk, strangers };
                self.receive(guest, register, returning);
            }
            Err(TrySendError::Full(_)) => {
                tracing::warn!(
                    application,
                    "Asterisk connected again before it was known whether it has a connection"
                );
            }
        }
    }

    /// A client of its own, if there is a place.
    fn begin(&self, guest: Guest, register: &mut Register, returning: &mut JoinSet<Option<Guest>>) {
        let Guest { visitor, socket, application, asterisk, .. } = guest;
        let Ok(place) = self.places.clone().try_acquire_owned() else {
            tracing::warn!(remote = %visitor.remote, application, "too many connections, so it was turned away");
            return turn_away(socket, returning);
        };
        tracing::info!(remote = %visitor.remote, application, "Asterisk connected");
        let names = Names::new(vec![application]);
        let (arrivals, door) = mpsc::channel(1);
        let (transport, requests) = websocket::pair(self.http.clone());
        let opening = Opening {
            door: Door::Awaits(door),
            socket,
            transport,
            requests,
            http: self.http.clone(),
            names: names.clone(),
            subscribe_all: false,
            place: Some(place),
        };
        let (client, events) = begin::<A, _>(&self.settings, opening);
        let status = client.status().clone();
        let accepted = Accepted { ari: client.into(), events, visitor: visitor.clone() };
        // As many fit as there may be clients.
        if self.accepted.try_send(accepted).is_err() {
            tracing::error!("nobody takes connections, so one was closed");
            return;
        }
        register.number += 1;
        let number = register.number;
        register.known.push(Known { number, visitor, asterisk, names, status, arrivals });
    }

    async fn trouble(&self, error: &io::Error) {
        // One that was gone before it was accepted is no trouble.
        if error.kind() != io::ErrorKind::ConnectionAborted {
            tracing::error!(%error, "no connection can be accepted");
            sleep(EXHAUSTED).await;
        }
    }
}

fn turn_away(socket: EventSocket, returning: &mut JoinSet<Option<Guest>>) {
    returning.spawn(async move {
        socket.close().await;
        None
    });
}

fn welcome(greeted: Result<Result<Guest, Unwelcome>, JoinError>) -> Option<Guest> {
    match greeted {
        Ok(Ok(guest)) => Some(guest),
        Ok(Err(error)) => {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            tracing::warn!(%error, cause, "a connection was turned away");
            None
        }
        Err(error) => {
            tracing::error!(%error, "greeting a connection failed");
            None
        }
    }
}
