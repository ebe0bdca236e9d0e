//! A request while its parameters are set, and the rules of where each of them goes; sends nothing.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::Text;
use crate::error::Error;
use crate::request::Request;
use crate::request::encode::{encode_query, encode_segment};
use crate::request::operation::{BodyShape, Effect, Operation};
use crate::request::witness::Intent;

/// Longest path and query that surely fit the 4,095 bytes of a request line, with room for verb, prefix and version.
const LONGEST_TARGET: usize = 3_800;

/// Most items of a list that Asterisk reads from the query.
const MOST_LISTED: usize = 127;

/// What Asterisk reads as syntax of a list in the query: separator, quotes, brackets that protect separators.
const SYNTAX_OF_LISTS: &[char] = &[',', '"', '\\', '(', '['];

/// A value on its way into the query or the body.
#[derive(Clone, Debug, PartialEq)]
enum Param {
    Text(String),
    List(Vec<String>),
    Scalar(Value),
}

/// What has been set so far.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    operation: &'static Operation,
    path: String,
    /// The template's part that waits for its values.
    rest: &'static str,
    segments: Vec<(&'static str, String)>,
    query: Vec<(&'static str, Param)>,
    members: Map<String, Value>,
    whole: Option<Value>,
    /// The first thing that cannot work, and what to do about it.
    fault: Option<(String, Option<String>)>,
}

impl Draft {
    pub(crate) fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            // With room for an id such as a UUID.
            path: String::with_capacity(operation.path().len() + 36),
            rest: operation.path(),
            segments: Vec::new(),
            query: Vec::new(),
            members: Map::new(),
            whole: None,
            fault: None,
        }
    }

    /// Fills the next braces of the path.
    pub(crate) fn segment(&mut self, value: String) {
        let (before, after) = self.rest.split_once('{').unwrap_or((self.rest, ""));
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        self.check(name, &value);
        // A URL parser folds these away, and the request would mean something else.
        if matches!(value.as_str(), "" | "." | "..") {
            self.refuse(format!("{name} must not be {value:?}"));
        }
        self.path.push_str(before);
        encode_segment(&value, &mut self.path);
        self.segments.push((name, value));
        self.rest = after;
    }

    /// Asterisk would take what stands before a NUL for all of it.
    fn check(&mut self, name: &str, value: &str) {
        if value.contains('\0') {
            self.refuse(format!("{name} must not hold a NUL character"));
        }
    }

    pub(crate) fn text(&mut self, name: &'static str, value: String) {
        self.check(name, &value);
        self.set(name, Param::Text(value));
    }

    pub(crate) fn scalar(&mut self, name: &'static str, value: Value) {
        self.set(name, Param::Scalar(value));
    }

    pub(crate) fn list(&mut self, name: &'static str, values: Vec<String>) {
        if values.is_empty() {
            self.refuse(format!("{name} needs at least one value"));
        }
        values.iter().for_each(|it| self.check(name, it));
        self.set(name, Param::List(values));
    }

    /// An id; the empty one would be taken for none at all.
    pub(crate) fn id(&mut self, name: &'static str, value: String) {
        if value.is_empty() {
            self.refuse(format!("{name} must not be empty"));
        }
        self.text(name, value);
    }

    /// Ids, none of them empty.
    pub(crate) fn ids(&mut self, name: &'static str, values: Vec<String>) {
        if values.iter().any(String::is_empty) {
            self.refuse(format!("{name} must not hold an empty id"));
        }
        self.list(name, values);
    }

    /// Whole seconds: a part of one counts as one, so that no time becomes "for ever".
    pub(crate) fn seconds(&mut self, name: &'static str, value: Duration, unlimited: Option<i64>) {
        if value.is_zero() && unlimited == Some(0) {
            self.refuse(format!("{name} of zero would mean no limit; Duration::MAX says so"));
        }
        let seconds = match unlimited {
            Some(number) if value == Duration::MAX => number,
            _ => {
                let whole = value.as_secs().saturating_add(u64::from(value.subsec_nanos() > 0));
                self.in_range(name, u128::from(whole))
            }
        };
        self.scalar(name, seconds.into());
    }

    pub(crate) fn milliseconds(&mut self, name: &'static str, value: Duration) {
        let number = self.in_range(name, value.as_nanos().div_ceil(1_000_000));
        self.scalar(name, number.into());
    }

    /// Asterisk reads these numbers into a C `int`.
    fn in_range(&mut self, name: &'static str, number: u128) -> i64 {
        match i32::try_from(number) {
            Ok(number) => number.into(),
            Err(_) => {
                self.refuse(format!("{name} is longer than Asterisk can count"));
                0
            }
        }
    }

    pub(crate) fn member(&mut self, name: &'static str, value: Value) {
        self.members.insert(name.to_owned(), value);
    }

    pub(crate) fn items(&mut self, name: &'static str, items: Vec<impl Serialize>) {
        match serde_json::to_value(items) {
            Ok(value) => self.member(name, value),
            Err(error) => self.refuse(format!("{name} cannot be written as JSON: {error}")),
        }
    }

    pub(crate) fn object(&mut self, name: &'static str, value: Map<String, Value>) {
        if self.operation.body_shape() == BodyShape::Whole {
            self.whole = Some(Value::Object(value));
        } else {
            self.members.insert(name.to_owned(), Value::Object(value));
        }
    }

    fn set(&mut self, name: &'static str, value: Param) {
        match self.query.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.query.push((name, value)),
        }
    }

    fn refuse(&mut self, fault: String) {
        self.fault.get_or_insert((fault, None));
    }

    pub(crate) fn refuse_with_advice(&mut self, fault: String, advice: String) {
        self.fault.get_or_insert((fault, Some(advice)));
    }

    fn is_set(&self, name: &str) -> bool {
        self.query.iter().any(|(it, _)| *it == name) || self.members.contains_key(name)
    }

    /// The parameter in which the client's own application is to stand, and nothing does yet.
    pub(crate) fn lacks_application(&self) -> Option<&'static str> {
        let (parameter, unless) = self.operation.own_application_parameter()?;
        let is_told = self.is_set(parameter) || unless.iter().any(|it| self.is_set(it));
        (!is_told).then_some(parameter)
    }

    /// Names the client's own application where no other was named; a client may have none.
    pub(crate) fn fill_application(&mut self, own: impl FnOnce() -> Option<String>) {
        let Some(name) = self.lacks_application() else { return };
        let mut facts = self.operation.parameter_facts().iter();
        match own() {
            Some(own) => self.text(name, own),
            None if facts.any(|it| it.name() == name && it.is_required()) => self
                .refuse_with_advice(
                    format!("{name} is not set, and this client has no application of its own"),
                    format!("set {name}, or connect with an application"),
                ),
            None => {}
        }
    }

    /// The request, each parameter in its place.
    pub(crate) fn finish(&self) -> Result<Request, Error> {
        let path = [self.path.as_str(), self.rest].concat();
        let about = |error: Error| error.about(self.operation, &path);
        if let Some((fault, advice)) = &self.fault {
            let error = Error::invalid(fault.clone());
            return Err(about(match advice {
                Some(advice) => error.with_advice(advice.clone()),
                None => error,
            }));
        }
        if path.len() > LONGEST_TARGET {
            return Err(about(Error::invalid(
                "the path is longer than Asterisk reads (4,095 bytes)",
            )));
        }
        let query = if self.needs_body(&path) {
            if self.operation.body_shape() != BodyShape::Members {
                return Err(about(Error::invalid(
                    "a value is too long for the query, or a list cannot stand there, and this \
                     operation reads no parameters from the body",
                )));
            }
            Vec::new()
        } else {
            let query = self.query.iter();
            query.map(|(name, value)| (Cow::Borrowed(*name), in_query(value))).collect()
        };
        let mut members = self.members.clone();
        if query.is_empty() {
            for (name, value) in &self.query {
                members.insert((*name).to_owned(), in_body(value));
            }
        }
        let body = match &self.whole {
            Some(whole) => Some(whole.to_string()),
            None if members.is_empty() => None,
            None => Some(Value::Object(members).to_string()),
        };
        let request = Request::new(self.operation, path, query, body.map(Bytes::from));
        let looked_up = self.operation.lookup().and_then(|(_, id)| self.value(id));
        Ok(request.meaning(self.intent()).creating(looked_up.map(Into::into)))
    }

    /// The text of a parameter, where it is set.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        if let Some((_, value)) = self.segments.iter().find(|(it, _)| *it == name) {
            return Some(value);
        }
        match self.query.iter().find(|(it, _)| *it == name) {
            Some((_, Param::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The texts of a list.
    fn values(&self, name: &str) -> Vec<Text> {
        match self.query.iter().find(|(it, _)| *it == name) {
            // A caller who joined them means the same.
            Some((_, Param::List(texts))) => {
                texts.iter().flat_map(|it| it.split(',')).map(Text::new).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Chooses the id of the channel that the request creates, where it is known who gets it and none was chosen.
    pub(crate) fn choose_id(&mut self, gets: impl Fn(&str) -> bool) {
        if let Some(Effect::Creates { id, application, .. }) = self.operation.effect()
            && self.value(id).is_none()
            && self.value(application).is_some_and(gets)
        {
            self.text(id, crate::random_id().into());
        }
    }

    fn intent(&self) -> Option<Intent> {
        Some(match self.operation.effect()? {
            Effect::Creates { subject, id, application } => Intent::Creates {
                subject,
                id: self.value(id)?.into(),
                application: self.value(application).map(Into::into),
            },
            Effect::Releases { id } => Intent::Releases { id: self.value(id)?.into() },
            Effect::Ends { id } => Intent::Ends { id: self.value(id)?.into() },
            Effect::Listens { application, sources } => Intent::Listens {
                application: self.value(application)?.into(),
                sources: self.values(sources),
            },
            Effect::Ignores { application, sources } => Intent::Ignores {
                application: self.value(application)?.into(),
                sources: self.values(sources),
            },
            Effect::Filters { application } => Intent::Filters {
                application: self.value(application)?.into(),
                filter: self.whole.as_ref().and_then(|it| it.as_object().cloned()),
            },
        })
    }

    /// The query cannot carry it: too long, or a list that Asterisk would cut otherwise.
    fn needs_body(&self, path: &str) -> bool {
        let ambiguous = self.query.iter().any(|(_, value)| match value {
            Param::List(values) => {
                values.len() > MOST_LISTED || values.iter().any(|it| it.contains(SYNTAX_OF_LISTS))
            }
            _ => false,
        });
        if ambiguous {
            return true;
        }
        let roughly: usize = self
            .query
            .iter()
            .map(|(name, value)| match value {
                Param::Text(text) => name.len() + text.len() + 2,
                Param::List(values) => {
                    name.len() + 2 + values.iter().map(|it| it.len() + 1).sum::<usize>()
                }
                Param::Scalar(_) => name.len() + 22,
            })
            .sum();
        // No byte needs more than three in the query.
        if path.len() + 3 * roughly <= LONGEST_TARGET {
            return false;
        }
        let query: Vec<_> = self.query.iter().map(|(name, it)| (*name, in_query(it))).collect();
        path.len() + 1 + encode_query(&query).len() > LONGEST_TARGET
    }
}

fn in_query(value: &Param) -> String {
    match value {
        Param::Text(text) => text.clone(),
        Param::List(values) => values.join(","),
        Param::Scalar(value) => value.to_string(),
    }
}

fn in_body(value: &Param) -> Value {
    match value {
        Param::Text(text) => Value::String(text.clone()),
        Param::List(values) => values.iter().cloned().map(Value::String).collect(),
        Param::Scalar(value) => value.clone(),
    }
}
