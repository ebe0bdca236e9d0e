//! Plans parameters that exclude each other: what the overlay's groups of them are in this release.

use std::collections::BTreeMap;

use crate::ir::{self, Ir};
use crate::naming::Scope;
use crate::plan::{Alternative, Parameter, Resource};
use crate::problem::{Findings, Place};

use super::Planner;
use super::docs::{lines, listed};

impl Planner<'_> {
    /// The alternatives among an operation's parameters, which say so in their docs; none where fewer than two are there.
    pub(super) fn alternatives(
        &self,
        operation: &ir::Operation,
        parameters: &mut [Parameter],
        findings: &mut Findings,
    ) -> Vec<Alternative> {
        let groups = self.overlay.exclusive.iter().enumerate();
        let mut groups = groups.filter(|(_, it)| self.is_named(&it.targets, &operation.key));
        let Some((group, rule)) = groups.next() else { return Vec::new() };
        for (second, _) in groups {
            let message = format!("{}: it has a group already", operation.key);
            findings.problem(&self.group_place(second), message);
        }
        let mut present: Vec<(&String, Vec<String>)> = Vec::new();
        for (type_name, named) in &rule.alternatives {
            let named = parameters.iter().filter(|it| named.contains(&it.wire));
            let names: Vec<String> = named.clone().map(|it| it.wire.clone()).collect();
            for it in named.filter(|it| !may_be_left_out(it)) {
                let key = format!("{} param {}", operation.key, it.wire);
                let message = format!("{key}: expected one that may be set or left out");
                findings.problem(&self.group_place(group), message);
            }
            if !names.is_empty() {
                present.push((type_name, names));
            }
        }
        if present.len() < 2 {
            return Vec::new();
        }
        let mut alternatives = Vec::new();
        for (type_name, own) in &present {
            let others = present.iter().filter(|(other, _)| other != type_name);
            let excluded: Vec<String> = others.flat_map(|(_, names)| names).cloned().collect();
            let excluded = listed(&excluded, "and");
            for parameter in parameters.iter_mut().filter(|it| own.contains(&it.wire)) {
                parameter.docs.push(String::new());
                parameter.docs.extend(lines(&format!("Excludes {excluded}.")));
            }
            alternatives.push(Alternative {
                group,
                type_name: (*type_name).clone(),
                docs: lines(&format!(
                    "A request in which {} is set, which excludes {excluded}.",
                    listed(own, "or")
                )),
                parameters: own.clone(),
            });
        }
        alternatives
    }

    /// Takes the names of a resource's alternatives, which are those of no other type.
    pub(super) fn take_alternatives(
        &self,
        ir: &Ir,
        resource: &Resource,
        types: &mut Scope,
        findings: &mut Findings,
    ) {
        for it in resource.alternatives() {
            let (name, place) = (&it.type_name, self.group_place(it.group));
            types.take(name, &format!("alternative {name}"), &place, findings);
            let is_model = ir.models.iter().any(|it| self.naming.camel(&it.key, &it.id) == *name);
            let is_enum = self.enums.values().any(|it| it == name);
            if is_model || is_enum || self.overlay.ids.contains_key(name) {
                let message = format!("alternative {name}: another type has this name");
                findings.problem(&place, message);
            }
        }
    }

    /// Judges the groups by themselves, whatever the release has of them.
    pub(super) fn check_groups(&self, findings: &mut Findings) {
        for (group, rule) in self.overlay.exclusive.iter().enumerate() {
            let place = self.group_place(group);
            if rule.alternatives.len() < 2 {
                findings.problem(&place, "expected two alternatives or more");
            }
            let mut taken = BTreeMap::new();
            for (type_name, parameters) in &rule.alternatives {
                if parameters.is_empty() {
                    findings.problem(&place, format!("{type_name}: expected parameters"));
                }
                for parameter in parameters {
                    if let Some(first) = taken.insert(parameter, type_name) {
                        let message = format!("{type_name}: {parameter} is of {first} already");
                        findings.problem(&place, message);
                    }
                }
            }
        }
    }

    fn group_place(&self, group: usize) -> Place {
        self.overlay.exclusive.get(group).map(|it| it.place.clone()).unwrap_or_default()
    }
}

/// What is always sent excludes nothing, and what is not offered needs no excluding.
fn may_be_left_out(parameter: &Parameter) -> bool {
    !parameter.required && parameter.sent_default.is_none() && parameter.withheld.is_none()
}
