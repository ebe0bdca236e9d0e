//! The client beneath the generated one: events, waiting, health and the end of the connection.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::sleep;

use crate::Text;
use crate::api::Api;
use crate::backoff::Backoff;
use crate::calls::belongings::Belongings;
use crate::calls::moves::{Moves, Moving};
use crate::calls::parting::Parting;
use crate::calls::registry::Registry;
use crate::defaults;
use crate::delivery::Ended;
use crate::delivery::hub::Hub;
use crate::delivery::waiter::Wait;
use crate::error::Error;
use crate::event::{ApiEvent, Payload, Subject};
use crate::request::Request;
use crate::request::caller::Caller;
use crate::request::draft::Draft;
use crate::request::release::Release;
use crate::request::reply::{Raw, Removed};
use crate::request::response::Response;
use crate::session::health::{Connection, Health, Status};
use crate::session::link::Link;
use crate::session::restore::Restore;
use crate::session::settings::Settings;
use crate::transport::Transport;
use crate::transport::http::HttpTransport;

/// A connection to one Asterisk; cheap to clone.
///
/// It lives as long as a clone, a stream, a wait or a request of it does.
pub struct Client<A: Api>(Arc<Inner<A>>);

struct Inner<A: Api> {
    parts: Parts<A::Event>,
    restore: Option<Restore<A::Event>>,
    parting: Mutex<Option<Parting<A>>>,
    moves: Arc<Moves>,
    capacity: usize,
}

/// What a client is put together of.
pub(crate) struct Parts<E: ApiEvent> {
    pub(crate) caller: Caller,
    #[cfg_attr(not(feature = "media"), expect(dead_code, reason = "only media need it"))]
    pub(crate) http: Option<HttpTransport>,
    pub(crate) hub: Arc<Hub<E>>,
    pub(crate) link: Option<Arc<Link>>,
    pub(crate) status: Arc<Status>,
    pub(crate) registry: Arc<Registry<E>>,
    pub(crate) belongings: Arc<Belongings>,
}

impl<A: Api> Clone for Client<A> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<A: Api> fmt::Debug for Client<A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

impl<A: Api> Client<A> {
    pub(crate) fn connected(
        parts: Parts<A::Event>,
        restore: Restore<A::Event>,
        capacity: usize,
    ) -> Self {
        Self::of_parts(parts, Some(restore), capacity)
    }

    /// A client without events.
    pub(crate) fn without_events(caller: Caller) -> Self {
        let ended = Ended::NoApplication;
        let hub = Arc::new(Hub::new(A::SESSION, false));
        hub.end(ended);
        let status = Status::new(Connection::Over(ended));
        let registry = Arc::new(Registry::new(hub.clone(), Arc::default()));
        let (http, link, belongings) = (None, None, Arc::default());
        let parts = Parts { caller, http, hub, link, status, registry, belongings };
        Self::of_parts(parts, None, 1)
    }

    fn of_parts(
        parts: Parts<A::Event>,
        restore: Option<Restore<A::Event>>,
        capacity: usize,
    ) -> Self {
        let (parting, moves) = (Mutex::default(), Arc::default());
        Self(Arc::new(Inner { parts, restore, parting, moves, capacity }))
    }

    pub(crate) fn status(&self) -> &Arc<Status> {
        &self.0.parts.status
    }

    pub(crate) fn hub(&self) -> &Arc<Hub<A::Event>> {
        &self.0.parts.hub
    }

    pub(crate) fn registry(&self) -> &Arc<Registry<A::Event>> {
        &self.0.parts.registry
    }

    pub(crate) fn belongings(&self) -> &Arc<Belongings> {
        &self.0.parts.belongings
    }

    /// What becomes of calls while service is being left.
    pub(crate) fn parting(&self) -> Option<Parting<A>> {
        self.0.parting.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn part_with(&self, parting: Parting<A>) {
        *self.0.parting.lock().unwrap_or_else(PoisonError::into_inner) = Some(parting);
    }

    /// These channels are being taken out of a bridge until the result is dropped.
    #[doc(hidden)]
    pub fn moving(&self, channels: impl IntoIterator<Item = impl AsRef<str>>) -> Moving {
        self.0.moves.begin(channels.into_iter().map(Text::new).collect())
    }

    /// Waits while a channel is being taken out of a bridge: what Asterisk is told to do with it then, it may lose.
    #[doc(hidden)]
    pub async fn has_moved(&self, channel: impl AsRef<str>) {
        self.0.moves.over(channel.as_ref()).await;
    }

    /// Where Asterisk is over HTTP, as far as that is known.
    #[cfg(feature = "media")]
    pub(crate) fn http(&self) -> Option<&HttpTransport> {
        self.0.parts.http.as_ref()
    }

    pub(crate) async fn hang_up(&self, id: &str) -> Result<(), Error> {
        let Some(operation) = A::SESSION.hangup_operation() else { return Ok(()) };
        let mut draft = Draft::new(operation);
        draft.segment(id.to_owned());
        let mut request = draft.finish()?;
        request.set_deadline(self.0.parts.caller.deadline());
        self.0.parts.caller.call::<Removed>(request).await.map(drop)
    }

    /// Sees whether requests are answered over this connection.
    pub(crate) async fn try_out(&self) -> Result<(), Error> {
        let Some(restore) = &self.0.restore else { return Ok(()) };
        restore.inquiry.try_out().await
    }

    /// Makes calls of what is in the applications already; goes on until everything was found out.
    pub(crate) async fn adopt_what_is_there(&self) {
        let Some(restore) = &self.0.restore else { return };
        self.0.parts.hub.adopts();
        let mut backoff = Backoff::new(defaults::LONGEST_BACKOFF);
        loop {
            let _look = self.0.parts.hub.look();
            let sight = restore.look().await;
            self.0.parts.hub.adopt(&sight.pictures);
            if sight.complete {
                return;
            }
            sleep(backoff.next()).await;
        }
    }

    /// A client over a transport of one's own, without events.
    #[doc(hidden)]
    pub fn over(transport: impl Transport) -> Self {
        Self::without_events(Settings::default().caller::<A>(transport, Arc::default()))
    }

    /// Sends a request as it stands and gives back what comes, whatever its status is.
    ///
    /// # Errors
    ///
    /// There is no response, or the request cannot be sent.
    pub async fn send(&self, request: Request) -> Result<Response, Error> {
        self.0.parts.caller.call::<Raw>(request).await
    }

    /// Which release the Asterisk is, by what it says of itself.
    ///
    /// With it, [`Request::missing_in`] tells before sending what this Asterisk lacks. It is asked each time: what a
    /// connection leads to when it was lost and made again may be another one.
    ///
    /// # Errors
    ///
    /// There is no answer, or it names no release: a development build
    /// ([`ErrorKind::Decode`](crate::ErrorKind::Decode)).
    pub async fn release(&self) -> Result<Release, Error> {
        self.0.parts.caller.release().await
    }

    /// The client's own applications, the one first that it was connected with first.
    #[doc(hidden)]
    pub fn own_applications(&self) -> Vec<String> {
        self.registry().names().now().to_vec()
    }

    /// Is it in an application as far as events told, or did this client make it, or does somebody follow it?
    #[doc(hidden)]
    pub fn knows(&self, subject: Subject<'_>) -> bool {
        self.hub().knows(&subject)
    }

    /// What generated code sends requests with.
    #[doc(hidden)]
    pub fn caller(&self) -> Caller {
        self.0.parts.caller.of(self.0.clone())
    }

    /// The client whose requests these are.
    #[doc(hidden)]
    pub fn of(caller: &Caller) -> Option<Self> {
        caller.owner()?.downcast().ok().map(Self)
    }

    pub(crate) fn stream_capacity(&self) -> usize {
        self.0.capacity
    }

    /// Waits for an event about one thing.
    #[doc(hidden)]
    pub fn wait_about<P: Payload<Event = A::Event>>(
        &self,
        subject: Subject<'_>,
        deadline: Duration,
    ) -> Wait<P> {
        Wait::new(&self.0.parts.hub, subject.into(), deadline, self.0.parts.link.clone())
    }

    /// Is there no event connection, and will there be none?
    #[doc(hidden)]
    pub fn is_over(&self) -> bool {
        self.0.parts.status.is_over()
    }

    /// Waits until Asterisk has been told to tell of a thing that is followed, if it has to be and can be.
    #[doc(hidden)]
    pub async fn is_told(&self, subject: Subject<'_>) {
        self.0.parts.hub.is_told(&subject.into()).await;
    }

    /// Was it in an application not long ago, and is it not any more?
    #[doc(hidden)]
    pub fn has_left(&self, subject: Subject<'_>) -> bool {
        self.hub().has_left(&subject)
    }

    /// What has taken a thing's place, directly or not.
    #[doc(hidden)]
    pub fn successor(&self, subject: Subject<'_>) -> Option<Text> {
        self.0.parts.hub.successor(&subject)
    }

    /// How the connection is doing, and what became of every frame and every item.
    pub fn health(&self) -> Health {
        let Parts { hub, status, registry, belongings, .. } = &self.0.parts;
        let (frames, deliveries) = (hub.frame_counts(), hub.delivery_counts());
        status.health(frames, deliveries, registry.live(), belongings.counts())
    }

    /// Closes the event connection; streams end with [`Ended::Closed`]. Requests still work where there is HTTP; on a
    /// connection that Asterisk made they end with [`ErrorKind::Closed`](crate::ErrorKind::Closed).
    ///
    /// Calls that are served are hung up then; [`drain`](Self::drain) first to let them go otherwise. What belongs to
    /// scopes is released. Takes at most a few seconds, whatever Asterisk does.
    pub async fn close(&self) {
        if let Some(link) = &self.0.parts.link {
            link.close().await;
        }
        // What scopes owned that ended meanwhile.
        self.belongings().settle().await;
    }
}
