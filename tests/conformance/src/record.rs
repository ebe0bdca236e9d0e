//! What happened in a scenario, as it was on the wire and in its order; compares nothing.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use tokio::sync::watch;

/// A request and its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange {
    /// The socket it went over, empty for HTTP.
    pub socket: String,
    /// The verb.
    pub method: String,
    /// What follows `/ari/`, with the query.
    pub target: String,
    /// What was sent along, as text.
    pub sent: Option<String>,
    /// The status.
    pub status: u16,
    /// The headers that say something, by lower-case name.
    pub headers: BTreeMap<String, String>,
    /// What came back.
    pub body: Body,
    /// The same as it was.
    pub raw: String,
}

/// An answer's body.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Body {
    /// Of no bytes.
    Empty,
    /// JSON.
    Json(Value),
    /// Other text.
    Text(String),
    /// Neither; of this, only the size is kept.
    Bytes(usize),
}

impl Body {
    /// Sorts bytes into one of them.
    pub fn of(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::Empty;
        }
        match (serde_json::from_slice(bytes), std::str::from_utf8(bytes)) {
            (Ok(value), _) => Self::Json(value),
            (_, Ok(text)) => Self::Text(text.to_owned()),
            _ => Self::Bytes(bytes.len()),
        }
    }

    /// The JSON, or null.
    pub fn json(&self) -> &Value {
        if let Self::Json(value) = self { value } else { &Value::Null }
    }
}

/// An event.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Frame {
    /// The socket it came by.
    pub socket: String,
    /// As it was.
    pub raw: String,
    /// Parsed.
    pub event: Value,
    /// Where `type` stands among the keys.
    pub type_at: Option<usize>,
}

impl Frame {
    /// A frame of a socket. What is no JSON becomes a JSON string.
    pub fn new(socket: &str, raw: String) -> Self {
        let event = serde_json::from_str(&raw).unwrap_or_else(|_| Value::String(raw.clone()));
        let keys = serde_json::from_str::<Keys>(&raw).map(|it| it.0).unwrap_or_default();
        let type_at = keys.iter().position(|it| it == "type");
        Self { socket: socket.to_owned(), raw, event, type_at }
    }

    /// Its type, or nothing.
    pub fn kind(&self) -> &str {
        self.event["type"].as_str().unwrap_or_default()
    }
}

/// An object's keys in their order on the wire.
struct Keys(Vec<String>);

impl<'de> Deserialize<'de> for Keys {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Keys;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Keys, A::Error> {
                let mut keys = Vec::new();
                while let Some((key, IgnoredAny)) = map.next_entry()? {
                    keys.push(key);
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

/// One thing that happened.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Entry {
    /// A request was answered.
    Exchange(Exchange),
    /// An event came.
    Frame(Frame),
    /// A socket ended.
    Note(String),
    /// The scenario could not go on.
    Stuck(String),
    /// A member of an event of this type about this id is a race of the real Asterisk's.
    Either(String, String, String),
    /// A request is sent, and it counts which events about this, such as `channel near`, come by this socket before its
    /// answer.
    Among(String, String),
}

/// Everything that happened, written by several and waited for by one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Record {
    entries: Arc<Mutex<Vec<Entry>>>,
    changed: Arc<watch::Sender<Instant>>,
}

impl Default for Record {
    fn default() -> Self {
        let changed = Arc::new(watch::Sender::new(Instant::now()));
        Self { entries: Arc::default(), changed }
    }
}

impl Record {
    /// Adds something.
    pub fn add(&self, entry: Entry) {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
        self.changed.send_replace(Instant::now());
    }

    /// What there is by now.
    pub fn entries(&self) -> Vec<Entry> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Looks through all entries whenever there is a new one, until something is found or the deadline passes.
    pub async fn find<T>(
        &self,
        deadline: Duration,
        mut look: impl FnMut(usize, &Entry) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.changed.subscribe();
        tokio::time::timeout(deadline, async {
            loop {
                changes.borrow_and_update();
                let found = {
                    let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
                    entries.iter().enumerate().find_map(|(index, entry)| look(index, entry))
                };
                if found.is_some() || changes.changed().await.is_err() {
                    break found;
                }
            }
        })
        .await
        .ok()
        .flatten()
    }

    /// Waits until nothing has happened for this long.
    pub async fn quiet(&self, silence: Duration) {
        let mut changes = self.changed.subscribe();
        loop {
            let last = *changes.borrow_and_update();
            let rest = silence.saturating_sub(last.elapsed());
            if tokio::time::timeout(rest, changes.changed()).await.is_err() {
                break;
            }
        }
    }
}
