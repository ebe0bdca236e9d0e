//! Variables of bridges, which the model shows where it was asked to.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::operations::bridges::find;
use crate::pbx::Pbx;

/// A variable that a request sets.
#[derive(Debug)]
pub(super) struct Variable {
    pub name: String,
    pub value: String,
    /// The bridge's model shows it.
    pub reported: bool,
}

/// The variables in the body of a request.
pub(super) fn of(arguments: &Arguments) -> Result<Vec<Variable>, Reply> {
    let Some(Value::Object(variables)) = arguments.body.as_ref().and_then(|it| it.get("variables"))
    else {
        return Ok(Vec::new());
    };
    let one = |(name, value): (&String, &Value)| {
        let (value, reported) = match value {
            Value::String(value) => (value, false),
            Value::Object(it) => {
                let reported = it.get("report_events").and_then(Value::as_bool);
                (
                    match it.get("value") {
                        Some(Value::String(value)) => value,
                        _ => return None,
                    },
                    reported.unwrap_or(false),
                )
            }
            _ => return None,
        };
        Some(Variable { name: name.clone(), value: value.clone(), reported })
    };
    variables.iter().map(one).collect::<Option<_>>().ok_or_else(|| {
        let message = "Each value in 'variables' must be a string or an object with 'value' and optional 'report_events'";
        Reply::failed(400, message)
    })
}

/// The id of a bridge, as operations on several variables look for it.
fn provided(pbx: &Pbx, arguments: &Arguments) -> Result<String, Reply> {
    let found = find(pbx, arguments).map(|it| it.id.clone());
    found.map_err(|_| Reply::failed(404, "Provided bridge was not found"))
}

fn value(pbx: &Pbx, id: &str, name: &str) -> Result<String, Reply> {
    let value = pbx.bridges.get(id).and_then(|it| it.variables.get(name));
    value.cloned().ok_or_else(|| Reply::failed(404, "Provided variable was not found"))
}

pub(super) fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    #[derive(Serialize)]
    struct Shown {
        value: String,
    }
    let id = find(pbx, arguments)?.id.clone();
    let Some(name) = arguments.some("variable") else {
        return Err(Reply::failed(400, "Variable name is required"));
    };
    Ok(Reply::ok(&Shown { value: value(pbx, &id, &name)? }))
}

pub(super) fn get_several(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    #[derive(Serialize)]
    struct Shown {
        variables: BTreeMap<String, String>,
    }
    let names = arguments.list("variables");
    if names.is_empty() {
        return Err(Reply::failed(400, "At least one variable name is required"));
    }
    let id = provided(pbx, arguments)?;
    let mut variables = BTreeMap::new();
    for name in names {
        let value = value(pbx, &id, &name)?;
        variables.insert(name, value);
    }
    Ok(Reply::ok(&Shown { variables }))
}

/// Sets a variable; an empty one is none.
fn put(pbx: &mut Pbx, id: &str, variable: Variable) {
    let Some(bridge) = pbx.bridges.get_mut(id) else { return };
    if variable.value.is_empty() {
        bridge.variables.remove(&variable.name);
        bridge.reported.remove(&variable.name);
        return;
    }
    if variable.reported || bridge.reported.contains_key(&variable.name) {
        bridge.reported.insert(variable.name.clone(), variable.value.clone());
    }
    bridge.variables.insert(variable.name, variable.value);
}

pub(super) fn set(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = find(pbx, arguments)?.id.clone();
    // The real one ends with a fault of memory access without it.
    let Some(name) = arguments.some("variable") else {
        return Err(Reply::failed(400, "Variable name is required"));
    };
    let reported = arguments.flag("report_events").unwrap_or(false);
    put(pbx, &id, Variable { name, value: arguments.or_empty("value"), reported });
    Ok(Reply::done())
}

pub(super) fn set_several(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let id = provided(pbx, arguments)?;
    if !arguments.body.as_ref().is_some_and(|it| it.get("variables").is_some_and(Value::is_object))
    {
        return Err(Reply::failed(400, "The 'variables' field must be a JSON object"));
    }
    for variable in of(arguments)? {
        put(pbx, &id, variable);
    }
    Ok(Reply::done())
}
