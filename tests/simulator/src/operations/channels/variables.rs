//! Variables and functions of channels.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::message::Reply;
use crate::operations::arguments::{Arguments, Variable};
use crate::operations::channels::{find_provided, in_application};
use crate::pbx::Pbx;
use crate::pbx::functions::function;

#[derive(Serialize)]
struct Shown {
    value: String,
}

#[derive(Serialize)]
struct Variables {
    variables: BTreeMap<String, String>,
}

/// The value of a variable or function of a channel.
fn value(pbx: &Pbx, id: &str, name: &str) -> Result<String, Reply> {
    match pbx.value_of(id, name) {
        Some(value) => Ok(value),
        None if name.ends_with(')') => Err(Reply::failed(500, "Unable to read provided function")),
        None => Err(Reply::failed(404, "Provided variable was not found")),
    }
}

pub(super) fn get(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Some(name) = arguments.some("variable") else {
        return Err(Reply::failed(400, "Variable name is required"));
    };
    let id = arguments.path("channelId");
    find_provided(pbx, id)?;
    Ok(Reply::ok(&Shown { value: value(pbx, id, &name)? }))
}

pub(super) fn set(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    in_application(pbx, id)?;
    let Some(name) = arguments.some("variable") else {
        return Err(Reply::failed(400, "Variable name is required"));
    };
    let reported = arguments.flag("report_events").unwrap_or(false);
    match (function(&name), arguments.text("value")) {
        (_, Some(value)) => put(pbx, id, &name, &value, reported),
        (Some(("GLOBAL", name)), None) => {
            pbx.set_global(name, "");
            pbx.globals.remove(name);
        }
        // Other functions take nothing for a value.
        (Some(_), None) => {}
        (None, None) => {
            put(pbx, id, &name, "", reported);
            // Without a value it is no more.
            if let Some(channel) = pbx.channels.get_mut(id) {
                channel.variables.remove(&name);
            }
        }
    }
    Ok(Reply::done())
}

/// A function that does not exist is no fault: the request is answered before it is looked for.
pub(super) fn put(pbx: &mut Pbx, id: &str, name: &str, value: &str, reported: bool) {
    match function(name) {
        Some(function) => drop(pbx.write_function(id, function, value)),
        None if name.ends_with(')') => {}
        None => pbx.set_reported(id, name, value, reported),
    }
}

pub(super) fn get_several(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let names = arguments.list("variables");
    if names.is_empty() {
        let message = match arguments.text("variables") {
            None => "At least one variable name is required",
            Some(_) => "Variable names are required",
        };
        return Err(Reply::failed(400, message));
    }
    let id = arguments.path("channelId");
    find_provided(pbx, id)?;
    let mut variables = BTreeMap::new();
    for name in names {
        let value = value(pbx, id, &name)?;
        variables.insert(name, value);
    }
    Ok(Reply::ok(&Variables { variables }))
}

pub(super) fn set_several(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = arguments.path("channelId");
    find_provided(pbx, id)?;
    in_application(pbx, id)?;
    let Some(body) = &arguments.body else {
        return Err(Reply::failed(400, "The 'variables' field is required"));
    };
    if !body.get("variables").is_some_and(Value::is_object) {
        return Err(Reply::failed(400, "The 'variables' field must be a JSON object"));
    }
    for Variable { name, value, reported } in arguments.variables()? {
        put(pbx, id, &name, &value, reported);
    }
    Ok(Reply::done())
}
