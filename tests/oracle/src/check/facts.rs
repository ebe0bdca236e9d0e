//! The facts of each operation as data: method, path, body, parameters, documented errors.

use syn::{Expr, Item};

use crate::rust::{chain, tight};
use crate::specification::Operation;

use super::Checker;

impl Checker<'_> {
    pub(super) fn facts(&mut self, operation: &Operation, module: &str) {
        let file = format!("{module}/{}.rs", self.method(operation));
        let what = format!("facts of {}", operation.name());
        let calls = self.rust.calls(&file, "OPERATION");
        let found = |name: &str| {
            calls.iter().find(|(it, _)| it == name).map_or(&[][..], |(_, it)| it.as_slice())
        };

        let shape = match self.overlay.body(&operation.key()) {
            "none" => "Never",
            "whole" => "Whole",
            _ => "Members",
        };
        let method = format!("{}{}", &operation.method[..1], operation.method[1..].to_lowercase());
        let wanted =
            format!("{} Method::{method} {} BodyShape::{shape}", operation.name(), operation.path);
        let basics: Vec<_> = found("Operation::new").iter().map(literal_or_tokens).collect();
        self.same(&what, &wanted, &basics.join(" "));

        let wanted: Vec<_> = operation
            .in_order()
            .into_iter()
            .map(|it| {
                // What stands in the path is always required and need not say so.
                let required = it.required && it.place != "path";
                format!(
                    "{} {}{}{}",
                    it.place,
                    it.name,
                    if required { " required" } else { "" },
                    if it.multiple { " multiple" } else { "" }
                )
            })
            .collect();
        let parameters: Vec<_> = elements(found("parameters")).into_iter().map(parameter).collect();
        self.same(&what, &wanted.join(", "), &parameters.join(", "));

        let wanted: Vec<_> = operation
            .errors
            .iter()
            .map(|(code, reason)| format!("{code} {}", reason.trim_end_matches('.')))
            .collect();
        let mut errors: Vec<_> = elements(found("errors")).into_iter().map(error).collect();
        errors.sort();
        self.same(&what, &wanted.join(", "), &errors.join(", "));

        let bytes = calls.iter().filter(|(it, _)| it == "answers_bytes").count();
        let wanted = usize::from(operation.response == "binary");
        self.same(&format!("{what}: bytes"), &wanted.to_string(), &bytes.to_string());

        let own = self.overlay.own_applications();
        let wanted = own.get(operation.key().as_str()).map(|(parameter, unless)| {
            let unless: Vec<_> = unless.iter().map(|it| format!("{it:?}")).collect();
            format!("{parameter} &[{}]", unless.join(","))
        });
        let own: Vec<_> = found("own_application").iter().map(literal_or_tokens).collect();
        self.same(&format!("{what}: its application"), &wanted.unwrap_or_default(), &own.join(" "));

        let lookups = self.overlay.lookups();
        let wanted = lookups.get(operation.key().as_str()).map(|(looking, id)| {
            let looking = self.specification.operations.iter().find(|it| it.key() == *looking);
            let looking = looking.expect("an operation that looks at it");
            let (module, method) = (self.module(&looking.resource), self.method(looking));
            format!("&crate::generated::{module}::{method}::OPERATION {id}")
        });
        let lookup: Vec<_> = found("looked_up_by").iter().map(literal_or_tokens).collect();
        self.same(&format!("{what}: lookup"), &wanted.unwrap_or_default(), &lookup.join(" "));

        let listed = format!("&crate::generated::{module}::{}::OPERATION", self.method(operation));
        let operations = self.rust.items("meta.rs").iter();
        let operations =
            operations.filter(|it| matches!(it, Item::Static(it) if it.ident == "OPERATIONS"));
        let meta = operations.map(tight).collect::<String>();
        if meta.matches(&format!("{listed},")).count() != 1 {
            self.problem(format!("{what}: not once among the operations of meta"));
        }
    }
}

/// The elements of an argument such as `&[a, b]`.
pub(super) fn elements(arguments: &[Expr]) -> Vec<&Expr> {
    let [Expr::Reference(reference)] = arguments else { return Vec::new() };
    match &*reference.expr {
        Expr::Array(array) => array.elems.iter().collect(),
        _ => Vec::new(),
    }
}

/// `ParameterFacts::query("app").required()` as `query app required`.
fn parameter(expression: &Expr) -> String {
    let mut words = Vec::new();
    for (name, arguments) in chain(expression) {
        match name.strip_prefix("ParameterFacts::") {
            Some(place) => {
                words.push(place.to_owned());
                words.extend(arguments.iter().map(literal_or_tokens));
            }
            // Compared with what is recorded, elsewhere.
            None if name == "since" => {}
            None => words.push(name),
        }
    }
    words.join(" ")
}

/// `(404, "Not there")` as `404 Not there`.
fn error(expression: &Expr) -> String {
    match expression {
        Expr::Tuple(tuple) => {
            tuple.elems.iter().map(literal_or_tokens).collect::<Vec<_>>().join(" ")
        }
        other => tight(other),
    }
}

fn literal_or_tokens(expression: &Expr) -> String {
    match expression {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
        other => tight(other),
    }
}
