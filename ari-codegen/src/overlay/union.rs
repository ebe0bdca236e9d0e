//! Several overlays as one: the repository's with those of vendors; what two of them decide is a problem.

use indexmap::IndexMap;

use crate::overlay::{Overlay, SessionRule};
use crate::problem::{Findings, Place};

/// The repository's overlay, then those of vendors.
#[derive(Debug, Default)]
pub(crate) struct Overlays {
    /// The decisions of all of them.
    pub(crate) united: Overlay,
    pub(crate) parts: Vec<Part>,
}

/// One overlay.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) overlay: Overlay,
    pub(crate) place: Place,
    /// Every entry has to find its target.
    pub(crate) strict: bool,
}

impl Overlays {
    pub(crate) fn add(
        &mut self,
        mut overlay: Overlay,
        place: Place,
        strict: bool,
        findings: &mut Findings,
    ) {
        for (index, group) in overlay.exclusive.iter_mut().enumerate() {
            group.place = place.at("exclusive").at(index);
        }
        if !self.parts.is_empty() {
            twice(&self.united, &overlay, &place, findings);
        }
        unite(&mut self.united, overlay.clone(), &place, findings);
        self.parts.push(Part { overlay, place, strict });
    }
}

/// Tells what both decide.
fn twice(ours: &Overlay, theirs: &Overlay, place: &Place, findings: &mut Findings) {
    let mut tell = |section: &str, what: &str| {
        findings.problem(&place.at(section), format!("{what}: another overlay decides it already"));
    };
    for ((section, known), (_, added)) in targets(ours).into_iter().zip(targets(theirs)) {
        for target in added.iter().filter(|it| known.contains(it)) {
            tell(section, target);
        }
    }
    for input in &theirs.inputs {
        if ours.inputs.iter().any(|it| it.model == input.model) {
            tell("inputs", &input.model);
        }
    }
    for (name, rule) in &theirs.subjects {
        if ours.subjects.contains_key(name) {
            tell("subjects", name);
        } else if ours.subjects.values().any(|it| it.model == rule.model) {
            tell("subjects", &rule.model);
        }
    }
    let (ours, theirs) = (&ours.session, &theirs.session);
    let known = ours.effects.keys().filter(|it| theirs.effects.contains_key(*it));
    let own = ours.own_application.keys().filter(|it| theirs.own_application.contains_key(*it));
    known.chain(own).for_each(|it| tell("session", it));
    if ours.applications.is_some() && theirs.applications.is_some() {
        tell("session", "applications");
    }
    if ours.calls.is_some() && theirs.calls.is_some() {
        tell("session", "calls");
    }
    if ours.release.is_some() && theirs.release.is_some() {
        tell("session", "release");
    }
}

/// The targets of each section that decides something about a thing.
fn targets(overlay: &Overlay) -> [(&'static str, Vec<&String>); 8] {
    [
        ("names", overlay.names.iter().flat_map(|it| &it.targets).collect()),
        ("ids", overlay.ids.values().flat_map(|it| &it.targets).collect()),
        ("enums", overlay.enums.values().flat_map(|it| &it.targets).collect()),
        ("durations", overlay.durations.iter().flat_map(|it| &it.targets).collect()),
        ("bodies", overlay.bodies.iter().flat_map(|it| &it.targets).collect()),
        ("always_send", overlay.always_send.iter().flat_map(|it| &it.targets).collect()),
        ("exclusive", overlay.exclusive.iter().flat_map(|it| &it.targets).collect()),
        ("removals", overlay.removals.iter().flat_map(|it| &it.targets).collect()),
    ]
}

/// Adds the decisions of `theirs`; they are looked at first, so that one about a single operation holds where ours are about
/// any.
fn unite(ours: &mut Overlay, theirs: Overlay, place: &Place, findings: &mut Findings) {
    ours.names.splice(0..0, theirs.names);
    ours.durations.splice(0..0, theirs.durations);
    ours.bodies.splice(0..0, theirs.bodies);
    ours.always_send.splice(0..0, theirs.always_send);
    ours.exclusive.splice(0..0, theirs.exclusive);
    ours.removals.splice(0..0, theirs.removals);
    ours.inputs.extend(theirs.inputs);
    ours.subjects.extend(theirs.subjects);
    ours.concerns.extend(theirs.concerns);
    let mut types = Types { place, findings };
    let mut ids = IndexMap::new();
    for (name, added) in theirs.ids {
        match ours.ids.get_mut(&name) {
            Some(known) => {
                types.same("ids", &name, &known.description, &added.description);
                known.random |= added.random;
                known.targets.extend(added.targets);
            }
            None => {
                types.described("ids", &name, &added.description);
                ids.insert(name, added);
            }
        }
    }
    ids.append(&mut ours.ids);
    ours.ids = ids;
    let mut enums = IndexMap::new();
    for (name, added) in theirs.enums {
        match ours.enums.get_mut(&name) {
            Some(known) => {
                types.same("enums", &name, &known.description, &added.description);
                for (value, _) in added.variants.iter().chain(&added.meanings) {
                    if known.variants.contains_key(value) || known.meanings.contains_key(value) {
                        types.tell("enums", &name, &format!("{value:?} is known already"));
                    }
                }
                known.targets.extend(added.targets);
                known.variants.extend(added.variants);
                known.meanings.extend(added.meanings);
            }
            None => {
                types.described("enums", &name, &added.description);
                enums.insert(name, added);
            }
        }
    }
    enums.append(&mut ours.enums);
    ours.enums = enums;
    unite_sessions(&mut ours.session, theirs.session);
}

/// Tells what is wrong with types that overlays name.
struct Types<'a> {
    place: &'a Place,
    findings: &'a mut Findings,
}

impl Types<'_> {
    fn tell(&mut self, section: &str, name: &str, message: &str) {
        self.findings.problem(&self.place.at(section).at(name), message);
    }

    fn described(&mut self, section: &str, name: &str, description: &str) {
        if description.is_empty() {
            self.tell(section, name, "expected a description");
        }
    }

    /// A type that another overlay describes is described by that one.
    fn same(&mut self, section: &str, name: &str, known: &str, added: &str) {
        if !added.is_empty() && added != known {
            self.tell(section, name, "another overlay describes it already");
        }
    }
}

fn unite_sessions(ours: &mut SessionRule, theirs: SessionRule) {
    // All of them by name, so that none is forgotten.
    let SessionRule {
        opens,
        closes,
        replaced,
        stays,
        responses,
        registered,
        unregistered,
        terminal,
        listings,
        effects,
        own_application,
        lookups,
        applications,
        calls,
        release,
    } = theirs;
    for (known, added) in [
        (&mut ours.opens, opens),
        (&mut ours.closes, closes),
        (&mut ours.replaced, replaced),
        (&mut ours.stays, stays),
        (&mut ours.responses, responses),
        (&mut ours.registered, registered),
        (&mut ours.unregistered, unregistered),
    ] {
        extend(known, added);
    }
    for (subject, kinds) in terminal {
        extend(ours.terminal.entry(subject).or_default(), kinds);
    }
    ours.listings.extend(listings);
    ours.effects.extend(effects);
    ours.own_application.extend(own_application);
    ours.lookups.extend(lookups);
    ours.applications = ours.applications.take().or(applications);
    ours.calls = ours.calls.take().or(calls);
    ours.release = ours.release.take().or(release);
}

fn extend(known: &mut Vec<String>, added: Vec<String>) {
    for kind in added {
        if !known.contains(&kind) {
            known.push(kind);
        }
    }
}
