//! What a scenario acts on: requests to one server, its event sockets, and waiting; writes down all that happens.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use reqwest::{Client, Method, Url};
use serde_json::Value;

use crate::record::{Body, Entry, Exchange, Frame, Record};
use crate::socket::Socket;
use crate::{Server, raw};

/// How long anything is waited for.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// How long nothing must happen for the server to count as at rest.
const SILENCE: Duration = Duration::from_millis(250);

/// A scenario cannot go on, with the reason; what happened until then is compared.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stuck(pub String);

/// What a scenario ends with.
pub type Run = Result<(), Stuck>;

/// An answer that a scenario may look at.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The JSON, or null.
    pub body: Value,
}

/// A server, the sockets a scenario opened, and the record.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stage {
    server: Server,
    http: Client,
    record: Record,
    sockets: BTreeMap<String, Socket>,
    /// The entries that a wait has found.
    taken: BTreeSet<usize>,
    asked: usize,
}

impl Stage {
    /// Before anything happens.
    ///
    /// # Panics
    ///
    /// There can be no HTTP client.
    pub fn new(server: Server) -> Self {
        // Another thread may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().timeout(PATIENCE).build().expect("an HTTP client");
        let (record, sockets) = (Record::default(), BTreeMap::new());
        Self { server, http, record, sockets, taken: BTreeSet::new(), asked: 0 }
    }

    /// What happened so far.
    pub fn entries(&self) -> Vec<Entry> {
        self.record.entries()
    }

    /// Writes down why the scenario ended early.
    pub fn give_up(&self, why: Stuck) {
        self.record.add(Entry::Stuck(why.0));
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    // Sockets.

    /// Opens the events of an application.
    pub async fn open(&mut self, app: &str) -> Run {
        self.open_as(app, &[("app", app)]).await
    }

    /// Opens events with a query of one's own, under a name for the transcript.
    pub async fn open_as(&mut self, socket: &str, query: &[(&str, &str)]) -> Run {
        let url = self.url("events", query)?;
        let opened = Socket::open(socket, &self.server, url, self.record.clone()).await?;
        self.sockets.insert(socket.to_owned(), opened);
        Ok(())
    }

    /// Closes a socket and waits for its end.
    pub async fn close(&mut self, socket: &str) -> Run {
        let open = self.sockets.remove(socket).ok_or_else(|| stuck("no socket", socket))?;
        open.close().await
    }

    /// Sends text over a socket.
    pub async fn send(&mut self, socket: &str, text: &str) -> Run {
        let open = self.sockets.get_mut(socket).ok_or_else(|| stuck("no socket", socket))?;
        open.send(text).await
    }

    /// Sends a request over a socket and waits for its answer. A request id is added if there is none.
    pub async fn ask(&mut self, socket: &str, mut request: Value) -> Result<Answer, Stuck> {
        self.asked += 1;
        let own = format!("request-{}", self.asked);
        let id = request["request_id"].as_str().unwrap_or(&own).to_owned();
        request["request_id"] = Value::String(id.clone());
        self.ask_text(socket, &request.to_string(), &id).await
    }

    /// The same, where it counts which events about something, such as `channel near`, come before the answer.
    pub async fn ask_among(
        &mut self,
        socket: &str,
        subject: &str,
        request: Value,
    ) -> Result<Answer, Stuck> {
        self.record.add(Entry::Among(socket.to_owned(), subject.to_owned()));
        self.ask(socket, request).await
    }

    /// The same with any text, of which the answer has this request id.
    pub async fn ask_text(
        &mut self,
        socket: &str,
        text: &str,
        request_id: &str,
    ) -> Result<Answer, Stuck> {
        self.send(socket, text).await?;
        let what = format!("RESTResponse to {request_id:?} on {socket}");
        let frame = self
            .take(&what, |it| {
                it.kind() == "RESTResponse"
                    && it.socket == socket
                    && it.event["request_id"] == request_id
            })
            .await?;
        let body = frame["message_body"].as_str().map(|it| Body::of(it.as_bytes()));
        let status = frame["status_code"].as_u64().unwrap_or_default() as u16;
        let request: Value = serde_json::from_str(text).unwrap_or_default();
        let mut shown = frame.clone();
        if let Some(shown) = shown.as_object_mut() {
            shown.remove("message_body");
        }
        let body = body.unwrap_or(Body::Empty);
        self.record.add(Entry::Exchange(Exchange {
            socket: socket.to_owned(),
            method: request["method"].as_str().unwrap_or("?").to_owned(),
            target: request["uri"].as_str().unwrap_or("?").to_owned(),
            sent: Some(text.to_owned()),
            status,
            headers: [("frame".to_owned(), shown.to_string())].into(),
            body: body.clone(),
            raw: frame["message_body"].as_str().unwrap_or_default().to_owned(),
        }));
        Ok(Answer { status, body: body.json().clone() })
    }

    // Requests.

    /// `GET /ari/{path}`.
    pub async fn get(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Stuck> {
        self.call("GET", path, query, None).await
    }

    /// `POST /ari/{path}`.
    pub async fn post(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Stuck> {
        self.call("POST", path, query, None).await
    }

    /// `PUT /ari/{path}`.
    pub async fn put(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Stuck> {
        self.call("PUT", path, query, None).await
    }

    /// `DELETE /ari/{path}`.
    pub async fn delete(&mut self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Stuck> {
        self.call("DELETE", path, query, None).await
    }

    /// Hangs up a channel that the application made, and waits for its end.
    pub async fn hang_up(&mut self, id: &str) -> Run {
        self.delete(&format!("channels/{id}"), &[]).await?;
        self.event("ChannelDestroyed", id).await?;
        Ok(())
    }

    /// Any verb, with JSON.
    pub async fn call(
        &mut self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Result<Answer, Stuck> {
        let body = body.map(|it| ("application/json", it.to_string()));
        self.call_text(method, path, query, body).await
    }

    /// Any verb, with text of a content type.
    pub async fn call_text(
        &mut self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<(&str, String)>,
    ) -> Result<Answer, Stuck> {
        let exchange = self.exchange(method, path, query, body).await?;
        let answer = Answer { status: exchange.status, body: exchange.body.json().clone() };
        self.record.add(Entry::Exchange(exchange));
        Ok(answer)
    }

    /// `GET`, of which only the form is compared: which members there are, and of which types.
    pub async fn outline(&mut self, path: &str, query: &[(&str, &str)]) -> Run {
        let mut exchange = self.exchange("GET", path, query, None).await?;
        if let Body::Json(value) = &exchange.body {
            exchange.body = Body::Json(form(value));
        }
        self.record.add(Entry::Exchange(exchange));
        Ok(())
    }

    /// Asks with GET until the answer is the wanted one, and writes down only that one.
    pub async fn eventually(
        &mut self,
        path: &str,
        wanted: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Stuck> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let exchange = self.exchange("GET", path, &[], None).await?;
            let answer = Answer { status: exchange.status, body: exchange.body.json().clone() };
            let late = Instant::now() > deadline;
            if wanted(&answer) || late {
                self.record.add(Entry::Exchange(exchange));
                let missed = format!("{path} stayed at {}", answer.body);
                return if late { Err(Stuck(missed)) } else { Ok(answer) };
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Sends bytes over a connection of its own, such as a handshake, and writes down the first answer.
    pub async fn raw(&mut self, request: &str) -> Result<u16, Stuck> {
        let exchange = raw::exchange(&self.server, request).await?;
        let status = exchange.status;
        self.record.add(Entry::Exchange(exchange));
        Ok(status)
    }

    async fn exchange(
        &self,
        method: &str,
        path: &str,
        query: &[(&str, &str)],
        body: Option<(&str, String)>,
    ) -> Result<Exchange, Stuck> {
        let url = self.url(path, query)?;
        let path = path.split('?').next().unwrap_or(path);
        let target = url.query().map_or(path.to_owned(), |it| format!("{path}?{it}"));
        let verb = Method::from_bytes(method.as_bytes()).map_err(|it| stuck("no method", it))?;
        let mut request =
            self.http.request(verb, url).basic_auth(&self.server.user, Some(&self.server.password));
        let sent = body.as_ref().map(|it| it.1.clone());
        if let Some((kind, text)) = body {
            request = request.header("content-type", kind).body(text);
        }
        let response = request.send().await.map_err(|it| stuck("no answer", it))?;
        let status = response.status().as_u16();
        let headers = response.headers();
        let headers = raw::TELLING.iter().filter_map(|name| {
            Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.to_owned()))
        });
        let headers = headers.collect();
        let bytes = response.bytes().await.map_err(|it| stuck("no body", it))?;
        let (socket, method) = (String::new(), method.to_owned());
        let (body, raw) = (Body::of(&bytes), String::from_utf8_lossy(&bytes).into_owned());
        Ok(Exchange { socket, method, target, sent, status, headers, body, raw })
    }

    fn url(&self, path: &str, query: &[(&str, &str)]) -> Result<Url, Stuck> {
        let url = format!("{}/ari/{path}", self.server.url);
        let url =
            if query.is_empty() { Url::parse(&url) } else { Url::parse_with_params(&url, query) };
        url.map_err(|it| stuck("no address", it))
    }

    // Waiting.

    /// The first event of a kind that concerns somebody and that was not waited for yet.
    pub async fn event(&mut self, kind: &str, id: &str) -> Result<Value, Stuck> {
        self.event_where(kind, id, |_| true).await
    }

    /// The same with a condition.
    pub async fn event_where(
        &mut self,
        kind: &str,
        id: &str,
        wanted: impl Fn(&Value) -> bool,
    ) -> Result<Value, Stuck> {
        let what = format!("{kind} of {id}");
        self.take(&what, |it| it.kind() == kind && concerns(&it.event, id) && wanted(&it.event))
            .await
    }

    /// Leaves a member of an event, such as `cause` or `bridge.channels`, uncompared, because two runs of the real Asterisk
    /// differ in it.
    pub fn either(&self, kind: &str, id: &str, member: &str) {
        let [kind, id, member] = [kind, id, member].map(str::to_owned);
        self.record.add(Entry::Either(kind, id, member));
    }

    /// Waits until nothing has happened for a while.
    pub async fn settle(&self) {
        self.record.quiet(SILENCE).await;
    }

    /// Lets time pass.
    pub async fn pause(&self, milliseconds: u64) {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }

    async fn take(&mut self, what: &str, wanted: impl Fn(&Frame) -> bool) -> Result<Value, Stuck> {
        let taken = &self.taken;
        let found = self.record.find(PATIENCE, |index, entry| match entry {
            Entry::Frame(frame) if !taken.contains(&index) && wanted(frame) => {
                Some((index, frame.event.clone()))
            }
            _ => None,
        });
        let (index, event) = found.await.ok_or_else(|| Stuck(format!("no {what}")))?;
        self.taken.insert(index);
        Ok(event)
    }
}

/// Whether an event is about the channel, bridge, playback, recording, device or application of this id.
pub(crate) fn concerns(event: &Value, id: &str) -> bool {
    let Some(event) = event.as_object() else { return false };
    event.iter().any(|(key, value)| match value {
        Value::String(text) => key != "type" && text == id,
        Value::Object(part) => ["id", "name", "resource"]
            .iter()
            .any(|it| part.get(*it).and_then(Value::as_str) == Some(id)),
        _ => false,
    })
}

/// JSON with the types in place of the values, and each form once in a list.
fn form(value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(key, it)| (key.clone(), form(it))).collect(),
        Value::Array(items) => {
            let forms: BTreeMap<String, Value> =
                items.iter().map(form).map(|it| (it.to_string(), it)).collect();
            Value::Array(forms.into_values().collect())
        }
        Value::String(_) => "a string".into(),
        Value::Number(_) => "a number".into(),
        Value::Bool(_) => "a boolean".into(),
        Value::Null => Value::Null,
    }
}

pub(crate) fn stuck(what: &str, why: impl std::fmt::Display) -> Stuck {
    Stuck(format!("{what}: {why}"))
}
