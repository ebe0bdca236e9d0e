//! Compares what the specification wants with what the generated Rust holds, and tells every difference.

mod availability;
mod enums;
mod events;
mod exclusive;
mod facts;
mod handles;
mod models;
mod operations;

use std::collections::BTreeMap;

use crate::naming::snake;
use crate::overlay::Overlay;
use crate::rust::{Method, Parsed};
use crate::specification::{Operation, Parameter, Specification};
use crate::types::{argument_type, model_type};

/// The one operation without a method: `Ari::connect` is it.
pub const WITHOUT_METHOD: &str = "events.eventWebsocket";

/// The messages that are no events and do not say of which type they are.
pub fn messages_without_type(
    specification: &Specification,
    overlay: &Overlay,
    rust: &Parsed,
) -> Vec<String> {
    let structs = rust.structs("models/");
    let messages = specification.models["Message"].subtypes.iter().filter(|it| *it != "Event");
    let untyped = messages.filter(|id| {
        structs.get(&model_type(overlay, id)).is_none_or(|(own, fields)| {
            let mut names = fields.iter().filter_map(|it| it.serde.rename.as_deref());
            own.tag.as_deref() != Some("type") && !names.any(|it| it == "type")
        })
    });
    untyped.cloned().collect()
}

/// Everything that is compared, and what was found.
struct Checker<'a> {
    specification: &'a Specification,
    overlay: &'a Overlay,
    rust: &'a Parsed,
    problems: Vec<String>,
}

/// Every difference between the specification and the generated Rust.
pub fn problems(specification: &Specification, overlay: &Overlay, rust: &Parsed) -> Vec<String> {
    let mut checker = Checker { specification, overlay, rust, problems: Vec::new() };
    checker.operations();
    checker.allowances();
    checker.handles();
    checker.models();
    checker.enumerations();
    checker.events();
    checker.availability();
    checker.problems
}

impl Checker<'_> {
    fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }

    fn same(&mut self, what: &str, wanted: &str, found: &str) {
        if wanted != found {
            self.problem(format!("{what}: wanted {wanted}, found {found}"));
        }
    }

    fn same_method(
        &mut self,
        what: &str,
        methods: &BTreeMap<String, Method>,
        name: &str,
        arguments: &[(String, String)],
        returns: &str,
    ) {
        let Some(method) = methods.get(name) else {
            self.problem(format!("{what}: there is no method {name}"));
            return;
        };
        let what = format!("{what}: {name}");
        self.same(&what, &listed(arguments), &listed(&method.arguments));
        self.same(&what, returns, &method.returns);
    }

    /// Has exactly these names, in whatever order.
    fn same_names<'a>(
        &mut self,
        what: &str,
        wanted: impl IntoIterator<Item = &'a str>,
        found: impl IntoIterator<Item = &'a str>,
    ) {
        let mut found: Vec<&str> = found.into_iter().collect();
        let mut missing = Vec::new();
        for name in wanted {
            match found.iter().position(|it| *it == name) {
                Some(index) => drop(found.swap_remove(index)),
                None => missing.push(name),
            }
        }
        if !missing.is_empty() || !found.is_empty() {
            self.problem(format!("{what}: missing {missing:?}, too many {found:?}"));
        }
    }

    fn module(&self, resource: &str) -> String {
        let name = self.overlay.name(&format!("resource {resource}"));
        name.map_or_else(|| snake(resource), str::to_owned)
    }

    fn method(&self, operation: &Operation) -> String {
        let name = self.overlay.name(&operation.key());
        name.map_or_else(|| snake(&operation.nickname), str::to_owned)
    }

    fn argument(&self, operation: &Operation, parameter: &Parameter) -> (String, String) {
        let name = self.overlay.name(&parameter.key);
        let name = name.map_or_else(|| snake(&parameter.name), str::to_owned);
        (name, argument_type(self.overlay, operation, parameter))
    }

    /// It has to be given: what is required, unless the client has one of its own.
    fn is_argument(&self, operation: &Operation, parameter: &Parameter) -> bool {
        parameter.required && !self.overlay.is_own_application(&operation.key(), &parameter.name)
    }

    fn with_methods(&self) -> Vec<Operation> {
        let operations = self.specification.operations.iter();
        operations.filter(|it| it.name() != WITHOUT_METHOD).cloned().collect()
    }
}

fn listed(arguments: &[(String, String)]) -> String {
    let texts: Vec<_> = arguments.iter().map(|(name, kind)| format!("{name}:{kind}")).collect();
    format!("({})", texts.join(", "))
}
