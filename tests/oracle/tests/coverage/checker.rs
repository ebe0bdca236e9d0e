//! Holds the document against the specification and the generated code.

use std::collections::BTreeSet;

use ari_oracle_tests::check::WITHOUT_METHOD;
use ari_oracle_tests::naming::snake;
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::rust::Parsed;
use ari_oracle_tests::specification::Specification;
use ari_oracle_tests::types::model_type;

use crate::document::{Document, code};
use crate::names::{Made, is_payload, made, made_by_handles, owner};

/// The table of events.
pub const EVENTS: &str = "Events";
/// The table of resources, of which each has one under its title.
pub const RESOURCES: &str = "Methods";
const OPERATIONS_BESIDES: &str = "Operations that it lacks";
const EVENTS_BESIDES: &str = "Events that it lacks";
/// The table of what is not so.
pub const UNTRUE: &str = "Where that reference is untrue";

/// The catch-all of either side.
const CATCH_ALL: (&str, &str) = ("Unknown", "Event::Unrecognized");

/// What stands for the one operation without a method.
const CONNECT: &str = "Ari::connect(url, credentials)";

/// What the document is held against, and what was found.
struct Checker<'a> {
    document: Document,
    specification: &'a Specification,
    overlay: &'a Overlay,
    rust: &'a Parsed,
    /// Every request that a handle makes.
    by_handles: BTreeSet<Made>,
    problems: Vec<String>,
    /// The operations that a row names.
    operations: BTreeSet<String>,
    /// The events that a row names.
    events: BTreeSet<String>,
}

impl Checker<'_> {
    fn problem(&mut self, text: impl Into<String>) {
        self.problems.push(text.into());
    }

    fn rows(&self, heading: &str) -> Vec<Vec<String>> {
        self.document.rows(heading).to_vec()
    }

    fn same(&mut self, what: &str, wanted: usize, found: &str) {
        if found != wanted.to_string() {
            self.problem(format!("{what}: {found} stands there, {wanted} is so"));
        }
    }

    /// Both ways to one operation; gives its name.
    fn ways(&mut self, there: &str, by_resource: &str, by_handle: &str) -> Option<String> {
        if code(by_resource) == Some(CONNECT) {
            return Some(WITHOUT_METHOD.to_owned());
        }
        let by_resource = code(by_resource).unwrap_or_default();
        let request = match made(self.rust, by_resource) {
            Ok(request) => request,
            Err(problem) => {
                self.problem(format!("{there}: {problem}"));
                return None;
            }
        };
        match code(by_handle).map(|it| made(self.rust, it)) {
            Some(Ok(other)) if other == request => {}
            Some(Ok(_)) => self.problem(format!("{there}: the two ways go to different places")),
            Some(Err(problem)) => self.problem(format!("{there}: {problem}")),
            None if by_handle != "—" => {
                self.problem(format!("{there}: {by_handle:?} is no code"))
            }
            None if self.by_handles.contains(&request) => {
                self.problem(format!("{there}: a handle has it too"));
            }
            None => {}
        }
        request.operation(self.rust)
    }

    fn methods(&mut self) {
        for row in self.rows(RESOURCES) {
            let [title, here, _, listed, of] = row.as_slice() else {
                self.problem(format!("{row:?} has not five cells"));
                continue;
            };
            let accessor = code(here).and_then(|it| it.strip_prefix("ari.")?.strip_suffix("()"));
            let module = owner(self.rust, accessor.unwrap_or_default(), &[]).map(|it| it.0);
            let module = module.unwrap_or_else(|it| {
                self.problem(format!("{title}: {it}"));
                String::new()
            });
            let all = self.specification.operations.iter();
            let all = all.filter(|it| module_of(self.overlay, &it.resource) == module).count();
            self.same(&format!("operations of {title}"), all, of);
            let rows = self.rows(title);
            self.same(&format!("listed of {title}"), rows.len(), listed);
            for row in rows {
                let [there, by_resource, by_handle] = row.as_slice() else {
                    self.problem(format!("{row:?} has not three cells"));
                    continue;
                };
                if !code(there).is_some_and(|it| it.ends_with("()")) {
                    self.problem(format!("{there} is no method"));
                }
                let name = self.ways(&format!("{title}, {there}"), by_resource, by_handle);
                self.operation(&format!("{title}, {there}"), name, &module);
            }
        }
        for row in self.rows(OPERATIONS_BESIDES) {
            let [there, by_resource, by_handle] = row.as_slice() else {
                self.problem(format!("{row:?} has not three cells"));
                continue;
            };
            let name = self.ways(there, by_resource, by_handle);
            let operation = name.as_deref().and_then(|it| self.specification.operation(it));
            let wanted = operation.map(|it| format!("`{} {}`", it.method, it.path));
            if wanted.as_ref() != Some(there) {
                self.problem(format!("{there} is {wanted:?}"));
            }
            let module = code(by_resource).and_then(|it| made(self.rust, it).ok());
            self.operation(there, name, &module.map(|it| it.module).unwrap_or_default());
        }
        for operation in &self.specification.operations {
            if !self.operations.contains(&operation.name()) {
                self.problems.push(format!("{} is named nowhere", operation.name()));
            }
        }
    }

    /// Each operation has one row, in the table of its resource.
    fn operation(&mut self, there: &str, name: Option<String>, module: &str) {
        let Some(name) = name else { return };
        let found = module_of(self.overlay, name.split('.').next().unwrap_or_default());
        if name != WITHOUT_METHOD && found != module {
            self.problem(format!("{there}: {name} stands under {module}"));
        }
        if !self.operations.insert(name.clone()) {
            self.problem(format!("{there}: {name} has two rows"));
        }
    }

    fn kinds(&mut self) {
        for heading in [EVENTS, EVENTS_BESIDES] {
            for row in self.rows(heading) {
                let [there, here] = row.as_slice() else {
                    self.problem(format!("{row:?} has not two cells"));
                    continue;
                };
                let (there, here) =
                    (code(there).unwrap_or_default(), code(here).unwrap_or_default());
                if (there, here) == CATCH_ALL {
                    if !self.rust.variants("events/event.rs", "Event").contains_key("Unrecognized")
                    {
                        self.problem(format!("there is no {here}"));
                    }
                    continue;
                }
                let wanted = format!("events::{}", model_type(self.overlay, there));
                if here != wanted {
                    self.problem(format!("{there}: {here} is not {wanted}"));
                }
                if !is_payload(self.rust, here) {
                    self.problem(format!("there is no {here}"));
                }
                if !self.events.insert(there.to_owned()) {
                    self.problem(format!("{there} has two rows"));
                }
            }
        }
        let declared: BTreeSet<String> = self.specification.events().iter().cloned().collect();
        for kind in declared.symmetric_difference(&self.events) {
            self.problems.push(format!("{kind} is an event here or there only"));
        }
    }

    /// The totals, which stand in the first table.
    fn counts(&mut self) {
        let operations = self.specification.operations.len();
        let parameters = self.specification.operations.iter().flat_map(|it| &it.parameters);
        let parameters = parameters.filter(|it| it.place != "path").count();
        let events = self.specification.events().len();
        let besides = (self.rows(OPERATIONS_BESIDES).len(), self.rows(EVENTS_BESIDES).len());
        let wanted = [
            ("operations", operations, Some(besides.0)),
            ("parameters, those of paths aside", parameters, None),
            ("events", events, Some(besides.1)),
        ];
        let rows = self.rows("Coverage");
        for (what, all, missing) in wanted {
            let row = rows.iter().find(|it| it[0] == what);
            let cells = match missing {
                Some(missing) => [all, all - missing, missing, all].map(|it| it.to_string()),
                None => [all.to_string(), "—".to_owned(), "—".to_owned(), all.to_string()],
            };
            if row.is_none_or(|it| it[1..] != cells) {
                self.problem(format!("{what}: {row:?} stands there, {cells:?} is so"));
            }
        }
    }

    /// Whatever else is named is there too, and a title that counts rows twice is said to.
    fn rest(&mut self) {
        let spans: Vec<String> = self.document.code().map(str::to_owned).collect();
        for span in spans {
            if span.starts_with("events::") && !is_payload(self.rust, &span) {
                self.problem(format!("there is no {span}"));
            }
            // The accessor of a resource alone is looked at in its table.
            if span.starts_with("ari.") && span.matches('(').count() > 1 {
                self.problems.extend(made(self.rust, &span).err());
            }
        }
        for row in self.rows(RESOURCES) {
            let claim = format!("{} has {} operations", row[0], row[2]);
            let is_told = self.rows(UNTRUE).iter().any(|it| it[0] == claim);
            if row[2] != "—" && is_told != (row[2] != row[3]) {
                self.problem(format!("{claim}: told {is_told}"));
            }
        }
    }
}

/// The module of a resource.
fn module_of(overlay: &Overlay, resource: &str) -> String {
    let renamed = overlay.name(&format!("resource {resource}"));
    renamed.map_or_else(|| snake(resource), str::to_owned)
}

/// Everything in a document that is not so.
pub fn problems(text: &str, specification: &Specification, rust: &Parsed) -> Vec<String> {
    let mut checker = Checker {
        document: Document::read(text),
        specification,
        overlay: &Overlay::read(),
        rust,
        by_handles: made_by_handles(rust).into_iter().collect(),
        problems: Vec::new(),
        operations: BTreeSet::new(),
        events: BTreeSet::new(),
    };
    checker.methods();
    checker.kinds();
    checker.counts();
    checker.rest();
    checker.problems
}
