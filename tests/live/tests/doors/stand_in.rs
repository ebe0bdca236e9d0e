//! A stand-in for Asterisk, since no real one answers late, falls silent or breaks off when it is told to.

use std::future::ready;
use std::net::SocketAddr;

use ari_generated::{Ari, Listener};
use ari_live_tests::{PATIENCE, eventually};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::Failure;

type Socket = WebSocketStream<TcpStream>;

/// The bytes of a ping.
pub const PING: &[u8] = &[0x89, 0];

/// Dials a server as Asterisk would, for the application `desk`.
pub fn dial(listener: &Listener) -> Dial {
    let headers = vec![("Sec-WebSocket-Protocol", "ari")];
    Dial { address: listener.local_addr(), target: "/door", headers, applications: vec!["desk"] }
}

/// How it dials.
pub struct Dial {
    address: SocketAddr,
    target: &'static str,
    headers: Vec<(&'static str, &'static str)>,
    applications: Vec<&'static str>,
}

impl Dial {
    /// At this path, and perhaps query.
    pub fn target(mut self, target: &'static str) -> Self {
        self.target = target;
        self
    }

    /// With a further header.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// For these applications.
    pub fn applications(mut self, applications: impl IntoIterator<Item = &'static str>) -> Self {
        self.applications = applications.into_iter().collect();
        self
    }

    /// Shows what it is asked, and leaves the answers to the test.
    pub async fn by_hand(self) -> Result<StandIn, Failure> {
        Ok(StandIn::new(timeout(PATIENCE, self.open()).await??))
    }

    /// Answers everything at once.
    pub async fn answering(self) -> Result<StandIn, Failure> {
        let mut stand_in = self.by_hand().await?;
        stand_in.answer_all();
        Ok(stand_in)
    }

    /// Reacts to nothing.
    pub async fn unresponsive(self) -> Result<Line, Failure> {
        Ok(Line(timeout(PATIENCE, self.open()).await??))
    }

    /// With which status it is turned away.
    pub async fn refused(self) -> Result<u16, Failure> {
        match timeout(PATIENCE, self.open()).await? {
            Ok(_) => Err("it was let in".into()),
            Err(tungstenite::Error::Http(response)) => Ok(response.status().as_u16()),
            Err(error) => Err(error.into()),
        }
    }

    async fn open(self) -> Result<Socket, tungstenite::Error> {
        let Self { address, target, headers, applications } = self;
        let stream = TcpStream::connect(address).await?;
        let mut request = format!("ws://{address}{target}").into_client_request()?;
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("the name of a header");
            request.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        let (mut socket, _) = client_async(request, stream).await?;
        for application in applications {
            socket.send(Message::text(registered(application))).await?;
        }
        Ok(socket)
    }
}

/// It says that it has this application.
pub fn registered(application: &str) -> String {
    event("ApplicationRegistered", application).to_string()
}

/// It says that another connection took this application.
pub fn replaced(application: &str) -> String {
    event("ApplicationReplaced", application).to_string()
}

/// An event of the application `desk`; two of one number are equal.
pub fn tick(number: u64) -> String {
    let mut event = event("ChannelUserevent", "desk");
    event["eventname"] = "tick".into();
    event["userevent"] = json!({ "number": number.to_string() });
    event.to_string()
}

fn event(kind: &str, application: &str) -> Value {
    json!({
        "type": kind, "timestamp": "2026-11-21T07:57:01.565+0000", "application": application,
        "asterisk_id": "aa:bb",
    })
}

/// A response that names no request, as Asterisk gives it to what it could not read.
pub fn nameless(status: u16) -> String {
    response("", status, Some(r#"{"message":"Unable to parse"}"#)).to_string()
}

fn response(id: &str, status: u16, body: Option<&str>) -> Value {
    let mut response = event("RESTResponse", "desk");
    response["transaction_id"] = id.into();
    response["request_id"] = id.into();
    response["status_code"] = status.into();
    response["reason_phrase"] = "as it says".into();
    if let Some(body) = body {
        response["content_type"] = "application/json".into();
        response["message_body"] = body.into();
    }
    response
}

/// A request that it got.
#[derive(Debug)]
pub struct Question(Value);

impl Question {
    fn read(message: &Message) -> Option<Self> {
        let question: Value = serde_json::from_str(message.to_text().ok()?).ok()?;
        (question["type"] == "RESTRequest").then_some(Self(question))
    }

    /// What it is about, such as `asterisk/ping`.
    pub fn uri(&self) -> &str {
        self.0["uri"].as_str().unwrap_or_default()
    }

    /// A parameter of its query, or nothing.
    pub fn parameter(&self, name: &str) -> &str {
        let all = self.0["query_strings"].as_array().into_iter().flatten();
        let mut found = all.filter(|it| it["name"] == name);
        found.next().and_then(|it| it["value"].as_str()).unwrap_or_default()
    }

    /// What Asterisk would answer; a variable has its own name as its value.
    fn answer(&self) -> String {
        let id = self.0["request_id"].as_str().unwrap_or_default();
        if self.0["method"] != "GET" {
            return response(id, 204, None).to_string();
        }
        let body = match self.uri().split_once('/') {
            Some(("applications", name)) => json!({
                "name": name, "channel_ids": [], "bridge_ids": [], "endpoint_ids": [],
                "device_names": [], "events_allowed": [], "events_disallowed": [],
            }),
            Some(("asterisk", "ping")) => json!({
                "asterisk_id": "aa:bb", "ping": "pong", "timestamp": "2026-11-21T07:57:01.565+0000",
            }),
            Some(("asterisk", "variable")) => json!({ "value": self.parameter("variable") }),
            _ => json!([]),
        };
        response(id, 200, Some(&body.to_string())).to_string()
    }
}

enum Order {
    Say(String),
    AnswerAll,
    Flood,
    FallSilent,
}

/// Answers pings, and requests as it is told; dropping it ends its connection without a close.
pub struct StandIn {
    questions: UnboundedReceiver<Question>,
    orders: UnboundedSender<Order>,
    task: JoinHandle<()>,
}

impl Drop for StandIn {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl StandIn {
    fn new(socket: Socket) -> Self {
        let (shown, questions) = unbounded_channel();
        let (orders, told) = unbounded_channel();
        let task = tokio::spawn(async move {
            // An error is the end of the connection.
            let _ = obey(socket, shown, told).await;
        });
        Self { questions, orders, task }
    }

    /// The next request.
    pub async fn request(&mut self) -> Result<Question, Failure> {
        let next = timeout(PATIENCE, self.questions.recv()).await;
        Ok(next.map_err(|_| "nothing is asked")?.ok_or("the connection was closed")?)
    }

    /// The next request that asks for the value of this variable, or sets it.
    pub async fn request_for(&mut self, variable: &str) -> Result<Question, Failure> {
        loop {
            let question = self.request().await?;
            if question.parameter("variable") == variable {
                return Ok(question);
            }
        }
    }

    /// Answers the question that follows the news of an application, so that nothing is under way any more.
    pub async fn introduce(&mut self, ari: &Ari) -> Result<(), Failure> {
        let question = self.request().await?;
        assert_eq!(question.uri(), "applications/desk");
        self.answer(&question);
        let answered = async || (ari.health().frames.responses == 1).then_some(());
        eventually("the answer arrives", answered).await;
        Ok(())
    }

    /// Waits until the connection was closed.
    pub async fn ended(&mut self) -> Result<(), Failure> {
        let end = async { while self.questions.recv().await.is_some() {} };
        Ok(timeout(PATIENCE, end).await.map_err(|_| "the connection is not closed")?)
    }

    /// Sends a frame.
    pub fn say(&self, frame: String) {
        self.order(Order::Say(frame));
    }

    /// Answers as Asterisk would.
    pub fn answer(&self, question: &Question) {
        self.say(question.answer());
    }

    /// Does so with what was not looked at yet, and with all that comes.
    pub fn answer_all(&mut self) {
        while let Ok(question) = self.questions.try_recv() {
            self.answer(&question);
        }
        self.order(Order::AnswerAll);
    }

    /// Sends events as fast as they go, beside its answers.
    pub fn flood(&self) {
        self.order(Order::Flood);
    }

    /// Neither reads nor sends any more, and keeps the connection.
    pub fn fall_silent(&self) {
        self.order(Order::FallSilent);
    }

    fn order(&self, order: Order) {
        // An error means that the connection is gone.
        let _ = self.orders.send(order);
    }
}

async fn obey(
    mut socket: Socket,
    shown: UnboundedSender<Question>,
    mut orders: UnboundedReceiver<Order>,
) -> Result<(), tungstenite::Error> {
    let (mut answers, mut floods, mut silent) = (false, false, false);
    let mut ticks = 0;
    loop {
        tokio::select! {
            message = socket.next(), if !silent => {
                let Some(message) = message.transpose()? else { return Ok(()) };
                let Some(question) = Question::read(&message) else { continue };
                if answers {
                    socket.send(Message::text(question.answer())).await?;
                }
                let _ = shown.send(question);
            }
            order = orders.recv() => match order {
                Some(Order::Say(frame)) => socket.send(Message::text(frame)).await?,
                Some(Order::AnswerAll) => answers = true,
                Some(Order::Flood) => floods = true,
                Some(Order::FallSilent) => (silent, floods) = (true, false),
                None => return Ok(()),
            },
            () = ready(()), if floods => {
                for _ in 0..50 {
                    ticks += 1;
                    socket.feed(Message::text(tick(ticks))).await?;
                }
                socket.flush().await?;
            }
        }
    }
}

/// A connection that is there, and not even a ping is answered on it.
pub struct Line(Socket);

impl Line {
    /// Waits until these bytes have come, among others.
    pub async fn until(&mut self, wanted: &[u8]) -> Result<(), Failure> {
        let (mut seen, mut buffer) = (Vec::new(), [0; 4096]);
        while !seen.windows(wanted.len()).any(|it| it == wanted) {
            // Not as a websocket, which would answer.
            let read = timeout(PATIENCE, self.0.get_mut().read(&mut buffer)).await;
            match read.map_err(|_| "nothing comes")?? {
                0 => return Err("the connection was closed".into()),
                read => seen.extend_from_slice(&buffer[..read]),
            }
        }
        Ok(())
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: String) -> Result<(), Failure> {
        Ok(self.0.send(Message::text(frame)).await?)
    }

    /// Breaks off, as a host does that has forgotten the connection.
    pub fn reset(self) -> Result<(), Failure> {
        Ok(self.0.get_ref().set_zero_linger()?)
    }
}
