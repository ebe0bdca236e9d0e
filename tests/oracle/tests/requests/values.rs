//! The values that the calls are made with: each tells the parameter it is for, so that a swap shows.

use std::time::Duration;

use ari_generated::{Ari, Error, EventFilter, Request};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::specification::{Operation, Parameter};
use serde_json::{Value, json};

/// The same call by every way there is: on the resource, and on a handle.
pub(crate) type Requests = Vec<Result<Request, Error>>;

/// An operation's name and the calls of it.
pub(crate) type Case = (&'static str, fn(&Ari, &Values) -> Requests);

/// Every character that means something in a URL, in a list, in JSON, or more than one byte.
pub(crate) const AWKWARD: &str = "/%25,&=+#?;: \"'\\{}[]()<>|~^`@!$*ä日🎉";

/// The same without what would cut a list.
const AWKWARD_ITEM: &str = "/%25&=+#?;: '{}<>|~^`@!$*ä日🎉";

/// What the calls are made with.
#[derive(Clone, Debug)]
pub(crate) struct Values<'a> {
    operation: &'a Operation,
    bare: bool,
    awkward: bool,
    special: Vec<(String, Value)>,
    alternative: &'a str,
    /// The parameters of the other alternatives.
    excluded: Vec<String>,
}

impl<'a> Values<'a> {
    /// A plain value for every parameter.
    pub(crate) fn all(operation: &'a Operation) -> Self {
        Self {
            operation,
            bare: false,
            awkward: false,
            special: Vec::new(),
            alternative: "",
            excluded: Vec::new(),
        }
    }

    /// Values for what is required, and nothing else.
    pub(crate) fn bare(operation: &'a Operation) -> Self {
        Self { bare: true, ..Self::all(operation) }
    }

    /// Texts with every character that could be misread.
    pub(crate) fn awkward(operation: &'a Operation) -> Self {
        Self { awkward: true, ..Self::all(operation) }
    }

    /// The same with another text, or another list, for one parameter.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.special.push((name.to_owned(), value.into()));
        self
    }

    /// The same for each alternative of parameters that exclude each other, where there are any.
    pub(crate) fn each_alternative(self, overlay: &'a Overlay) -> Vec<Self> {
        let alternatives = overlay.alternatives(&self.operation.key());
        if alternatives.is_empty() {
            return vec![self];
        }
        let with = |(alternative, _): &(&'a str, Vec<String>)| {
            let others = alternatives.iter().filter(|(name, _)| name != alternative);
            let excluded = others.flat_map(|(_, parameters)| parameters).cloned().collect();
            Self { alternative, excluded, ..self.clone() }
        };
        alternatives.iter().map(with).collect()
    }

    /// The alternative to be set, by its type's name; empty where nothing excludes anything.
    pub(crate) fn alternative(&self) -> &str {
        self.alternative
    }

    /// Only what is required is to be set.
    pub(crate) fn is_bare(&self) -> bool {
        self.bare
    }

    fn special(&self, name: &str) -> Option<&Value> {
        self.special.iter().find(|(it, _)| it == name).map(|(_, value)| value)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        match self.special(name) {
            Some(value) => value.as_str().unwrap_or_default().to_owned(),
            None if self.awkward => format!("{name}{AWKWARD}"),
            None => format!("{name}-value"),
        }
    }

    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        match self.special(name) {
            Some(value) => {
                let items = value.as_array().into_iter().flatten();
                items.filter_map(Value::as_str).map(str::to_owned).collect()
            }
            None if self.awkward => vec![format!("{name}{AWKWARD_ITEM}"), AWKWARD_ITEM.to_owned()],
            None => vec![format!("{name}-1"), format!("{name}-2")],
        }
    }

    pub(crate) fn choices(&self, name: &str) -> Vec<String> {
        match self.special(name) {
            Some(_) => self.list(name),
            None => self.parameter(name).values.iter().rev().take(2).cloned().collect(),
        }
    }

    /// One of the allowed values: with awkward ones, one that is not allowed.
    pub(crate) fn choice(&self, name: &str) -> String {
        match self.parameter(name).values.last() {
            Some(last) if !self.awkward => last.clone(),
            _ => self.text(name),
        }
    }

    /// A number that is unlike those of its neighbours.
    pub(crate) fn number(&self, name: &str) -> u16 {
        let weighed = name.bytes().zip(1u16..).map(|(byte, place)| u16::from(byte) * place);
        weighed.fold(0, |sum, it| (sum + it) % 10_000) + 1
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        !name.len().is_multiple_of(2)
    }

    pub(crate) fn seconds(&self, name: &str) -> Duration {
        Duration::from_secs(self.number(name).into())
    }

    pub(crate) fn milliseconds(&self, name: &str) -> Duration {
        Duration::from_millis(self.number(name).into())
    }

    pub(crate) fn pairs(&self, name: &str) -> Vec<(String, String)> {
        vec![
            (self.text(name), self.text(name)),
            ("CALLERID(name)".to_owned(), format!("{name}, more")),
        ]
    }

    /// A filter that names one kind.
    pub(crate) fn filter(&self, name: &str) -> EventFilter {
        EventFilter::none().and_named([self.text(name)])
    }

    /// The value of a parameter as JSON, as it was given to the call.
    pub(crate) fn given(&self, overlay: &Overlay, parameter: &Parameter) -> Option<Value> {
        let name = parameter.name.as_str();
        if self.bare && !parameter.required || self.excluded.iter().any(|it| it == name) {
            return None;
        }
        let operation = self.operation.key();
        Some(match parameter.data_type.as_str() {
            "string" if parameter.multiple && parameter.values.is_empty() => self.list(name).into(),
            "string" if parameter.multiple => self.choices(name).into(),
            "string" if parameter.values.is_empty() => self.text(name).into(),
            "string" => self.choice(name).into(),
            "int" | "long" => self.number(name).into(),
            "boolean" => self.flag(name).into(),
            // The only object there is: a filter of events.
            "object" => json!({"allowed": [], "disallowed": [{"type": self.text(name)}]}),
            // An operation without a body has no way to set them.
            "containers" if overlay.body(&operation) == "none" => return None,
            "containers" if overlay.body_list(&operation).is_some() => {
                let pairs = self.pairs(name).into_iter();
                pairs.map(|(name, value)| json!({"attribute": name, "value": value})).collect()
            }
            "containers" => {
                let pairs = self.pairs(name).into_iter();
                Value::Object(pairs.map(|(name, value)| (name, value.into())).collect())
            }
            other => panic!("{}: unknown type {other}", parameter.key),
        })
    }

    fn parameter(&self, name: &str) -> &Parameter {
        let found = self.operation.parameters.iter().find(|it| it.name == name);
        found.unwrap_or_else(|| panic!("{} has no {name}", self.operation.name()))
    }
}
