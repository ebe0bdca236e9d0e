//! Turns the resolved specification into the plan: asks the overlay, the first-seen table and the naming rules, prints nothing.

mod docs;
mod exclusive;
mod models;
mod operations;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::availability::FirstSeen;
use crate::ir::Ir;
use crate::naming::{Naming, Scope};
use crate::overlay::{Durations, Overlay, Overlays, Part, Unit, matches};
use crate::plan::{Enum, Id, Plan, Session, Subject};
use crate::problem::{Findings, Place};

/// What every part of the planning looks things up in.
struct Planner<'a> {
    overlay: &'a Overlay,
    parts: &'a [Part],
    first_seen: &'a FirstSeen,
    naming: Naming<'a>,
    /// Where names can be given: the last overlay.
    place: Place,
    release: &'a str,
    /// Keys of lists of allowed values, with the enum that each became.
    enums: BTreeMap<String, String>,
    /// Targets of the overlay that were found.
    used: RefCell<BTreeSet<String>>,
    /// Ways to a subject that are not there, each with its event.
    absent: RefCell<Vec<(String, String)>>,
}

/// Makes the plan; problems of names and of the overlay go to `findings`.
pub(crate) fn plan(
    ir: &Ir,
    overlays: &Overlays,
    first_seen: &FirstSeen,
    release: &str,
    findings: &mut Findings,
) -> Plan {
    let overlay = &overlays.united;
    let mut planner = Planner {
        overlay,
        parts: &overlays.parts,
        first_seen,
        naming: Naming::new(&overlay.names),
        place: overlays.parts.last().map(|it| it.place.clone()).unwrap_or_default(),
        release,
        enums: BTreeMap::new(),
        used: RefCell::default(),
        absent: RefCell::default(),
    };
    let enums = planner.enums(ir, findings);
    let ids = planner.ids(findings);
    let models = planner.models(ir, findings);
    let events = planner.events(ir, findings);
    let resources = planner.resources(ir, findings);
    planner.check_groups(findings);
    planner.check_release_question(ir, findings);

    let has_event = |kind: &String| ir.events.iter().any(|it| it.id == *kind);
    let operation_keys: BTreeSet<&str> =
        ir.resources.iter().flat_map(|it| &it.operations).map(|it| it.key.as_str()).collect();
    let session = Session::present(&overlay.session, has_event, |key| operation_keys.contains(key));
    let subjects = overlay
        .subjects
        .keys()
        .map(|name| Subject {
            name: name.clone(),
            terminal: overlay
                .session
                .terminal
                .get(name)
                .map(|kinds| kinds.iter().filter(|it| has_event(it)).cloned().collect())
                .unwrap_or_default(),
        })
        .collect();
    planner.report_unused(ir, findings);

    let mut types = Scope::new("the types").reserving_types();
    for (name, key) in models
        .iter()
        .map(|it| (&it.type_name, &it.id))
        .chain(enums.iter().map(|it| (&it.type_name, &it.type_name)))
        .chain(ids.iter().map(|it| (&it.type_name, &it.type_name)))
    {
        types.take(name, key, &planner.place, findings);
    }
    Plan { release: release.to_owned(), resources, models, events, enums, ids, subjects, session }
}

impl Planner<'_> {
    /// Notes that the overlay named something that is there.
    fn mark(&self, target: &str) {
        self.used.borrow_mut().insert(target.to_owned());
    }

    /// The overlay that decides something.
    fn place_of(&self, decides: impl Fn(&Overlay) -> bool) -> Place {
        let part = self.parts.iter().find(|it| decides(&it.overlay));
        part.map_or(&self.place, |it| &it.place).clone()
    }

    fn is_named(&self, targets: &[String], key: &str) -> bool {
        match targets.iter().find(|it| matches(it, key)) {
            Some(target) => {
                self.mark(target);
                true
            }
            None => false,
        }
    }

    fn id_type(&self, key: &str) -> Option<String> {
        let (name, _) = self.overlay.ids.iter().find(|(_, id)| self.is_named(&id.targets, key))?;
        Some(name.clone())
    }

    fn duration(&self, key: &str) -> Option<&Durations> {
        self.overlay.durations.iter().find(|it| self.is_named(&it.targets, key))
    }

    fn unit(&self, key: &str) -> Option<Unit> {
        self.duration(key).map(|it| it.unit)
    }

    /// One enum per entry of the overlay, with the values of all lists that it names, and one for every other list.
    fn enums(&mut self, ir: &Ir, findings: &mut Findings) -> Vec<Enum> {
        let fields = ir
            .models
            .iter()
            .chain(&ir.events)
            .flat_map(|it| &it.fields)
            .filter(|it| !it.discriminator)
            .map(|it| (&it.key, &it.values));
        let parameters = ir
            .resources
            .iter()
            .flat_map(|it| &it.operations)
            .flat_map(|it| &it.parameters)
            .map(|it| (&it.key, &it.values));
        let mut gathered: Vec<(String, Vec<String>)> = Vec::new();
        let mut unnamed: BTreeMap<String, String> = BTreeMap::new();
        for (key, values) in fields.chain(parameters).filter(|(_, values)| !values.is_empty()) {
            if self.enums.contains_key(key) {
                continue;
            }
            let wanted = self.overlay.enums.iter().find(|(_, it)| self.is_named(&it.targets, key));
            let name = match wanted {
                Some((name, _)) => name.clone(),
                None => {
                    let name = default_enum_name(key, ir);
                    // Two lists share an enum only where the overlay says so.
                    let first = unnamed.insert(name.clone(), key.clone());
                    let taken = self.overlay.enums.contains_key(&name);
                    if first.is_some() || taken {
                        let by = first.unwrap_or_else(|| "the overlay".to_owned());
                        let message = format!(
                            "{key}: the name {name:?} is taken by {by}, name one in the overlay"
                        );
                        findings.problem(&self.place.at("enums"), message);
                    }
                    name
                }
            };
            self.enums.insert(key.clone(), name.clone());
            if !gathered.iter().any(|(known, _)| *known == name) {
                gathered.push((name.clone(), Vec::new()));
            }
            if let Some((_, all)) = gathered.iter_mut().find(|(known, _)| *known == name) {
                for value in values {
                    if !all.contains(value) {
                        all.push(value.clone());
                    }
                }
            }
        }
        gathered.into_iter().map(|(name, values)| self.one_enum(name, values, findings)).collect()
    }

    fn one_enum(&self, type_name: String, values: Vec<String>, findings: &mut Findings) -> Enum {
        let entry = self.overlay.enums.get(&type_name);
        let mut scope = Scope::new(format!("the enum {type_name}")).reserving(&["Unrecognized"]);
        let mut variants = Vec::new();
        for value in values {
            let variant = entry
                .and_then(|it| it.variants.get(&value).cloned())
                .unwrap_or_else(|| heck::ToUpperCamelCase::to_upper_camel_case(value.as_str()));
            scope.take(&variant, &format!("{type_name} {value:?}"), &self.place, findings);
            let meaning = entry.and_then(|it| it.meanings.get(&value));
            let docs = match meaning {
                Some(meaning) => format!("`{value}`: {meaning}."),
                None => format!("`{value}`."),
            };
            variants.push((variant, value, vec![docs]));
        }
        let description = entry.map(|it| it.description.clone());
        let docs = description.unwrap_or_else(|| "One of the allowed values.".to_owned());
        Enum { type_name, docs: vec![docs], variants }
    }

    fn ids(&self, findings: &mut Findings) -> Vec<Id> {
        let mut scope = Scope::new("the ids");
        let mut ids = Vec::new();
        for (name, id) in &self.overlay.ids {
            let place = self.place_of(|it| it.ids.contains_key(name));
            scope.take(name, name, &place.at("ids").at(name), findings);
            ids.push(Id {
                type_name: name.clone(),
                docs: vec![id.description.clone()],
                random: id.random,
            });
        }
        ids
    }

    /// A server is asked for its release without a change, and without naming a thing.
    fn check_release_question(&self, ir: &Ir, findings: &mut Findings) {
        let Some(rule) = &self.overlay.session.release else { return };
        let mut operations = ir.resources.iter().flat_map(|it| &it.operations);
        let Some(asked) = operations.find(|it| it.key == rule.operation) else { return };
        if asked.method != "GET" || asked.path_parameters().next().is_some() {
            let message = format!("{}: expected a GET whose path has no parameter", asked.key);
            let place = self.place_of(|it| it.session.release.is_some());
            findings.problem(&place.at("session").at("release"), message);
        }
    }

    /// Decisions about things that are not there: wrong in an overlay that was written for this release, usual in another.
    fn report_unused(&self, ir: &Ir, findings: &mut Findings) {
        let used = self.used.borrow();
        let unused_names = self.naming.unused();
        for part in self.parts {
            let overlay = &part.overlay;
            let decisions = overlay
                .ids
                .values()
                .flat_map(|it| &it.targets)
                .chain(overlay.enums.values().flat_map(|it| &it.targets))
                .chain(overlay.durations.iter().flat_map(|it| &it.targets))
                .chain(overlay.bodies.iter().flat_map(|it| &it.targets))
                .chain(overlay.always_send.iter().flat_map(|it| &it.targets))
                .chain(overlay.exclusive.iter().flat_map(|it| &it.targets))
                .chain(overlay.removals.iter().flat_map(|it| &it.targets));
            let decisions = decisions.filter(|it| !used.contains(*it)).map(String::as_str);
            let own = |target: &str| {
                overlay.names.iter().flat_map(|it| &it.targets).any(|it| it == target)
            };
            let names = unused_names.iter().map(|(_, target)| *target).filter(|it| own(it));
            let mut absent = absent(overlay, ir);
            let ways = self.absent.borrow();
            // A way that no overlay names is one that all share, and told of the first.
            let teller = |event: &String| {
                let named = |it: &&Part| it.overlay.concerns.iter().any(|it| it.event == *event);
                self.parts.iter().find(named).or(self.parts.first())
            };
            let ways = ways
                .iter()
                .filter(|(event, _)| teller(event).is_some_and(|it| std::ptr::eq(it, part)));
            absent.extend(ways.map(|(_, way)| way.clone()));
            for target in decisions.chain(names).chain(absent.iter().map(String::as_str)) {
                let message = format!("{target}: not in this release");
                if part.strict {
                    findings.problem(&part.place, message);
                } else {
                    findings.remark(&part.place, message);
                }
            }
        }
    }
}

/// Models, events, operations and values that the overlay names and the release does not have.
fn absent(overlay: &Overlay, ir: &Ir) -> Vec<String> {
    let mut absent = Vec::new();
    let models = overlay.inputs.iter().map(|it| &it.model);
    for model in models.chain(overlay.subjects.values().map(|it| &it.model)) {
        if !ir.models.iter().any(|it| it.id == *model) {
            absent.push(format!("model {model}"));
        }
    }
    let session = &overlay.session;
    for event in session.kinds().chain(overlay.concerns.iter().map(|it| &it.event)) {
        if !ir.events.iter().any(|it| it.id == *event) {
            absent.push(format!("event {event}"));
        }
    }
    if let Some(digits) = session.calls.as_ref().and_then(|it| it.digits.as_ref()) {
        let event = ir.events.iter().find(|it| it.id == digits.kind);
        if event.is_none_or(|it| it.fields.iter().all(|it| it.name != digits.member)) {
            absent.push(format!("event {} field {}", digits.kind, digits.member));
        }
    }
    let listings = session.listings.iter().map(|it| &it.operation);
    let effects = session.effects.keys().chain(session.own_application.keys());
    let lookups =
        session.lookups.iter().flat_map(|it| it.after.keys().chain(std::iter::once(&it.operation)));
    let calls = session.calls.iter().map(|it| &it.hangup);
    let applications = session.applications.iter().flat_map(|it| it.operations());
    let release = session.release.iter().map(|it| &it.operation);
    let session = listings.chain(applications).chain(calls).chain(effects).chain(lookups);
    for key in session.chain(release) {
        let mut operations = ir.resources.iter().flat_map(|it| &it.operations);
        if !operations.any(|it| it.key == *key) {
            absent.push(key.clone());
        }
    }
    for (operation, parameter) in named_parameters(overlay) {
        let mut operations = ir.resources.iter().flat_map(|it| &it.operations);
        let found = operations.find(|it| it.key == *operation);
        if found.is_some_and(|it| it.parameters.iter().all(|it| it.name != *parameter)) {
            absent.push(format!("{operation} param {parameter}"));
        }
    }
    let lists = ir.models.iter().chain(&ir.events).flat_map(|it| &it.fields);
    let lists = lists.map(|it| (&it.key, &it.values));
    let parameters =
        ir.resources.iter().flat_map(|it| &it.operations).flat_map(|it| &it.parameters);
    let lists: Vec<_> = lists.chain(parameters.map(|it| (&it.key, &it.values))).collect();
    for (name, entry) in &overlay.enums {
        let values = entry.variants.keys().chain(entry.meanings.keys());
        for value in values {
            let known = lists.iter().any(|(key, values)| {
                entry.targets.iter().any(|it| matches(it, key)) && values.contains(value)
            });
            if !known {
                absent.push(format!("value {value:?} of {name}"));
            }
        }
    }
    absent
}

/// Parameters that the overlay's groups and the tables of the session name, each with the key of its operation.
fn named_parameters(overlay: &Overlay) -> Vec<(&String, &String)> {
    let session = &overlay.session;
    let own = session.own_application.iter().flat_map(|(operation, rule)| {
        let parameters = std::iter::once(&rule.parameter).chain(&rule.unless);
        parameters.map(move |it| (operation, it))
    });
    let lookups = session.lookups.iter().flat_map(|it| &it.after);
    let filter = session.applications.iter().filter_map(|it| it.filter.as_ref());
    let release = session.release.iter().map(|it| (&it.operation, &it.parameter));
    let exclusive = overlay.exclusive.iter().flat_map(|group| {
        let parameters = group.alternatives.values().flatten();
        parameters.flat_map(|parameter| group.targets.iter().map(move |it| (it, parameter)))
    });
    own.chain(lookups)
        .chain(filter.map(|it| (&it.operation, &it.parameter)))
        .chain(release)
        .chain(exclusive)
        .collect()
}

/// `Channel` and `state` make `ChannelState`; an operation's parameter takes the operation's name.
fn default_enum_name(key: &str, ir: &Ir) -> String {
    let words = match key.strip_prefix("field ") {
        Some(field) => field.replace('.', " "),
        None => {
            let (operation, parameter) = key.split_once(" param ").unwrap_or((key, ""));
            let nickname = ir.resources.iter().find_map(|resource| {
                let found = resource.operations.iter().find(|it| it.key == operation)?;
                Some(format!("{} {}", resource.name, found.nickname))
            });
            format!("{} {parameter}", nickname.unwrap_or_default())
        }
    };
    heck::ToUpperCamelCase::to_upper_camel_case(words.as_str())
}
