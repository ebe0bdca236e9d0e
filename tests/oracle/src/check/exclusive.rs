//! Parameters that exclude each other: what is set is in the request's type, which has the setters of one alternative only.

use std::collections::BTreeSet;

use crate::naming::camel;
use crate::specification::Operation;

use super::Checker;

impl Checker<'_> {
    /// The request's generics: one for the reply of a removal, one for the choice where there is any.
    pub(super) fn request_generics(&mut self, operation: &Operation, module: &str) {
        let name = self.method(operation);
        let removal = self.overlay.is_removal(&operation.key());
        let choice = !self.overlay.alternatives(&operation.key()).is_empty();
        let reply = removal.then_some("R:Reply=Nothing");
        let wanted = angled([reply, choice.then_some("Choice=Undecided")]);
        let found = self.rust.generics(&format!("{module}/{name}.rs"), &camel(&name));
        self.same(&format!("generics of {}", operation.name()), &wanted, &found);
    }

    /// The request's type in the operation's file, as one with this choice.
    pub(super) fn request_type(&self, operation: &Operation, choice: Option<&str>) -> String {
        let removal = self.overlay.is_removal(&operation.key());
        camel(&self.method(operation)) + &angled([removal.then_some("R"), choice])
    }

    /// The block that a setter has to stand in, and what it has to return.
    pub(super) fn setter_place(&self, operation: &Operation, parameter: &str) -> (String, String) {
        let alternatives = self.overlay.alternatives(&operation.key());
        let own = alternatives.iter().find(|(_, it)| it.iter().any(|it| it == parameter));
        let bound = own.map(|(name, _)| format!("Choice:Allows<{name}>"));
        let choice = (!alternatives.is_empty()).then_some("Choice");
        let removal = self.overlay.is_removal(&operation.key()).then_some("R:Reply");
        let generics = angled([removal, bound.as_deref().or(choice)]);
        let block = generics + &self.request_type(operation, choice);
        let returns = own.map_or_else(
            || "Self".to_owned(),
            |(name, _)| self.request_type(operation, Some(name)),
        );
        (block, returns)
    }

    /// Each alternative of a resource allows itself, and nothing else does.
    pub(super) fn allowances(&mut self) {
        let operations = self.with_methods();
        let alternatives = operations.iter().flat_map(|operation| {
            let of_one = self.overlay.alternatives(&operation.key()).into_iter();
            of_one.map(|(name, _)| (operation.resource.as_str(), name))
        });
        let wanted: BTreeSet<(&str, &str)> = alternatives.collect();
        let wanted: Vec<String> =
            wanted.iter().map(|(_, name)| format!("Allows<{name}> for {name}")).collect();
        let found = self.rust.implementations("").into_iter();
        let found: Vec<String> = found
            .filter(|(of, _)| of.contains("Allows"))
            .map(|(of, name)| format!("{of} for {name}"))
            .collect();
        self.same_names(
            "what allows alternatives",
            wanted.iter().map(String::as_str),
            found.iter().map(String::as_str),
        );
    }
}

fn angled(generics: [Option<&str>; 2]) -> String {
    let generics: Vec<&str> = generics.into_iter().flatten().collect();
    if generics.is_empty() { String::new() } else { format!("<{}>", generics.join(",")) }
}
