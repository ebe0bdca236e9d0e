//! The operations of configuration that can be pushed.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::message::Reply;
use crate::operations::arguments::Arguments;
use crate::pbx::Pbx;
use crate::pbx::configuration::{Kind, are_valid, kind, shown};

#[derive(Serialize)]
struct Tuple {
    attribute: &'static str,
    value: String,
}

/// An object that a request names.
struct Named<'a> {
    kind: &'a str,
    id: &'a str,
    pushable: bool,
}

fn named(arguments: &Arguments) -> Result<Named<'_>, Reply> {
    let class = arguments.path("configClass");
    if class != "res_pjsip" {
        return Err(Reply::failed(404, format!("configClass '{class}' not found")));
    }
    let (name, id) = (arguments.path("objectType"), arguments.path("id"));
    let pushable = match kind(name) {
        Kind::Pushed => true,
        Kind::Fixed => false,
        Kind::Unknown => {
            return Err(Reply::failed(404, format!("objectType '{name}' not found")));
        }
    };
    Ok(Named { kind: name, id, pushable })
}

/// The telephones of the settings stand in a file, so to speak.
fn is_fixed(pbx: &Pbx, object: &Named<'_>) -> bool {
    let is_telephone = pbx
        .settings
        .endpoints
        .iter()
        .any(|it| it.strip_prefix("PJSIP/").is_some_and(|resource| resource == object.id));
    is_telephone && matches!(object.kind, "endpoint" | "aor")
}

fn tuples(kind: &str, given: &BTreeMap<String, String>) -> Reply {
    let tuple = |(attribute, value)| Tuple { attribute, value };
    Reply::ok(&shown(kind, given).into_iter().map(tuple).collect::<Vec<_>>())
}

fn not_found(id: &str) -> Reply {
    Reply::failed(404, format!("Object with id '{id}' not found"))
}

pub(super) fn get(pbx: &Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let object = named(arguments)?;
    match pbx.configuration.object(object.kind, object.id) {
        Some(given) => Ok(tuples(object.kind, given)),
        None if is_fixed(pbx, &object) => Ok(tuples(object.kind, &BTreeMap::new())),
        None => Err(not_found(object.id)),
    }
}

/// Names and values; nothing where one lacks either, at which the real one ends with a fault of memory access.
fn fields(list: &[Value]) -> Option<Vec<(String, String)>> {
    let text = |it: &Value, name: &str| it.get(name)?.as_str().map(str::to_owned);
    list.iter().map(|it| Some((text(it, "attribute")?, text(it, "value")?))).collect()
}

pub(super) fn update(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let Named { kind, id, pushable } = named(arguments)?;
    let is_new = pbx.configuration.object(kind, id).is_none();
    let is_fixed = is_fixed(pbx, &Named { kind, id, pushable });
    let list = match arguments.body.as_ref().and_then(|it| it.get("fields")) {
        Some(Value::Array(list)) => list.as_slice(),
        _ => &[],
    };
    if list.is_empty() && (!is_new || is_fixed) {
        let message = format!("Fields must be provided to update object '{id}'");
        return Err(Reply::failed(400, message));
    }
    let (verb, noun) = match is_new && !is_fixed {
        true => ("create", "Creation"),
        false => ("update", "Update"),
    };
    if is_fixed || !pushable {
        let message = format!("Cannot {verb} sorcery objects of type '{kind}'");
        return Err(Reply::failed(403, message));
    }
    let Some(fields) = fields(list).filter(|it| are_valid(kind, it)) else {
        let message = format!("{noun} of object '{id}' failed field value validation");
        return Err(Reply::failed(400, message));
    };
    pbx.configuration.push(kind, id, fields);
    get(pbx, arguments)
}

pub(super) fn delete(pbx: &mut Pbx, arguments: &Arguments) -> Result<Reply, Reply> {
    let object = named(arguments)?;
    if pbx.configuration.remove(object.kind, object.id) {
        return Ok(Reply::done());
    }
    match is_fixed(pbx, &object) {
        true => Err(Reply::failed(403, format!("Could not delete object with id '{}'", object.id))),
        false => Err(not_found(object.id)),
    }
}
