//! The operations of applications: what they are told of.

use serde::Serialize;
use serde_json::Value;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::applications::{Application, Topic};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "list" => Ok(list(pbx)),
        "get" => get(pbx, arguments.path("applicationName")),
        "subscribe" => handle(pbx, arguments, subscribe),
        "unsubscribe" => handle(pbx, arguments, unsubscribe),
        "filter" => filter(pbx, arguments),
        _ => return None,
    })
}

/// An application as ARI shows it.
#[derive(Serialize)]
struct Shown<'a> {
    name: &'a str,
    channel_ids: Vec<&'a str>,
    bridge_ids: Vec<&'a str>,
    endpoint_ids: Vec<&'a str>,
    device_names: Vec<&'a str>,
    events_allowed: &'a [Value],
    events_disallowed: &'a [Value],
}

fn shown<'a>(name: &'a str, application: &'a Application) -> Shown<'a> {
    let mut shown = Shown {
        name,
        channel_ids: Vec::new(),
        bridge_ids: Vec::new(),
        endpoint_ids: Vec::new(),
        device_names: Vec::new(),
        events_allowed: &application.allowed,
        events_disallowed: &application.disallowed,
    };
    for topic in application.topics.keys() {
        match topic {
            Topic::Channel(id) => shown.channel_ids.push(id),
            Topic::Bridge(id) => shown.bridge_ids.push(id),
            Topic::Endpoint(name) => shown.endpoint_ids.push(name),
            Topic::Device(name) => shown.device_names.push(name),
            Topic::AllChannels => shown.channel_ids.insert(0, "__AST_CHANNEL_ALL_TOPIC"),
            Topic::AllBridges => shown.bridge_ids.insert(0, "__AST_BRIDGE_ALL_TOPIC"),
            Topic::AllEndpoints => shown.endpoint_ids.insert(0, "__AST_ENDPOINT_ALL_TOPIC"),
            Topic::AllDevices => shown.device_names.insert(0, "__AST_DEVICE_STATE_ALL_TOPIC"),
        }
    }
    shown
}

fn list(pbx: &Pbx) -> Reply {
    Reply::ok(&pbx.applications.iter().map(|(name, it)| shown(name, it)).collect::<Vec<_>>())
}

fn get(pbx: &Pbx, name: &str) -> Result<Reply, Reply> {
    match pbx.applications.get(name) {
        Some(application) => Ok(Reply::ok(&shown(name, application))),
        None => Err(not_found()),
    }
}

/// What is said of an application that is not there.
pub(super) fn not_found() -> Reply {
    Reply::failed(404, "Application not found")
}

/// What is said of a source that is none.
pub(super) fn bad_scheme() -> Reply {
    Reply::failed(400, "Invalid event source URI scheme")
}

/// What is said where something is left out.
pub(super) fn missing(parameter: &str) -> Reply {
    Reply::failed(400, format!("Missing parameter {parameter}"))
}

/// Does something with each source in turn; what was done before one fails stays done.
fn handle(
    pbx: &mut Pbx,
    arguments: &Arguments,
    each: fn(&mut Pbx, &str, &str) -> Result<(), Reply>,
) -> Result<Reply, Reply> {
    let sources = sources(arguments, "eventSource");
    if sources.is_empty() {
        return Err(missing("eventSource"));
    }
    let name = arguments.path("applicationName");
    if !pbx.applications.contains_key(name) {
        return Err(not_found());
    }
    for source in sources {
        each(pbx, name, &source)?;
    }
    get(pbx, name)
}

/// The sources that a request names; a text without any names one that is empty.
pub(super) fn sources(arguments: &Arguments, parameter: &str) -> Vec<String> {
    let sources = arguments.list(parameter);
    match arguments.text(parameter) {
        Some(text) if text.is_empty() => vec![text],
        _ => sources,
    }
}

/// What a source means, whether it is there or not.
fn topic(source: &str) -> Result<Topic, Reply> {
    let (scheme, name) = source.split_once(':').ok_or_else(bad_scheme)?;
    let name = name.to_owned();
    let topic = match scheme {
        "channel" => Topic::Channel(name),
        "bridge" => Topic::Bridge(name),
        "endpoint" => Topic::Endpoint(name),
        "deviceState" => Topic::Device(name),
        _ => return Err(bad_scheme()),
    };
    let is_everything = source.ends_with(':') && source.len() == scheme.len() + 1;
    Ok(if is_everything { topic.everything() } else { topic })
}

fn subscribe(pbx: &mut Pbx, name: &str, source: &str) -> Result<(), Reply> {
    let topic = topic(source)?;
    let is_there = match &topic {
        Topic::Channel(id) => pbx.channels.contains_key(id),
        Topic::Bridge(id) => pbx.bridges.contains_key(id),
        Topic::Endpoint(endpoint) => pbx.has_endpoint(endpoint),
        // A device may come later.
        _ => true,
    };
    if !is_there {
        return Err(Reply::failed(422, "Event source does not exist"));
    }
    if let Some(application) = pbx.applications.get_mut(name) {
        application.subscribe(topic);
    }
    Ok(())
}

fn unsubscribe(pbx: &mut Pbx, name: &str, source: &str) -> Result<(), Reply> {
    let topic = topic(source)?;
    let Some(application) = pbx.applications.get_mut(name) else { return Err(not_found()) };
    let has = |it: &Topic| application.topics.contains_key(it);
    // Who is told of every device is told of each, but has nothing to take back.
    let is_told = matches!(topic, Topic::Device(_)) && has(&Topic::AllDevices);
    if !has(&topic) && !is_told {
        return Err(Reply::failed(422, "Event source was not subscribed to"));
    }
    if matches!(topic, Topic::AllChannels | Topic::AllBridges | Topic::AllEndpoints) {
        return Err(Reply::failed(501, "Method not implemented"));
    }
    application.unsubscribe(&topic);
    Ok(())
}

fn filter(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let name = arguments.path("applicationName");
    let Some(application) = pbx.applications.get_mut(name) else { return Err(not_found()) };
    let Some(Value::Object(filter)) = arguments.body.as_ref().filter(|it| !is_empty(it)) else {
        application.allowed.clear();
        application.disallowed.clear();
        return get(pbx, name);
    };
    let disallowed = kinds(filter.get("disallowed"))?;
    let allowed = kinds(filter.get("allowed"))?;
    // What is not named stays.
    if let Some(disallowed) = disallowed {
        application.disallowed = disallowed;
    }
    if let Some(allowed) = allowed {
        application.allowed = allowed;
    }
    get(pbx, name)
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_none_or(serde_json::Map::is_empty)
}

/// A list of objects, each with a type.
fn kinds(list: Option<&Value>) -> Result<Option<Vec<Value>>, Reply> {
    let Some(list) = list else { return Ok(None) };
    let has_type = |it: &Value| it["type"].as_str().is_some_and(|kind| !kind.is_empty());
    match list {
        Value::Array(kinds) if kinds.iter().all(has_type) => Ok(Some(kinds.clone())),
        _ => Err(Reply::failed(400, "Invalid format definition")),
    }
}
