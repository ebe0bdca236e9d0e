//! Events as text, key by key in the order in which Asterisk writes them.

use serde::Serialize;

use crate::message::text;

/// An event that was not yet told whom it goes to.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub kind: &'static str,
    /// The object, not closed.
    head: String,
    /// It names its application near the front.
    application_first: bool,
    timestamp: String,
}

impl Frame {
    /// An event that begins with its type.
    pub fn new(kind: &'static str, timestamp: String) -> Self {
        Self { kind, head: "{".to_owned(), application_first: false, timestamp }.typed()
    }

    /// An event that begins with something else: `type` has to be asked for.
    pub fn untyped(kind: &'static str, timestamp: String) -> Self {
        Self { kind, head: "{".to_owned(), application_first: false, timestamp }
    }

    /// The order of a changed device state, which differs from all others.
    pub fn with_application_first(kind: &'static str, timestamp: String) -> Self {
        Self { kind, head: "{".to_owned(), application_first: true, timestamp }
    }

    /// Type and time.
    pub fn typed(self) -> Self {
        let (kind, timestamp) = (self.kind, self.timestamp.clone());
        self.field("type", &kind).field("timestamp", &timestamp)
    }

    /// One more field.
    pub fn field(mut self, name: &str, value: &(impl Serialize + ?Sized)) -> Self {
        if self.head.len() > 1 {
            self.head.push(',');
        }
        self.head.push_str(&text(&name));
        self.head.push(':');
        self.head.push_str(&text(value));
        self
    }

    /// One more field, where there is something to say.
    pub fn optional(self, name: &str, value: Option<&(impl Serialize + ?Sized)>) -> Self {
        match value {
            Some(value) => self.field(name, value),
            None => self,
        }
    }

    /// The text that an application gets.
    pub fn to(&self, application: &str, asterisk_id: &str) -> String {
        let (application, id) = (text(&application), text(&asterisk_id));
        if self.application_first {
            let kind = text(&self.kind);
            let time = text(&self.timestamp);
            let fields = self.head.trim_start_matches('{');
            return format!(
                r#"{{"type":{kind},"application":{application},"timestamp":{time},{fields},"asterisk_id":{id}}}"#
            );
        }
        format!(r#"{},"asterisk_id":{id},"application":{application}}}"#, self.head)
    }

    /// The text of an event about an application, which it names first.
    pub fn of(&self, application: &str, asterisk_id: &str) -> String {
        let (application, id) = (text(&application), text(&asterisk_id));
        format!(r#"{},"application":{application},"asterisk_id":{id}}}"#, self.head)
    }
}
