//! The operations of events: those that a program makes, and claims of offered calls.

use serde_json::Value;

use crate::message::Reply;
use crate::operations::applications::{bad_scheme, missing, not_found, sources};
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::broadcast::Claim;
use crate::pbx::user_events::{About, Fields};

/// Answers an operation, where there is one of this name.
pub(super) fn answer(
    pbx: &mut Pbx,
    name: &str,
    arguments: &Arguments,
) -> Option<Result<Reply, Reply>> {
    Some(match name {
        "userEvent" => user_event(pbx, arguments),
        "claimChannel" => claim(pbx, arguments),
        _ => return None,
    })
}

fn user_event(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let application = arguments.some("application").ok_or_else(|| missing("application"))?;
    let mut fields = Fields::default();
    match arguments.body.as_ref().and_then(|it| it.get("variables")) {
        None => {}
        Some(Value::Object(variables)) => {
            for (name, value) in variables {
                fields.set(name, value.clone());
            }
        }
        Some(_) => return Err(Reply::failed(500, "Error processing request")),
    }
    if !pbx.applications.contains_key(&application) {
        return Err(not_found());
    }
    let mut about = About::default();
    for source in sources(arguments, "source") {
        find(pbx, &source, &mut about)?;
    }
    pbx.program_event(&application, arguments.path("eventName"), fields, about);
    Ok(Reply::done())
}

/// Finds one of the things that an event is about; of several of a kind the last one counts.
fn find(pbx: &Pbx, source: &str, about: &mut About) -> Result<(), Reply> {
    let (scheme, name) = source.split_once(':').ok_or_else(bad_scheme)?;
    let named = || Some(name.to_owned());
    let is_there = match scheme {
        "channel" => {
            about.channel = named();
            pbx.channels.contains_key(name)
        }
        "bridge" => {
            about.bridge = named();
            pbx.bridges.contains_key(name)
        }
        "endpoint" => {
            about.endpoint = name.split_once('/').and_then(|(it, at)| pbx.endpoint(it, at));
            about.endpoint.is_some()
        }
        _ => return Err(bad_scheme()),
    };
    match is_there {
        true => Ok(()),
        false => Err(Reply::failed(422, "Event source was not found")),
    }
}

fn claim(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let required = |name: &str| {
        let missing = || Reply::failed(400, format!("{name} parameter is required"));
        arguments.some(name).ok_or_else(missing)
    };
    let (channel, application) = (required("channelId")?, required("application")?);
    match pbx.claim(&channel, &application) {
        Claim::Won => Ok(Reply::done()),
        Claim::Lost => {
            let message = "Channel has already been claimed by another application";
            Err(Reply::failed(409, message))
        }
        Claim::Nothing => Err(Reply::failed(404, "Channel not found or not in broadcast state")),
    }
}
