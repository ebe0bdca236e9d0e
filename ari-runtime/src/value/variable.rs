//! A value that is given to a variable of a channel or a bridge.

use serde_json::{Map, Value};

use crate::Text;

/// A variable's value, and whether changes of the variable are told in events.
///
/// Texts convert into it; Asterisk takes nothing but texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableValue {
    value: Text,
    report_events: Option<bool>,
}

impl VariableValue {
    /// A plain value.
    pub fn new(value: impl Into<Text>) -> Self {
        Self { value: value.into(), report_events: None }
    }

    /// The value, with changes of the variable told in events or not.
    ///
    /// Since Asterisk 20.20, 22.10, 23.4; an earlier one answers 400.
    pub fn report_events(mut self, report: bool) -> Self {
        self.report_events = Some(report);
        self
    }

    pub(crate) fn into_json(self) -> Value {
        let value = Value::String(self.value.into());
        match self.report_events {
            // The plain form is the one that every release reads.
            None => value,
            Some(report) => {
                let mut object = Map::new();
                object.insert("value".into(), value);
                object.insert("report_events".into(), report.into());
                Value::Object(object)
            }
        }
    }
}

impl<T: Into<Text>> From<T> for VariableValue {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}
