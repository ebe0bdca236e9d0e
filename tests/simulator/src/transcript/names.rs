//! Names for ids, given in the order in which ids are first seen.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::pbx::log::{Entry, What};

/// Names for ids.
#[derive(Debug, Default)]
pub(super) struct Names {
    of: HashMap<String, String>,
    /// How often a name was given.
    given: HashMap<String, usize>,
    applications: BTreeSet<String>,
}

impl Names {
    /// Of everything that replies and events show.
    pub fn of(entries: &[Arc<Entry>]) -> Self {
        let mut names = Self::default();
        for entry in entries {
            let text = match &entry.what {
                What::Told { application, text, .. } => {
                    if !names.applications.contains(application) {
                        names.applications.insert(application.clone());
                    }
                    text
                }
                What::Asked { reply: Some((_, text)), .. } => text,
                What::Asked { reply: None, .. } => continue,
            };
            if let Ok(value) = serde_json::from_str(text) {
                names.learn(&value);
            }
        }
        names
    }

    fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(values) => values.iter().for_each(|it| self.learn(it)),
            Value::Object(object) => {
                self.learn_model(object);
                object.values().for_each(|it| self.learn(it));
            }
            _ => {}
        }
    }

    fn learn_model(&mut self, object: &Map<String, Value>) {
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        let Some(id) = text("id") else { return };
        if self.of.contains_key(id) {
            return;
        }
        let name = match text("name") {
            Some(name) if object.contains_key("dialplan") => self.next(&plain(name), false),
            _ if object.contains_key("bridge_class") => self.next("bridge", true),
            _ if object.contains_key("media_uri") => self.next("playback", true),
            _ => return,
        };
        self.of.insert(id.to_owned(), name);
    }

    /// A name that was not given yet.
    fn next(&mut self, name: &str, counts_from_one: bool) -> String {
        let given = self.given.entry(name.to_owned()).or_default();
        *given += 1;
        match (counts_from_one, *given) {
            (false, 1) => name.to_owned(),
            (_, given) => format!("{name} {given}"),
        }
    }

    /// A value in which ids are replaced, also behind a scheme: `channel:1234`, and in lists.
    pub fn replace(&self, value: &str) -> String {
        if let Some(name) = self.of.get(value) {
            return name.clone();
        }
        let one = |value: &str| match value.split_once(':') {
            Some((scheme, id)) if self.of.contains_key(id) => {
                format!("{scheme}:{}", self.of[id])
            }
            _ => self.of.get(value).cloned().unwrap_or_else(|| value.to_owned()),
        };
        value.split(',').map(one).collect::<Vec<_>>().join(",")
    }

    /// Was more than one application told of anything?
    pub fn has_several_applications(&self) -> bool {
        self.applications.len() > 1
    }

    /// The name of a model.
    pub fn of_model(&self, object: &Map<String, Value>) -> Option<&str> {
        self.of.get(object.get("id")?.as_str()?).map(String::as_str)
    }
}

/// A channel's name without its number: `alice` of `PJSIP/alice-00000001`, `Local/1000@default;2` of
/// `Local/1000@default-00000001;2`.
fn plain(name: &str) -> String {
    let (name, half) = name.split_once(';').map_or((name, None), |(name, half)| (name, Some(half)));
    let name = name.rsplit_once('-').map_or(name, |(name, _)| name);
    let name = match name.split_once('/') {
        Some(("PJSIP" | "SIP" | "IAX2", name)) => name,
        // It is named for the id of a channel.
        Some(("Snoop", _)) => "snoop",
        _ => name,
    };
    match half {
        Some(half) => format!("{name};{half}"),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn channels_are_named_without_numbers() {
        assert_eq!(plain("PJSIP/alice-00000001"), "alice");
        assert_eq!(plain("Local/1000@default-0000000a;2"), "Local/1000@default;2");
        assert_eq!(plain("Snoop/1795248263.87-00000000"), "snoop");
        assert_eq!(plain("UnicastRTP/127.0.0.1:4000-0x7f0000000000"), "UnicastRTP/127.0.0.1:4000");
    }
}
