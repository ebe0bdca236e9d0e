//! The parameters of a request, from its path, its query and its body, read as Asterisk reads them.

use serde_json::Value;

use crate::message::{Reply, Request};
use crate::operations::routes::Route;

/// The parameters of a request.
#[derive(Debug)]
pub(crate) struct Arguments {
    path: Vec<(&'static str, String)>,
    query: Vec<(String, String)>,
    /// The body, where it is JSON or a form.
    pub body: Option<Value>,
}

impl Arguments {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// The body is no JSON object or array although it says so.
    pub fn read(route: Route, request: &Request) -> Result<Self, Reply> {
        let kind = request.content_type.as_deref().unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let body = match kind {
            _ if request.body.is_empty() => None,
            "application/json" => match serde_json::from_slice(&request.body) {
                Ok(body @ (Value::Object(_) | Value::Array(_))) => Some(body),
                _ => return Err(Reply::failed(400, "Error parsing request body")),
            },
            "application/x-www-form-urlencoded" => Some(form(&request.body)),
            _ => None,
        };
        Ok(Self { path: route.path, query: request.query.clone(), body })
    }

    /// A parameter of the path.
    pub fn path(&self, name: &str) -> &str {
        self.path.iter().find(|(it, _)| *it == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query or a member of the body, which comes before the query.
    pub fn text(&self, name: &str) -> Option<String> {
        if let Some(value) = self.body.as_ref().and_then(|it| it.get(name)) {
            return Some(plain(value));
        }
        let found = self.query.iter().rev().find(|(it, _)| it == name);
        found.map(|(_, value)| value.clone())
    }

    /// The same, where it is not empty.
    pub fn some(&self, name: &str) -> Option<String> {
        self.text(name).filter(|it| !it.is_empty())
    }

    /// The same, or nothing.
    pub fn or_empty(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// A parameter with several values: at commas in the query, an array in the body.
    pub fn list(&self, name: &str) -> Vec<String> {
        if let Some(Value::Array(values)) = self.body.as_ref().and_then(|it| it.get(name)) {
            return values.iter().map(plain).collect();
        }
        let text = self.or_empty(name);
        if text.is_empty() { Vec::new() } else { text.split(',').map(str::to_owned).collect() }
    }

    /// A number; what follows its digits does not count, and where there are none it is 0.
    pub fn number(&self, name: &str) -> Option<i64> {
        let text = self.text(name)?;
        let text = text.trim();
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
        Some(sign * digits[..end].parse().unwrap_or(0))
    }

    /// Is it one of Asterisk's words for yes?
    pub fn flag(&self, name: &str) -> Option<bool> {
        let text = self.text(name)?.to_ascii_lowercase();
        Some(matches!(text.as_str(), "yes" | "true" | "y" | "t" | "1" | "on"))
    }

    /// The channel or bridge variables of the body.
    ///
    /// # Errors
    ///
    /// One of them is neither a text nor an object with a value.
    pub fn variables(&self) -> Result<Vec<Variable>, Reply> {
        let Some(Value::Object(variables)) = self.body.as_ref().and_then(|it| it.get("variables"))
        else {
            return Ok(Vec::new());
        };
        variables.iter().map(Variable::read).collect()
    }
}

/// A variable that a request sets.
#[derive(Debug)]
pub(crate) struct Variable {
    pub name: String,
    pub value: String,
    /// The model of what it is set for shows it from then on.
    pub reported: bool,
}

impl Variable {
    fn read((name, value): (&String, &Value)) -> Result<Self, Reply> {
        let (value, reported) = match value {
            Value::String(value) => (value, false),
            Value::Object(it) => match it.get("value") {
                Some(Value::String(value)) => {
                    (value, it.get("report_events") == Some(&true.into()))
                }
                _ => {
                    return Err(wrong(
                        "Each object value in 'variables' must include string field 'value'",
                    ));
                }
            },
            _ => {
                return Err(wrong(
                    "Each value in 'variables' must be a string or an object with 'value' and optional 'report_events'",
                ));
            }
        };
        Ok(Self { name: name.clone(), value: value.clone(), reported })
    }
}

fn wrong(message: &str) -> Reply {
    Reply::failed(400, message)
}

/// A value as the text that a query would have.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// The members of a form.
fn form(body: &[u8]) -> Value {
    let text = String::from_utf8_lossy(body);
    let decode = |it: &str| {
        let spaces = it.replace('+', " ");
        percent_encoding::percent_decode_str(&spaces).decode_utf8_lossy().into_owned()
    };
    let pairs = text.split('&').filter_map(|it| it.split_once('='));
    Value::Object(pairs.map(|(name, value)| (decode(name), decode(value).into())).collect())
}
