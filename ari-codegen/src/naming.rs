//! The only place that makes Rust identifiers; a keyword or a collision is a problem, never a silent suffix.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::overlay::{Name, matches};
use crate::problem::{Findings, Place};

/// Makes names by rule, or as the overlay wants them.
pub(crate) struct Naming<'a> {
    wanted: &'a [Name],
    used: RefCell<BTreeSet<(usize, usize)>>,
}

impl<'a> Naming<'a> {
    pub(crate) fn new(wanted: &'a [Name]) -> Self {
        Self { wanted, used: RefCell::default() }
    }

    /// `snake_case` for modules, methods, fields and arguments.
    pub(crate) fn snake(&self, key: &str, wire: &str) -> String {
        self.overridden(key).unwrap_or_else(|| wire.to_snake_case())
    }

    /// `UpperCamelCase` for types and variants.
    pub(crate) fn camel(&self, key: &str, wire: &str) -> String {
        self.overridden(key).unwrap_or_else(|| wire.to_upper_camel_case())
    }

    /// The name that the overlay gives.
    pub(crate) fn overridden(&self, key: &str) -> Option<String> {
        for (entry, name) in self.wanted.iter().enumerate() {
            for (index, target) in name.targets.iter().enumerate() {
                if matches(target, key) {
                    self.used.borrow_mut().insert((entry, index));
                    return Some(name.name.clone());
                }
            }
        }
        None
    }

    /// Names of the overlay for things that this release does not have.
    pub(crate) fn unused(&self) -> Vec<(usize, &str)> {
        let used = self.used.borrow();
        let mut unused = Vec::new();
        for (entry, name) in self.wanted.iter().enumerate() {
            for (index, target) in name.targets.iter().enumerate() {
                if !used.contains(&(entry, index)) {
                    unused.push((entry, target.as_str()));
                }
            }
        }
        unused
    }
}

/// Where generated code imports what it mentions from, but for its own types.
pub(crate) const IMPORTS: &[(&str, &[&str])] = &[
    ("std::sync", &["Arc"]),
    ("std::time", &["Duration"]),
    ("std::ops", &["Deref"]),
    ("serde", &["Deserialize", "Serialize"]),
    ("serde::de", &["MapAccess"]),
    ("serde_json", &["Map", "Value"]),
    (
        "ari_runtime",
        &[
            "Allows",
            "Api",
            "Applications",
            "Binary",
            "BodyShape",
            "Caller",
            "Client",
            "Connect",
            "Credentials",
            "DecodeError",
            "Error",
            "EventFilter",
            "Events",
            "Frame",
            "Json",
            "Listen",
            "Listing",
            "Method",
            "Nothing",
            "Operation",
            "ParameterFacts",
            "Payload",
            "Prepared",
            "RawEvent",
            "Release",
            "ReleaseQuestion",
            "Releases",
            "Removed",
            "Reply",
            "Session",
            "Source",
            "Subject",
            "Text",
            "Timestamp",
            "Transport",
            "Undecided",
            "VariableValue",
            "Wait",
        ],
    ),
];

/// Types that generated code mentions without importing them.
const PRELUDE: &[&str] = &[
    "Ari",
    "AriApi",
    "Call",
    "Choice",
    "Clone",
    "Debug",
    "Default",
    "Event",
    "EventKind",
    "From",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Option",
    "PartialEq",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Method names that mean an operator or a trait to every reader.
pub(crate) const WELL_KNOWN_METHODS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "neg",
    "next",
    "not",
    "rem",
    "shl",
    "shr",
    "sub",
];

/// Names that stand side by side and have to differ.
pub(crate) struct Scope {
    what: String,
    taken: BTreeMap<String, String>,
}

impl Scope {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self { what: what.into(), taken: BTreeMap::new() }
    }

    /// The scope with names that generated or hand-written code already has there.
    pub(crate) fn reserving(mut self, names: &[&str]) -> Self {
        for name in names {
            self.taken.insert((*name).to_owned(), "the SDK itself".to_owned());
        }
        self
    }

    /// The scope of types, with those that generated code mentions there.
    pub(crate) fn reserving_types(self) -> Self {
        let imported: Vec<&str> = IMPORTS.iter().flat_map(|(_, names)| *names).copied().collect();
        self.reserving(&imported).reserving(PRELUDE)
    }

    /// Takes a name for the thing under `key`.
    pub(crate) fn take(&mut self, name: &str, key: &str, place: &Place, findings: &mut Findings) {
        // The parser does not know yet that the edition reserves it.
        if syn::parse_str::<syn::Ident>(name).is_err() || name == "gen" {
            findings.problem(
                place,
                format!("{key}: {name:?} is no Rust identifier, name it in the overlay"),
            );
        }
        if let Some(first) = self.taken.insert(name.to_owned(), key.to_owned()) {
            findings.problem(
                place,
                format!(
                    "{key}: the name {name:?} is taken in {} by {first}, name one in the overlay",
                    self.what
                ),
            );
        }
    }
}
