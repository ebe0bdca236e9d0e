//! Requests and what becomes of them, as recorded from the real one; nothing travels here.

mod applications;
mod asterisk;
mod bridges;
mod brief;
mod broadcasts;
mod configuration;
mod device_states;
mod endpoints;
mod members;
mod playbacks;
mod recordings;
mod user_events;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::{Notify, mpsc};

use self::brief::brief;
use crate::asterisk::{Outgoing, SessionId};
use crate::dialplan::Dialplan;
use crate::message::{Content, Reply, Request};
use crate::operations::answer;
use crate::pbx::applications::Session;
use crate::pbx::channel::{Far, State};
use crate::pbx::life::New;
use crate::pbx::{Pbx, Settings};

/// A model without sockets, and those who would sit at its websockets.
pub(super) struct Bench {
    pub pbx: Pbx,
    outboxes: BTreeMap<String, (SessionId, mpsc::Receiver<Outgoing>)>,
}

impl Bench {
    pub fn new() -> Self {
        let sounds =
            [("mine", 1_000), ("hello-world", 1_420), ("tt-monkeys", 16_000), ("beep", 440)];
        let settings = Settings {
            dialplan: Dialplan::default(),
            channel_variables: Vec::new(),
            sounds: BTreeMap::from(
                sounds.map(|(name, long)| (name.to_owned(), Duration::from_millis(long))),
            ),
            other_sounds: Duration::from_millis(800),
            missing_sounds: BTreeSet::from(["nosuch".to_owned()]),
            only_these_sounds: false,
            endpoints: vec!["PJSIP/alice".to_owned(), "PJSIP/bob".to_owned()],
            ..Settings::default()
        };
        let pbx = Pbx::new(Arc::new(settings), Arc::new(Notify::new()));
        Self { pbx, outboxes: BTreeMap::new() }
    }

    /// The same, to which the application `menu` is connected.
    pub fn menu(subscribe_all: bool) -> Self {
        let mut bench = Self::new();
        bench.connects("menu", subscribe_all);
        bench
    }

    /// Somebody connects for an application.
    pub fn connects(&mut self, application: &str, subscribe_all: bool) {
        let (outbox, inbox) = mpsc::channel(10_000);
        let applications = vec![application.to_owned()];
        let session = Session { applications, outbox, outbound: false };
        let id = self.pbx.open_session(subscribe_all, session);
        self.outboxes.insert(application.to_owned(), (id, inbox));
    }

    pub fn disconnects(&mut self, application: &str) {
        let (id, _) = self.outboxes.remove(application).expect("it is connected");
        self.pbx.close_session(id);
    }

    /// The frames that have come since the last look.
    pub fn frames(&mut self, application: &str) -> Vec<String> {
        let (_, inbox) = self.outboxes.get_mut(application).expect("it is connected");
        let mut frames = Vec::new();
        while let Ok(Outgoing::Frame(frame)) = inbox.try_recv() {
            frames.push(frame);
        }
        frames
    }

    /// What an application was told, without the times.
    pub fn told(&mut self, application: &str) -> Vec<Value> {
        let frames = self.frames(application);
        frames
            .iter()
            .map(|it| {
                let mut event: Value = serde_json::from_str(it).expect("a frame is JSON");
                let fields = event.as_object_mut().expect("an event is an object");
                fields.remove("timestamp").expect("an event has its time");
                fields.remove("asterisk_id").expect("an event says whose it is");
                event
            })
            .collect()
    }

    /// The types of what an application was told.
    pub fn types(&mut self, application: &str) -> Vec<String> {
        let told = self.told(application);
        told.iter().map(|it| it["type"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// What the application `menu` was told since the last look, one line an event.
    pub fn heard(&mut self) -> Vec<String> {
        let frames = self.frames("menu");
        frames.iter().map(|it| brief(&serde_json::from_str(it).expect("an event"))).collect()
    }

    /// Asks without a body: `GET /applications/a?x=y`.
    pub fn ask(&mut self, line: &str) -> (u16, String) {
        self.ask_with(line, "")
    }

    /// Asks with JSON.
    pub fn ask_with(&mut self, line: &str, body: &str) -> (u16, String) {
        let (method, target) = line.split_once(' ').expect("verb and path");
        let reply = self.request(method, target, body);
        let text = match reply.content {
            Content::Nothing => String::new(),
            Content::Json(text) => text,
            other => format!("{other:?}"),
        };
        (reply.status, text)
    }

    /// The same, and what is told as JSON.
    pub fn model(&mut self, method: &str, target: &str) -> (u16, Value) {
        self.model_with(method, target, None)
    }

    pub fn model_with(&mut self, method: &str, target: &str, body: Option<Value>) -> (u16, Value) {
        let reply = self.reply(method, target, body);
        let body = match &reply.content {
            Content::Json(text) => serde_json::from_str(text).expect("a model"),
            _ => Value::Null,
        };
        (reply.status, body)
    }

    /// The status alone.
    pub fn does(&mut self, method: &str, target: &str) -> u16 {
        self.reply(method, target, None).status
    }

    pub fn reply(&mut self, method: &str, target: &str, body: Option<Value>) -> Reply {
        self.request(method, target, &body.map_or_else(String::new, |it| it.to_string()))
    }

    fn request(&mut self, method: &str, target: &str, body: &str) -> Reply {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pairs = query.split('&').filter_map(|it| it.split_once('='));
        let request = Request {
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            content_type: (!body.is_empty()).then(|| "application/json".to_owned()),
            body: body.as_bytes().to_vec(),
            read_only: false,
        };
        answer(&mut self.pbx, &request)
    }

    /// Time goes by.
    pub async fn wait(&mut self, millis: u64) {
        tokio::time::advance(Duration::from_millis(millis)).await;
        self.pbx.ring();
    }

    /// Somebody has called and is in the application `menu`; nothing of that is told on.
    pub fn call(&mut self, id: &str) {
        self.called(id, Far::Phone);
    }

    pub fn called(&mut self, id: &str, far: Far) {
        self.pbx.make(New {
            id: id.to_owned(),
            name: format!("PJSIP/{id}-1"),
            device: format!("PJSIP/{id}"),
            state: State::Up,
            context: "default".to_owned(),
            extension: "s".to_owned(),
            far,
        });
        self.pbx.enter(id, "menu", &[]);
        self.frames("menu");
    }

    /// A channel that does nothing.
    pub fn channel(&mut self, id: &str, device: &str) {
        self.pbx.make(New {
            id: id.to_owned(),
            name: format!("{device}-00000001"),
            device: device.to_owned(),
            state: State::Down,
            context: "default".to_owned(),
            extension: "1000".to_owned(),
            far: Far::Media,
        });
    }
}

/// A failure as ARI words it.
pub(super) fn failure(status: u16, message: &str) -> (u16, String) {
    (status, format!(r#"{{"message":"{message}"}}"#))
}
