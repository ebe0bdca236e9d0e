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

    /// Takes a name for the thing under `key`.
    pub(crate) fn take(&mut self, name: &str, key: &str, place: &Place, findings: &mut Findings) {
        if syn::parse_str::<syn::Ident>(name).is_err() {
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
