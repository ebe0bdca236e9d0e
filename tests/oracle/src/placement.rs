//! Where the values of a request belong: the rules of the wire, written once more.

use serde_json::{Map, Value};

use crate::overlay::Overlay;
use crate::specification::{Operation, Parameter};

/// A request as the specification and the wire want it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Expected {
    /// The verb.
    pub method: String,
    /// The segments of the path, decoded.
    pub path: Vec<String>,
    /// The parameters of the query, decoded, by name.
    pub query: Vec<(String, String)>,
    /// The JSON body.
    pub body: Option<Value>,
}

impl Expected {
    /// A request without query and body.
    pub fn new(method: &str, path: Vec<String>) -> Self {
        Self { method: method.to_owned(), path, query: Vec::new(), body: None }
    }
}

/// The request for these values: `None` is a parameter that was not given, a text in a path, a number, a list, an object.
///
/// `None` where no request can carry them.
pub fn expected(
    overlay: &Overlay,
    operation: &Operation,
    given: &dyn Fn(&Parameter) -> Option<Value>,
) -> Option<Expected> {
    let path: Vec<String> = operation
        .path
        .split('/')
        .skip(1)
        .map(|segment| match segment.strip_prefix('{').and_then(|it| it.strip_suffix('}')) {
            Some(name) => {
                let parameter = operation.parameters.iter().find(|it| it.name == name);
                plain(&parameter.and_then(given).unwrap_or_default())
            }
            None => segment.to_owned(),
        })
        .collect();
    // A URL parser folds these away.
    if path.iter().any(|it| matches!(it.as_str(), "" | "." | "..")) {
        return None;
    }
    let values: Vec<(&Parameter, Value)> = operation
        .parameters
        .iter()
        .filter(|it| it.place != "path")
        .filter_map(|it| Some((it, given(it).or_else(|| always(overlay, it))?)))
        .collect();
    if values.iter().any(|(_, it)| it.as_array().is_some_and(Vec::is_empty)) {
        return None;
    }

    let (bodies, queries): (Vec<_>, Vec<_>) =
        values.into_iter().partition(|(it, _)| it.place == "body");
    let query: Vec<(String, String)> =
        queries.iter().map(|(it, value)| (it.name.clone(), plain(value))).collect();
    let ambiguous = queries.iter().any(|(_, it)| it.as_array().is_some_and(|it| has_comma(it)));
    let length = path.iter().map(|it| 1 + encoded_length(it)).sum::<usize>();
    let in_query = query.iter().map(|(name, value)| 2 + name.len() + encoded_length(value));
    // A request line holds 4,095 bytes, verb, prefix and version among them.
    let too_long = |it: usize| it > 4_000;
    if too_long(length) {
        return None;
    }
    let instead = ambiguous || too_long(length + in_query.sum::<usize>());
    let shape = overlay.body(&operation.key());
    if instead && shape != "members" {
        return None;
    }

    let mut members = Map::new();
    for (parameter, value) in bodies {
        if shape == "whole" {
            let query = query.clone();
            let method = operation.method.clone();
            return Some(Expected { method, path, query, body: Some(value) });
        }
        members.insert(parameter.name.clone(), value);
    }
    if instead {
        members.extend(queries.iter().map(|(it, value)| (it.name.clone(), value.clone())));
    }
    Some(Expected {
        method: operation.method.clone(),
        path,
        query: if instead { Vec::new() } else { query },
        body: (!members.is_empty()).then_some(Value::Object(members)),
    })
}

/// What is sent although nobody gave it: the default, where Asterisk does not take it by itself.
fn always(overlay: &Overlay, parameter: &Parameter) -> Option<Value> {
    overlay.is_always_sent(&parameter.key).then(|| parameter.default.clone()).flatten()
}

/// A comma would cut the value in two.
fn has_comma(values: &[Value]) -> bool {
    values.iter().any(|it| plain(it).contains(','))
}

/// The value as text; the items of a list are joined by commas.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Each byte that is not unreserved in a URL takes three.
fn encoded_length(text: &str) -> usize {
    text.bytes()
        .map(|it| if it.is_ascii_alphanumeric() || b"-._~".contains(&it) { 1 } else { 3 })
        .sum()
}

/// The text that a percent-encoded one means; a raw character that a URL may not hold is told as an error.
///
/// # Errors
///
/// What is wrong with it.
pub fn decoded(encoded: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let mut rest = encoded.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'%' => {
                let digits = rest.get(..2).and_then(|it| std::str::from_utf8(it).ok());
                let byte = digits.and_then(|it| u8::from_str_radix(it, 16).ok());
                bytes.push(byte.ok_or_else(|| format!("no byte after a % in {encoded}"))?);
                rest = &rest[2..];
            }
            it if it.is_ascii_alphanumeric() || b"-._~".contains(it) => bytes.push(*it),
            it => return Err(format!("{:?} is not encoded in {encoded}", char::from(*it))),
        }
    }
    String::from_utf8(bytes).map_err(|it| it.to_string())
}
