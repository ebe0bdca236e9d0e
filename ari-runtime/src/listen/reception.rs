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
use crate::listen::greeting::{Greeting, Guest, Unwelcome};
use crate::listen::listener::Accepted;
use crate::session::assembly::{Opening, begin};
use crate::session::door::{Arrival, Door};
use crate::session::link::Stopped;
use crate::session::names::Names;
use crate::session::settings::Settings;
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
    path: String,
    user: Option<String>,
    asterisk: String,
    names: Arc<Names>,
    arrivals: mpsc::Sender<Arrival>,
}

impl Known {
    fn is_of(&self, guest: &Guest) -> bool {
        self.asterisk == guest.asterisk
            && self.path == guest.visitor.path
            && self.user == guest.visitor.user
            && self.names.contains(&guest.application)
    }
}

impl<A: Api> Reception<A>
where
    A::Client: From<Client<A>>,
{
    /// Accepts until the server is dropped or closed.
    pub(crate) async fn run(self, mut stopped: Stopped) {
        let mut known: Vec<Known> = Vec::new();
        let mut greetings: JoinSet<Result<Guest, Unwelcome>> = JoinSet::new();
        // Those whose earlier connection turns out to be alive come out again.
        let mut returning: JoinSet<Option<Guest>> = JoinSet::new();
        loop {
            tokio::select! {
                () = stopped.stopped() => return,
                connection = self.listener.accept() => match connection {
                    Ok((stream, remote)) => match self.places.clone().try_acquire_owned() {
                        Ok(place) => {
                            let greeting = self.greeting.clone();
                            greetings.spawn(greeting.greet(stream, remote, place));
                        }
                        // As Asterisk itself does.
                        Err(_) => tracing::warn!(%remote, "too many connections, so it was turned away"),
                    },
                    Err(error) => self.trouble(&error).await,
                },
                Some(greeted) = greetings.join_next() => {
                    if let Some(guest) = welcome(greeted) {
                        known.retain(|it| !it.arrivals.is_closed());
                        let new = match known.iter().find(|it| it.is_of(&guest)) {
                            Some(known) => go_on(known, guest, &mut returning),
                            None => Some(guest),
                        };
                        known.extend(new.and_then(|guest| self.begin(guest)));
                    }
                }
                Some(returned) = returning.join_next() => {
                    if let Ok(Some(guest)) = returned {
                        known.extend(self.begin(guest));
                    }
                }
            }
        }
    }

    /// A client of its own.
    fn begin(&self, guest: Guest) -> Option<Known> {
        let Guest { visitor, socket, application, asterisk } = guest;
        tracing::info!(remote = %visitor.remote, application, "Asterisk connected");
        let names = Names::new(vec![application]);
        let (arrivals, door) = mpsc::channel(1);
        let (transport, requests) = websocket::pair(self.http.clone());
        let known = Known {
            path: visitor.path.clone(),
            user: visitor.user.clone(),
            asterisk,
            names: names.clone(),
            arrivals,
        };
        let (door, subscribe_all) = (Door::Awaits(door), false);
        let opening = Opening { door, socket, transport, requests, names, subscribe_all };
        let (client, events) = begin::<A, _>(&self.settings, opening);
        let accepted = Accepted { ari: client.into(), events, visitor };
        // As many fit as there may be connections.
        if self.accepted.try_send(accepted).is_err() {
            tracing::error!("nobody takes connections, so one was closed");
            return None;
        }
        Some(known)
    }

    async fn trouble(&self, error: &io::Error) {
        // One that was gone before it was accepted is no trouble.
        if error.kind() != io::ErrorKind::ConnectionAborted {
            tracing::error!(%error, "no connection can be accepted");
            sleep(EXHAUSTED).await;
        }
    }
}

/// The client that was lost goes on, unless it has not lost anything; gives back who needs a client of its own.
fn go_on(known: &Known, guest: Guest, returning: &mut JoinSet<Option<Guest>>) -> Option<Guest> {
    let Guest { visitor, socket, application, asterisk } = guest;
    let (declined, back) = oneshot::channel();
    match known.arrivals.try_send(Arrival { socket, declined }) {
        Ok(()) => {
            returning.spawn(async move {
                let socket = back.await.ok()?;
                Some(Guest { visitor, socket, application, asterisk })
            });
            None
        }
        // The client has just ended.
        Err(TrySendError::Closed(Arrival { socket, .. })) => {
            Some(Guest { visitor, socket, application, asterisk })
        }
        Err(TrySendError::Full(_)) => {
            tracing::warn!(
                application,
                "Asterisk connected again before it was known whether it has a connection"
            );
            None
        }
    }
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
