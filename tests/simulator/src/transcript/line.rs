//! A request or an event as a line of text.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::message::Request;
use crate::pbx::log::{Entry, What};
use crate::transcript::names::Names;
use crate::transcript::route_of;

/// Fields of events that differ from run to run, or say again what another one says.
const LEFT_OUT: [&str; 5] = ["type", "timestamp", "asterisk_id", "application", "cause_txt"];

/// The parameters that name something new; the reply says what.
const NEW: [&str; 5] = ["channelId", "otherChannelId", "bridgeId", "playbackId", "snoopId"];

/// Whom an event is about, in this order.
const MODELS: [&str; 6] = ["caller", "peer", "bridge", "channel", "playback", "recording"];

/// The line of an entry.
pub(super) fn of(entry: &Entry, names: &Names) -> String {
    match &entry.what {
        What::Asked { request, reply } => asked(request, reply.as_ref(), names),
        What::Told { application, kind, text } => {
            let line = told(kind, text, names);
            match names.has_several_applications() {
                true => format!("{line} ({application})"),
                false => line,
            }
        }
    }
}

fn asked(request: &Request, reply: Option<&(u16, String)>, names: &Names) -> String {
    let mut words = vec![">".to_owned()];
    match route_of(request) {
        None => words.push(format!("{} {}", request.method, request.path)),
        Some(route) => {
            let operation = route.operation.trim_end_matches("WithId");
            let mut about = route.path;
            if operation != route.operation {
                // What is new stands last in the path.
                about.pop();
            }
            let short = operation.split_once('.').map_or(operation, |(_, it)| it);
            words.push(if about.is_empty() { operation } else { short }.to_owned());
            words.extend(about.iter().map(|(_, value)| names.replace(value)));
        }
    }
    for (name, value) in &request.query {
        if !value.is_empty() && name != "api_key" && !NEW.contains(&name.as_str()) {
            words.push(format!("{name}={}", names.replace(value)));
        }
    }
    if let Ok(Value::Object(body)) = serde_json::from_slice(&request.body) {
        let mut fields = BTreeMap::new();
        flatten("", &body, names, &mut fields);
        let fields = fields.iter().filter(|(name, _)| !NEW.contains(&name.as_str()));
        words.extend(fields.map(|(name, value)| format!("{name}={value}")));
    }
    let (status, text) = reply.map_or((0, ""), |(status, text)| (*status, text.as_str()));
    words.push(format!("→ {status}"));
    words.extend(outcome(status, text, names, &words));
    words.join(" ")
}

/// What was made, or what is wrong.
fn outcome(status: u16, text: &str, names: &Names, before: &[String]) -> Option<String> {
    let Ok(Value::Object(reply)) = serde_json::from_str(text) else { return None };
    if status >= 400 {
        let message = reply.get("message").or_else(|| reply.get("error"))?;
        return message.as_str().map(str::to_owned);
    }
    let name = names.of_model(&reply)?.to_owned();
    // A reply about what was asked about says nothing new.
    (!before.contains(&name)).then_some(name)
}

fn told(kind: &str, text: &str, names: &Names) -> String {
    let mut words = vec!["<".to_owned(), kind.to_owned()];
    let Ok(Value::Object(mut event)) = serde_json::from_str(text) else {
        return words.join(" ");
    };
    for name in LEFT_OUT {
        event.remove(name);
    }
    let is_dial = kind == "Dial";
    for name in MODELS {
        let Some(Value::Object(model)) = event.remove(name) else { continue };
        let shown = model_name(name, &model, names);
        words.push(if is_dial { format!("{name}={shown}") } else { shown });
        if kind == "ChannelStateChange" {
            words.extend(model.get("state").and_then(Value::as_str).map(str::to_owned));
        }
    }
    let mut fields = BTreeMap::new();
    flatten("", &event, names, &mut fields);
    words.extend(fields.iter().map(|(name, value)| format!("{name}={value}")));
    words.join(" ")
}

/// A model by its name; a playback with its medium, a recording by the name that it has.
fn model_name(kind: &str, model: &Map<String, Value>, names: &Names) -> String {
    let text = |name: &str| model.get(name).and_then(Value::as_str).unwrap_or_default();
    let name = names.of_model(model).unwrap_or_default();
    match kind {
        "playback" => format!("{name} {}", text("media_uri")),
        "recording" => format!("recording {}", text("name")),
        _ => name.to_owned(),
    }
}

/// The values of an object in the order of their names; those of its objects with the names of both.
fn flatten(
    before: &str,
    object: &Map<String, Value>,
    names: &Names,
    into: &mut BTreeMap<String, String>,
) {
    for (name, value) in object {
        let name = format!("{before}{name}");
        match value {
            Value::Object(model) if model.contains_key("id") => {
                into.insert(name, names.of_model(model).unwrap_or_default().to_owned());
            }
            Value::Object(inner) => flatten(&format!("{name}."), inner, names, into),
            Value::String(text) if text.is_empty() => {}
            Value::String(text) => drop(into.insert(name, names.replace(text))),
            Value::Array(values) if values.is_empty() => {}
            Value::Array(values) => {
                let plain = |it: &Value| match it.as_str() {
                    Some(text) => names.replace(text),
                    None => it.to_string(),
                };
                let values: Vec<String> = values.iter().map(plain).collect();
                into.insert(name, values.join(","));
            }
            Value::Null => {}
            other => drop(into.insert(name, other.to_string())),
        }
    }
}
