//! Requests on the event connection: which wait for it, which are under way, and what becomes of each; owns no socket.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};

use crate::defaults;
use crate::error::{Error, ErrorKind};
use crate::request::Request;
use crate::request::caller::{after, no_answer};
use crate::request::response::Response;
use crate::transport::http::HttpTransport;
use crate::transport::{Responding, Transport, wire};

/// Both ends: what requests are sent with, and what the task that owns the connection takes them from.
pub(crate) fn pair(http: Option<HttpTransport>) -> (WebsocketTransport, Requests) {
    let (sender, waiting) = mpsc::channel(defaults::REQUESTS_UNDER_WAY);
    let transport = WebsocketTransport { waiting: sender, numbers: Arc::default(), http };
    (transport, Requests { waiting: Some(waiting), under_way: VecDeque::new() })
}

/// Sends requests over the event connection; what that cannot carry, and what comes when it is over, over HTTP where
/// there is that.
#[derive(Clone)]
pub(crate) struct WebsocketTransport {
    waiting: mpsc::Sender<Ticket>,
    /// Over all connections, so that no late response is taken for another's.
    numbers: Arc<AtomicU64>,
    http: Option<HttpTransport>,
}

/// A request that waits until it can leave.
pub(crate) struct Ticket {
    number: u64,
    frame: String,
    is_read: bool,
    stage: Stage,
    answer: oneshot::Sender<Result<Response, Error>>,
}

/// Has a request left? Whoever wants to know and whoever has it leave may come at the same moment.
#[derive(Clone, Default)]
struct Stage(Arc<AtomicU8>);

impl Stage {
    const WAITS: u8 = 0;
    const LEFT: u8 = 1;
    const WITHDRAWN: u8 = 2;

    fn reach(&self, stage: u8) -> bool {
        let (order, failure) = (Ordering::AcqRel, Ordering::Acquire);
        self.0.compare_exchange(Self::WAITS, stage, order, failure).is_ok()
    }

    /// It leaves, unless it was withdrawn.
    fn leave(&self) -> bool {
        self.reach(Self::LEFT)
    }

    /// It will not leave, unless it has.
    fn withdraw(&self) -> bool {
        self.reach(Self::WITHDRAWN)
    }
}

impl Transport for WebsocketTransport {
    fn send(&self, request: Request) -> Responding {
        Box::pin(self.clone().exchange(request))
    }
}

impl WebsocketTransport {
    async fn exchange(self, mut request: Request) -> Result<Response, Error> {
        if request.operation().is_bytes() {
            let refused = || {
                Error::invalid("a websocket carries no bytes, and no HTTP is configured")
                    .with_advice("ask a client that speaks HTTP: `Ari::rest`")
            };
            return self.over_http(request, refused).await;
        }
        let number = self.numbers.fetch_add(1, Ordering::Relaxed) + 1;
        let frame = wire::question(number, &request)?;
        let limit = request.deadline().unwrap_or(defaults::REQUEST_DEADLINE);
        let deadline = after(limit);
        let (answer, answered) = oneshot::channel();
        let stage = Stage::default();
        let is_read = request.method().is_read();
        let ticket = Ticket { number, frame, is_read, stage: stage.clone(), answer };
        let exchange = async {
            if self.waiting.send(ticket).await.is_err() {
                return None;
            }
            answered.await.ok()
        };
        match timeout_at(deadline, exchange).await {
            Ok(Some(result)) => result,
            // The connection is over, and whoever owned it is gone.
            Ok(None) if stage.withdraw() => {
                request.set_deadline(deadline.saturating_duration_since(Instant::now()));
                let over = || Error::new(ErrorKind::Closed, "the connection to Asterisk is over");
                self.over_http(request, over).await
            }
            Ok(None) => Err(lost(is_read, CUT)),
            Err(_) if stage.withdraw() => Err(not_sent(limit)),
            Err(_) => Err(no_answer(is_read, limit)),
        }
    }

    fn over_http(&self, request: Request, otherwise: impl FnOnce() -> Error) -> Responding {
        match &self.http {
            Some(http) => http.send(request),
            None => {
                let error = otherwise();
                Box::pin(async move { Err(error) })
            }
        }
    }
}

/// The end of the task that owns the connection.
pub(crate) struct Requests {
    /// `None` where requests travel otherwise.
    waiting: Option<mpsc::Receiver<Ticket>>,
    /// In the order in which they left, which is that of their responses.
    under_way: VecDeque<UnderWay>,
}

struct UnderWay {
    number: u64,
    is_read: bool,
    answer: oneshot::Sender<Result<Response, Error>>,
}

impl UnderWay {
    /// An error means that its time was up.
    fn settle(self, result: Result<Response, Error>) {
        let _ = self.answer.send(result);
    }

    fn lose(self, why: &'static str) {
        let error = lost(self.is_read, why);
        self.settle(Err(error));
    }
}

impl Requests {
    /// Where requests travel otherwise.
    pub(crate) fn none() -> Self {
        Self { waiting: None, under_way: VecDeque::new() }
    }

    /// Do requests travel on the connection at all?
    pub(crate) fn travel_here(&self) -> bool {
        self.waiting.is_some()
    }

    /// Does nobody wait for a response?
    pub(crate) fn are_settled(&self) -> bool {
        self.under_way.iter().all(|it| it.answer.is_closed())
    }

    /// The frame of the next request that is to leave; cancelling it loses nothing.
    pub(crate) async fn next(&mut self) -> String {
        loop {
            // Where nothing is answered any more, those that wait are better off not sent.
            if !self.has_room() {
                return std::future::pending().await;
            }
            let Some(waiting) = &mut self.waiting else { return std::future::pending().await };
            let Some(ticket) = waiting.recv().await else { return std::future::pending().await };
            if let Some(frame) = self.begin(ticket) {
                return frame;
            }
        }
    }

    /// The same, if there is one at once.
    pub(crate) fn try_next(&mut self) -> Option<String> {
        loop {
            if !self.has_room() {
                return None;
            }
            let ticket = self.waiting.as_mut()?.try_recv().ok()?;
            if let Some(frame) = self.begin(ticket) {
                return Some(frame);
            }
        }
    }

    fn has_room(&mut self) -> bool {
        if self.under_way.len() >= defaults::REQUESTS_UNDER_WAY {
            self.under_way.retain(|it| !it.answer.is_closed());
        }
        self.under_way.len() < defaults::REQUESTS_UNDER_WAY
    }

    fn begin(&mut self, ticket: Ticket) -> Option<String> {
        let Ticket { number, frame, is_read, stage, answer } = ticket;
        // Nobody waits for it any more.
        if answer.is_closed() || !stage.leave() {
            return None;
        }
        self.under_way.push_back(UnderWay { number, is_read, answer });
        Some(frame)
    }

    /// Is this frame a response?
    pub(crate) fn expect(&self, frame: &str) -> bool {
        self.waiting.is_some() && wire::is_answer(frame)
    }

    /// Gives a response to whoever waits for it.
    pub(crate) fn take(&mut self, frame: &str) {
        match wire::answered(frame) {
            Some(number) => {
                let Some(place) = self.under_way.iter().position(|it| it.number == number) else {
                    return;
                };
                for earlier in self.under_way.drain(..place) {
                    earlier.lose("a later request was answered, and this one was not");
                }
            }
            // What it could not read has no number, and came in its turn.
            None => tracing::error!("Asterisk did not understand a request"),
        }
        if let Some(under_way) = self.under_way.pop_front() {
            under_way.settle(wire::answer(frame));
        }
    }

    /// The connection was lost with what was under way; what waits goes on waiting.
    pub(crate) fn lose(&mut self) {
        for under_way in self.under_way.drain(..) {
            under_way.lose(CUT);
        }
    }
}

const CUT: &str = "the connection ended before the response";

fn lost(is_read: bool, why: &'static str) -> Error {
    let kind = if is_read { ErrorKind::NoAnswer } else { ErrorKind::OutcomeUnknown };
    Error::new(kind, why)
}

fn not_sent(limit: Duration) -> Error {
    let message = format!("there was no connection, or no end of earlier requests, for {limit:?}");
    Error::new(ErrorKind::NotSent, message)
}
