//! What happened in a scenario, as it is compared: exchanges in order, and events in order for each thing they are about.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::normal::Normal;
use crate::record::{Body, Entry, Exchange, Frame};
use crate::stage::concerns;

/// Under which an exchange has the events that came before the answer, where that counts.
pub(crate) const BEHIND: &str = "behind";

/// How far a medium may be when the request for it is answered; `failed` is one that cannot be played.
const BEGUN: [&str; 4] = ["queued", "playing", "recording", "failed"];

/// An exchange or an event without what differs between any two runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Told {
    /// Verb and target, or the event's type.
    pub label: String,
    /// Everything about it.
    pub value: Value,
    /// Whether it is told in full elsewhere: an event of a channel in a bridge is the bridge's.
    pub repeated: bool,
}

/// What was asked for, and whether it was given.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Asked {
    /// The verb.
    pub method: String,
    /// The path, from its first slash.
    pub path: String,
    /// The answer's status.
    pub status: u16,
}

impl Asked {
    /// Whether it was done: an event websocket is opened with 101.
    pub fn is_done(&self) -> bool {
        self.status < 300
    }
}

/// A scenario's run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Transcript {
    /// The scenario's name.
    pub scenario: &'static str,
    /// In their order.
    pub exchanges: Vec<Told>,
    /// By socket and subject; each in the order of its arrival.
    pub events: BTreeMap<String, Vec<Told>>,
    /// How many events there were.
    pub count: usize,
    /// How sockets ended, and why the scenario did before its time.
    pub notes: Vec<Told>,
    /// Every request, for what was covered.
    pub requests: Vec<Asked>,
    /// Where the events are that count for the request that is under way, and how many there were before it.
    among: Option<(String, usize)>,
    /// Those that came before its answer.
    behind: Option<Vec<String>>,
    raw: String,
}

impl Transcript {
    /// Of all that was written down.
    pub fn of(scenario: &'static str, entries: &[Entry]) -> Self {
        let normal = Normal::of(entries);
        let races: Vec<_> = entries
            .iter()
            .filter_map(|it| match it {
                Entry::Either(kind, id, member) => {
                    Some((kind.as_str(), id.as_str(), member.as_str()))
                }
                _ => None,
            })
            .collect();
        let mut transcript = Self {
            scenario,
            exchanges: Vec::new(),
            events: BTreeMap::new(),
            count: 0,
            notes: Vec::new(),
            requests: Vec::new(),
            among: None,
            behind: None,
            raw: String::new(),
        };
        for entry in entries {
            match entry {
                Entry::Exchange(exchange) => transcript.exchange(&normal, exchange),
                Entry::Frame(frame) => transcript.frame(&normal, frame, &races),
                Entry::Either(..) => {}
                Entry::Among(socket, subject) => {
                    let place = format!("{socket}: {subject}");
                    let before = transcript.events.get(&place).map_or(0, Vec::len);
                    transcript.among = Some((place, before));
                }
                Entry::Note(text) => {
                    let value = Value::String(normal.text(text));
                    transcript.notes.push(Told {
                        label: "note".to_owned(),
                        value,
                        repeated: false,
                    });
                    let _ = writeln!(transcript.raw, "-- {text}");
                }
                Entry::Stuck(text) => {
                    let value = Value::String(normal.text(text));
                    transcript.notes.push(Told {
                        label: "stuck".to_owned(),
                        value,
                        repeated: false,
                    });
                    let _ = writeln!(transcript.raw, "-- stuck: {text}");
                }
            }
        }
        transcript.events.values_mut().for_each(|it| ringing_first(it));
        transcript
    }

    fn exchange(&mut self, normal: &Normal, it: &Exchange) {
        let path = it.target.split('?').next().unwrap_or_default();
        self.requests.push(Asked {
            method: it.method.clone(),
            path: format!("/{}", path.trim_start_matches('/')),
            status: it.status,
        });
        let mut value = json!({ "status": it.status, "body": normal.body(&it.body) });
        // How far it is by then is a race, of which both outcomes are common; that it is one of these is none.
        if it.method == "POST"
            && path.split('/').any(|it| it == "play" || it == "record")
            && let Some(state) = value.pointer_mut("/body/state")
            && state.as_str().is_some_and(|it| BEGUN.contains(&it))
        {
            *state = json!("<begun or not>");
        }
        // All channels come out of a hash table: in the same order each time, which says nothing. Other lists are compared as
        // they are.
        if it.method == "GET"
            && path == "channels"
            && let Some(channels) = value["body"].as_array_mut()
        {
            channels.sort_by_cached_key(Value::to_string);
        }
        if let Some(behind) = self.behind.take() {
            value[BEHIND] = json!(behind);
        }
        for (name, text) in &it.headers {
            value[name] = match serde_json::from_str::<Value>(text) {
                Ok(frame) if name == "frame" => normal.value(&frame),
                _ => Value::String(normal.text(text)),
            };
        }
        let by = if it.socket.is_empty() { String::new() } else { format!("{}: ", it.socket) };
        let label = normal.text(&format!("{by}{} {}", it.method, it.target));
        self.exchanges.push(Told { label, value, repeated: false });
        let sent = it.sent.as_ref().map(|it| format!(" {it:?}")).unwrap_or_default();
        let headers = &it.headers;
        let _ = writeln!(self.raw, "== {by}{} {}{sent}", it.method, it.target);
        let _ = writeln!(self.raw, "   {} {headers:?}\n   {}", it.status, shown(&it.body, &it.raw));
    }

    fn frame(&mut self, normal: &Normal, it: &Frame, races: &[(&str, &str, &str)]) {
        let _ = writeln!(self.raw, "{}: {}", it.socket, it.raw);
        // It is told as an exchange.
        if it.kind() == "RESTResponse" {
            self.behind = self.among.take().map(|(place, before)| {
                let events = self.events.get(&place).map_or(&[][..], Vec::as_slice);
                events.iter().skip(before).map(|it| it.label.clone()).collect()
            });
            return;
        }
        self.count += 1;
        let mut value = normal.value(&it.event);
        value["(type at)"] = json!(it.type_at);
        for (kind, id, member) in races {
            let pointer = format!("/{}", member.replace('.', "/"));
            if *kind == it.kind()
                && concerns(&it.event, id)
                && let Some(value) = value.pointer_mut(&pointer)
            {
                *value = json!("<either>");
            }
        }
        for (index, subject) in subjects(&value).into_iter().enumerate() {
            let label = it.kind().to_owned();
            let told = Told { label, value: value.clone(), repeated: index > 0 };
            self.events.entry(format!("{}: {subject}", it.socket)).or_default().push(told);
        }
    }

    /// What is compared, to be read.
    pub fn to_text(&self) -> String {
        let mut text = format!("# {}\n\n## Exchanges\n\n", self.scenario);
        for (index, it) in self.exchanges.iter().enumerate() {
            let _ = writeln!(text, "{}. {}\n   {}", index + 1, it.label, it.value);
        }
        for (place, events) in &self.events {
            let _ = writeln!(text, "\n## Events, {place}\n");
            for (index, it) in events.iter().enumerate() {
                let _ = write!(text, "{}. {}", index + 1, it.label);
                let _ = if it.repeated {
                    writeln!(text, " (told elsewhere)")
                } else {
                    writeln!(text, " {}", it.value)
                };
            }
        }
        if !self.notes.is_empty() {
            text.push_str("\n## Notes\n\n");
        }
        for it in &self.notes {
            let _ = writeln!(text, "* {}", it.value);
        }
        text
    }

    /// Whether it ended before its time.
    pub fn is_stuck(&self) -> bool {
        self.notes.iter().any(|it| it.label == "stuck")
    }

    /// As it was on the wire, in the order of arrival.
    pub fn raw(&self) -> &str {
        &self.raw
    }
}

fn shown(body: &Body, raw: &str) -> String {
    match body {
        Body::Bytes(size) => format!("({size} bytes)"),
        _ => raw.trim_end().to_owned(),
    }
}

/// That a telephone rings is told by itself and by who dials it, in either order; here, by itself first. Local channels
/// tell it in one order.
fn ringing_first(events: &mut [Told]) {
    let rings = |it: &Value| {
        let is_phone = it["peer"]["name"].as_str().is_some_and(|it| it.starts_with("PJSIP/"));
        is_phone && it["dialstatus"] == "RINGING"
    };
    for index in 1..events.len() {
        let [first, second] = [index - 1, index].map(|it| &events[it].value);
        if rings(first) && second["channel"]["state"] == "Ringing" {
            events.swap(index - 1, index);
        }
    }
    for it in events.iter_mut().filter(|it| rings(&it.value)) {
        it.value["peer"]["state"] = json!("<either>");
    }
}

/// What an event is about, the most particular first.
fn subjects(event: &Value) -> Vec<String> {
    let mut found: Vec<(u8, String)> = Vec::new();
    let mut add = |rank, subject: String| {
        if !found.iter().any(|it| it.1 == subject) {
            found.push((rank, subject));
        }
    };
    let members = event.as_object().into_iter().flatten();
    for (key, part) in members {
        let text = |member: &str| part[member].as_str().unwrap_or_default();
        if key == "playback" || key == "recording" {
            let id = if key == "playback" { text("id") } else { text("name") };
            add(0, format!("{key} {id}"));
            add(4, text("target_uri").replacen(':', " ", 1));
        } else if key == "endpoint" {
            add(2, format!("endpoint {}/{}", text("technology"), text("resource")));
        } else if key == "device_state" {
            add(0, format!("device {}", text("name")));
        } else if part.get("bridge_class").is_some() {
            add(1, format!("bridge {}", text("id")));
        } else if part.get("dialplan").is_some() {
            add(3, format!("channel {}", text("id")));
        }
    }
    if found.is_empty() {
        let application = event["application"].as_str().unwrap_or_default();
        found.push((0, format!("application {application}")));
    }
    found.sort();
    found.into_iter().map(|it| it.1).collect()
}
