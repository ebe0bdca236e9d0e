//! SIP's configuration as far as it can be pushed: objects and their fields. Nobody calls by it.

mod fields;

use std::collections::BTreeMap;

use self::fields::fields_of;

/// Types of objects of which there are none here.
const OTHERS: [&str; 6] =
    ["transport", "global", "identify", "registration", "domain_alias", "system"];

/// Objects that were pushed, by type and id: the values that differ from the usual ones.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    objects: BTreeMap<(String, String), BTreeMap<String, String>>,
}

/// What can be known of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Pushed,
    /// It stands in files alone.
    Fixed,
    Unknown,
}

/// What is known of a type.
pub(crate) fn kind(name: &str) -> Kind {
    match fields_of(name) {
        Some(_) => Kind::Pushed,
        None if OTHERS.contains(&name) => Kind::Fixed,
        None => Kind::Unknown,
    }
}

/// Are these fields of this type, with values that they can have?
pub(crate) fn are_valid(kind: &str, fields: &[(String, String)]) -> bool {
    let known = fields_of(kind).unwrap_or_default();
    fields.iter().all(|(name, value)| {
        let usual = known.iter().find(|(it, _)| it == name).map(|(_, usual)| *usual);
        usual.is_some_and(|usual| usual.parse::<u32>().is_err() || value.parse::<u32>().is_ok())
    })
}

/// Every field of an object, with the values that it was given.
pub(crate) fn shown(kind: &str, given: &BTreeMap<String, String>) -> Vec<(&'static str, String)> {
    let value = |name: &str, usual: &str| match given.get(name) {
        Some(codecs) if name == "allow" => {
            // None of those before, which there are none of.
            let codecs = codecs.strip_prefix("!all,").unwrap_or(codecs);
            format!("({})", codecs.replace(',', "|"))
        }
        Some(value) => value.clone(),
        None => usual.to_owned(),
    };
    let known = fields_of(kind).unwrap_or_default();
    known.iter().map(|(name, usual)| (*name, value(name, usual))).collect()
}

impl Configuration {
    /// The endpoints that were pushed.
    pub fn endpoints(&self) -> impl Iterator<Item = &str> {
        let keys = self.objects.keys();
        keys.filter(|(kind, _)| kind == "endpoint").map(|(_, id)| id.as_str())
    }

    /// What an object was given.
    pub fn object(&self, kind: &str, id: &str) -> Option<&BTreeMap<String, String>> {
        self.objects.get(&(kind.to_owned(), id.to_owned()))
    }

    /// Gives an object these fields; it may be a new one.
    pub fn push(&mut self, kind: &str, id: &str, fields: Vec<(String, String)>) {
        self.objects.entry((kind.to_owned(), id.to_owned())).or_default().extend(fields);
    }

    /// Removes an object; false where there is none.
    pub fn remove(&mut self, kind: &str, id: &str) -> bool {
        self.objects.remove(&(kind.to_owned(), id.to_owned())).is_some()
    }
}
