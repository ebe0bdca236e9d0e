//! Turns Asterisk's ARI resource JSON into the Rust of `ari-generated`: specification in, file tree out.
//!
//! A pure library: no disk, network, process, clock or environment. One pass per file, in this order: `spec` reads the
//! dialect, `extend` adds what vendors declare, `overlay` corrects it, `validate` judges it, `ir` resolves it, `planning`
//! chooses names and types with `naming`, `availability` and `rust_type`, `emit` makes tokens and `print` makes text.
//! Beside them, `tour` shows both ends side by side.

mod availability;
mod compare;
mod datatype;
mod dialect;
mod emit;
mod extend;
mod import;
mod ir;
mod json;
mod naming;
mod overlay;
mod plan;
mod planning;
mod print;
mod problem;
mod report;
mod rust_type;
mod spec;
mod stored;
mod tour;
mod tree;
mod validate;

use std::fmt;

pub use compare::{Change, Comparison, Effect, Facts, What, compare};
pub use import::{Import, dress, import};
pub use problem::{Problem, Problems};
pub use stored::{Stored, store, stored};
pub use tour::tour;
pub use tree::{Difference, Tree, differences};

/// A text with the name that problems call it by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Source {
    /// The file's name, such as `channels.json`.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// A named text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// What code is generated from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Specification {
    /// The resource files, in the order of Asterisk's own listing.
    pub resources: Vec<Source>,
    /// Corrections of the specification and decisions about its Rust shape.
    pub overlay: Source,
    /// The first release of each line that had an operation, a parameter, a model or a field.
    pub first_seen: Source,
    /// The release that the resource files are of, such as `22.10.1`.
    pub release: String,
    /// The overlay was written for this release, so every entry of it has to find its target.
    pub committed: bool,
    /// What vendors add to it, in this order.
    pub extras: Vec<Extra>,
}

/// What a vendor adds to a specification.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Extra {
    /// Resource files: a known name adds to that resource, another one is a resource of its own.
    pub resources: Vec<Source>,
    /// The vendor's own overlay, of which every entry has to find its target.
    pub overlay: Option<Source>,
}

impl Extra {
    /// A vendor's resource files and, where there is one, overlay.
    pub fn new(resources: Vec<Source>, overlay: Option<Source>) -> Self {
        Self { resources, overlay }
    }
}

impl Specification {
    /// A specification of a release that the overlay was not written for.
    pub fn new(
        resources: Vec<Source>,
        overlay: Source,
        first_seen: Source,
        release: impl Into<String>,
    ) -> Self {
        Self {
            resources,
            overlay,
            first_seen,
            release: release.into(),
            committed: false,
            extras: vec![],
        }
    }

    /// The same, as the release that the overlay was written for.
    pub fn committed(mut self) -> Self {
        self.committed = true;
        self
    }

    /// The same, with what a vendor adds.
    pub fn extended(mut self, extra: Extra) -> Self {
        self.extras.push(extra);
        self
    }
}

/// How much was generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Operations, with the event websocket.
    pub operations: usize,
    /// Models as declared, events and their ancestors among them.
    pub models: usize,
    /// Properties as declared.
    pub properties: usize,
    /// Kinds of events.
    pub events: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, models, properties, events } = self;
        write!(
            f,
            "{operations} operations, {models} models, {properties} properties, {events} events"
        )
    }
}

/// The generated files and what was noticed on the way.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Generated {
    /// Files below `ari-generated/src/generated`.
    pub tree: Tree,
    /// How much there is.
    pub counts: Counts,
    /// Unknown keys, and overlay entries that this release has no use for.
    pub remarks: Vec<Problem>,
}

/// Generates the code of a specification.
///
/// # Errors
///
/// Every problem of the input that was found, each with its place; then there is no output at all.
pub fn generate(specification: &Specification) -> Result<Generated, Problems> {
    let mut findings = problem::Findings::default();
    let first_seen = availability::FirstSeen::read(&specification.first_seen.text);
    if let Err(message) = &first_seen {
        findings.problem(&problem::Place::new(&specification.first_seen.name, ""), message);
    }
    let overlays = overlays(specification, &mut findings);
    let mut declarations = declarations(&specification.resources, &mut findings);
    let mut added = Vec::new();
    for extra in &specification.extras {
        let theirs = self::declarations(&extra.resources, &mut findings);
        added.extend(extend::extend(&mut declarations, theirs, &mut findings));
    }
    let (Some(overlays), Ok(mut first_seen)) = (overlays, first_seen) else {
        return Err(findings.checkpoint().err().unwrap_or(Problems(Vec::new())));
    };
    first_seen.forget(&added);
    let counts = count(&declarations);
    for part in &overlays.parts {
        overlay::correct(&mut declarations, part, &mut findings);
    }
    validate::validate(&declarations, &mut findings);
    findings.checkpoint()?;
    let ir = ir::resolve(&declarations);
    let plan = planning::plan(&ir, &overlays, &first_seen, &specification.release, &mut findings);
    findings.checkpoint()?;
    let tree = emit::emit(&plan, &mut findings);
    let counts = Counts { events: ir.events.len(), ..counts };
    findings.finish().map(|remarks| Generated { tree, counts, remarks })
}

fn declarations(resources: &[Source], findings: &mut problem::Findings) -> Vec<spec::Declaration> {
    resources.iter().filter_map(|it| spec::read(&it.name, &it.text, findings)).collect()
}

/// The overlays, the repository's first; `None` where one cannot be read.
fn overlays(
    specification: &Specification,
    findings: &mut problem::Findings,
) -> Option<overlay::Overlays> {
    let mut overlays = overlay::Overlays::default();
    let ours = std::iter::once((&specification.overlay, specification.committed));
    let theirs = specification.extras.iter().filter_map(|it| it.overlay.as_ref());
    let mut complete = true;
    for (source, strict) in ours.chain(theirs.map(|it| (it, true))) {
        match read_json(source, findings) {
            Some(overlay) => {
                let place = problem::Place::new(&source.name, "");
                overlays.add(overlay, place, strict, findings);
            }
            None => complete = false,
        }
    }
    complete.then_some(overlays)
}

fn read_json<T: serde::de::DeserializeOwned>(
    source: &Source,
    findings: &mut problem::Findings,
) -> Option<T> {
    match serde_json::from_str(&source.text) {
        Ok(value) => Some(value),
        Err(error) => {
            findings.problem(&problem::Place::new(&source.name, ""), error.to_string());
            None
        }
    }
}

fn count(declarations: &[spec::Declaration]) -> Counts {
    let models = || declarations.iter().flat_map(|it| &it.models);
    Counts {
        operations: declarations.iter().flat_map(|it| &it.apis).map(|it| it.operations.len()).sum(),
        models: models().count(),
        properties: models().map(|it| it.properties.len()).sum(),
        events: 0,
    }
}
