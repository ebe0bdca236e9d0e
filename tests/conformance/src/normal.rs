//! What is different in every run, such as ids that the server makes up, is replaced by what is the same in every run.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::{Captures, Regex};
use serde_json::{Map, Value};

use crate::record::{Body, Entry};

/// The aliases of one run.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Normal {
    aliases: BTreeMap<String, String>,
}

struct Patterns {
    /// A time, an id of Asterisk's own, a UUID, a serial number of a channel's name, a pointer, the server's address.
    all: Regex,
    serial: Regex,
}

fn patterns() -> &'static Patterns {
    static PATTERNS: OnceLock<Patterns> = OnceLock::new();
    PATTERNS.get_or_init(|| Patterns {
        all: compiled(concat!(
            r"(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4})",
            r"|(?<unique>\b\d{10}\.\d+\b)",
            r"|(?<uuid>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b)",
            r"|(?<serial>-[0-9a-f]{8}\b)",
            r"|(?<pointer>\b0x[0-9a-f]+\b)",
            r"|(?<version>\bAsterisk/[0-9][^<\s]*)",
            r"|(?<address>\b127\.0\.0\.1:\d+\b)",
        )),
        serial: compiled(r"-([0-9a-f]{8})\b"),
    })
}

fn compiled(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern")
}

impl Normal {
    /// Finds out which ids the server made up: first in answers, then in events.
    pub fn of(entries: &[Entry]) -> Self {
        let exchanges = entries.iter().filter_map(|it| match it {
            Entry::Exchange(it) => Some(it.body.json()),
            _ => None,
        });
        let frames = entries.iter().filter_map(|it| match it {
            Entry::Frame(it) => Some(&it.event),
            _ => None,
        });
        let values: Vec<&Value> = exchanges.chain(frames).collect();
        let mut names = BTreeSet::new();
        values.iter().for_each(|it| channels(it, &mut names));
        let mut normal = Self::default();
        // Channels are told apart by their names, of which the serial number only orders those of one name.
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for (name, _, id) in names {
            let count = taken.entry(name.clone()).or_default();
            *count += 1;
            let number = if *count == 1 { String::new() } else { format!(" {count}") };
            normal.aliases.entry(id).or_insert(format!("<{name}{number}>"));
        }
        let mut number = 0;
        for value in values {
            for found in patterns().all.captures_iter(&value.to_string()) {
                let id = found.name("unique").or(found.name("uuid"));
                if let Some(id) = id.map(|it| it.as_str().to_owned()) {
                    normal.aliases.entry(id).or_insert_with(|| {
                        number += 1;
                        format!("<id {number}>")
                    });
                }
            }
        }
        normal
    }

    /// A text with its aliases.
    pub fn text(&self, text: &str) -> String {
        let replaced = patterns().all.replace_all(text, |found: &Captures<'_>| {
            let id = found.name("unique").or(found.name("uuid"));
            if let Some(id) = id {
                self.aliases.get(id.as_str()).cloned().unwrap_or("<id>".to_owned())
            } else if found.name("time").is_some() {
                "<time>".to_owned()
            } else if found.name("serial").is_some() {
                "-<serial>".to_owned()
            } else if found.name("version").is_some() {
                "Asterisk/<version>".to_owned()
            } else if found.name("address").is_some() {
                "<address>".to_owned()
            } else {
                "<pointer>".to_owned()
            }
        });
        replaced.into_owned()
    }

    /// JSON with its aliases.
    pub fn value(&self, value: &Value) -> Value {
        self.member("", value)
    }

    /// A body; text that is no JSON as a string.
    pub fn body(&self, body: &Body) -> Value {
        match body {
            Body::Empty => Value::Null,
            Body::Json(value) => self.value(value),
            Body::Text(text) => Value::String(self.text(text)),
            Body::Bytes(_) => Value::String("<bytes>".to_owned()),
        }
    }

    fn member(&self, key: &str, value: &Value) -> Value {
        // How good the media were is another text each time.
        if value["type"] == "ChannelVarset"
            && value["variable"].as_str().is_some_and(|it| it.starts_with("RTPAUDIOQOS"))
            && value["value"] != "<quality>"
        {
            let mut event = value.clone();
            event["value"] = Value::String("<quality>".to_owned());
            return self.member(key, &event);
        }
        match value {
            Value::String(_) if key == "asterisk_id" || key == "entity_id" => {
                Value::String("<asterisk>".to_owned())
            }
            Value::String(_) if key == "UNICASTRTP_LOCAL_PORT" => {
                Value::String("<port>".to_owned())
            }
            Value::String(text) => Value::String(self.text(text)),
            Value::Array(items) => {
                Value::Array(items.iter().map(|it| self.member(key, it)).collect())
            }
            Value::Object(members) => {
                let members =
                    members.iter().map(|(key, it)| (self.text(key), self.member(key, it)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }
}

/// Name without serial number, serial number, and made up id of every channel in a value.
fn channels(value: &Value, found: &mut BTreeSet<(String, String, String)>) {
    match value {
        Value::Object(members) => {
            let text = |key| members.get(key).and_then(Value::as_str);
            if let (Some(id), Some(name)) = (text("id"), text("name"))
                && patterns().all.captures(id).is_some_and(|it| it.name("unique").is_some())
            {
                let serial = patterns().serial.captures(name).map(|it| it[1].to_owned());
                let base = patterns().serial.replace(name, "").into_owned();
                found.insert((base, serial.unwrap_or_default(), id.to_owned()));
            }
            members.values().for_each(|it| channels(it, found));
        }
        Value::Array(items) => items.iter().for_each(|it| channels(it, found)),
        _ => {}
    }
}
