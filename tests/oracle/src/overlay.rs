//! Reads `overlay.json` and `first_seen.json` as plain data: what is corrected, renamed and typed, and since when it is there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::specification::{Field, Specification, checkout, list, read_json, text, text_of};

/// The oldest release line that the client talks to.
const OLDEST_LINE: u32 = 16;

/// What stands beside the resource JSON.
#[derive(Clone, Debug)]
pub struct Overlay {
    overlay: Value,
    first_seen: Value,
    newest_line: u32,
}

impl Overlay {
    /// Reads both files.
    pub fn read() -> Self {
        let folder = checkout().join("api-docs");
        let mut read = Self {
            overlay: read_json(&folder.join("overlay.json")),
            first_seen: read_json(&folder.join("first_seen.json")),
            newest_line: 0,
        };
        let keys = read.first_seen.as_object().into_iter().flat_map(|it| it.keys());
        let lines = keys.filter_map(|it| read.lines(it).into_keys().max());
        read.newest_line = lines.max().expect("a line");
        read
    }

    /// The name that is to be used instead of the rule's.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.entry("names", key).map(|it| text(it, "name"))
    }

    /// The id type of a parameter or a field.
    pub fn id(&self, key: &str) -> Option<&str> {
        self.named("ids", key).map(|(name, _)| name)
    }

    /// The enum of a parameter or a field.
    pub fn enumeration(&self, key: &str) -> Option<&str> {
        self.named("enums", key).map(|(name, _)| name)
    }

    /// Every enum: its name, and the names of variants that do not follow the rule, by their value on the wire.
    pub fn enumerations(&self) -> impl Iterator<Item = (&str, BTreeMap<&str, &str>)> {
        self.object("enums").map(|(name, it)| {
            let variants = it.get("variants").and_then(Value::as_object);
            let variants = variants
                .into_iter()
                .flatten()
                .filter_map(|(wire, name)| Some((wire.as_str(), name.as_str()?)));
            (name.as_str(), variants.collect())
        })
    }

    /// The unit of a duration, and the number that means "for ever".
    pub fn duration(&self, key: &str) -> Option<(&str, Option<i64>)> {
        let entry = self.entry("durations", key)?;
        Some((text(entry, "unit"), entry.get("unlimited").and_then(Value::as_i64)))
    }

    /// What an operation makes of a body: `members` unless the overlay says otherwise.
    pub fn body(&self, operation: &str) -> &str {
        self.entry("bodies", operation).map_or("members", |it| text(it, "shape"))
    }

    /// The model that an operation's body lists.
    pub fn body_list(&self, operation: &str) -> Option<&str> {
        self.entry("bodies", operation)?.get("list_of")?.as_str()
    }

    /// What the named values of an operation's body are: `variables` unless the overlay says otherwise.
    pub fn body_values(&self, operation: &str) -> &str {
        self.entry("bodies", operation)
            .and_then(|it| it.get("values")?.as_str())
            .unwrap_or("variables")
    }

    /// The parameter is sent even if the caller does not set it.
    pub fn is_always_sent(&self, key: &str) -> bool {
        self.entry("always_send", key).is_some()
    }

    /// On a handle, "not found" is a success of this operation.
    pub fn is_removal(&self, operation: &str) -> bool {
        self.entry("removals", operation).is_some()
    }

    /// The parameters of an operation that exclude each other: the type that stands for each set of them, with their names.
    pub fn alternatives(&self, operation: &str) -> Vec<(&str, Vec<String>)> {
        let group = self.entry("exclusive", operation).and_then(|it| it.get("alternatives"));
        let all = group.and_then(Value::as_object).into_iter().flatten();
        all.map(|(name, it)| {
            let parameters = it.as_array().into_iter().flatten().map(text_of);
            (name.as_str(), parameters.collect())
        })
        .collect()
    }

    /// Operations that take the client's own application: where it stands, and what must be unset for it.
    pub fn own_applications(&self) -> BTreeMap<&str, (&str, Vec<String>)> {
        let all = self.session("own_application").as_object().into_iter().flatten();
        all.map(|(operation, it)| {
            let unless = list(it, "unless").iter().map(text_of).collect();
            (operation.as_str(), (text(it, "parameter"), unless))
        })
        .collect()
    }

    /// The parameter of an operation is the client's own application unless it is set.
    pub fn is_own_application(&self, operation: &str, parameter: &str) -> bool {
        self.own_applications().get(operation).is_some_and(|(it, _)| *it == parameter)
    }

    /// Operations that create a thing: what looks at it, and the parameter of its id.
    pub fn lookups(&self) -> BTreeMap<&str, (&str, &str)> {
        let all = self.session("lookups").as_array().into_iter().flatten();
        all.flat_map(|it| {
            let after = it.get("after").and_then(Value::as_object).into_iter().flatten();
            after.map(|(operation, id)| {
                let id = id.as_str().expect("a parameter");
                (operation.as_str(), (text(it, "operation"), id))
            })
        })
        .collect()
    }

    /// Kinds of events that an application must get.
    pub fn relied_kinds(&self) -> Vec<&str> {
        let lists =
            ["opens", "closes", "replaced", "stays", "responses", "registered", "unregistered"];
        let lists = lists.iter().map(|it| self.session(it));
        let terminal = self.session("terminal").as_object().expect("by sort of thing");
        let kinds = lists.chain(terminal.values()).filter_map(Value::as_array).flatten();
        kinds.map(|it| it.as_str().expect("a kind")).collect()
    }

    /// The operation that sets which kinds come, and its parameter.
    pub fn filter(&self) -> (&str, &str) {
        let filter = self.session("applications").get("filter").expect("a filter");
        (text(filter, "operation"), text(filter, "parameter"))
    }

    fn session(&self, section: &str) -> &Value {
        let found = self.overlay.get("session").and_then(|it| it.get(section));
        found.unwrap_or_else(|| panic!("the session has no {section}"))
    }

    /// Is the field there in every supported release that has its model?
    pub fn is_always_there(&self, field: &Field) -> bool {
        let model = self.lines(&format!("model {}", field.model));
        let field = self.lines(&field.key());
        if model.is_empty() || field.is_empty() {
            // The corrections add fields that no table knows.
            return true;
        }
        model
            .iter()
            .filter(|(line, _)| **line >= OLDEST_LINE)
            .all(|(line, first)| field.get(line).is_some_and(|it| it <= first))
    }

    /// The first release of each line that has it.
    pub(crate) fn lines(&self, key: &str) -> BTreeMap<u32, Vec<u32>> {
        let lines = self.first_seen.get(key).and_then(Value::as_object).into_iter().flatten();
        lines
            .filter(|(line, _)| *line != "HEAD")
            .filter_map(|(line, first)| {
                let first = first.as_str()?.split('.').map(str::parse).collect::<Result<_, _>>();
                Some((line.parse().ok()?, first.ok()?))
            })
            .collect()
    }

    /// The newest line that anything is recorded of.
    pub(crate) fn newest_line(&self) -> u32 {
        self.newest_line
    }

    /// The same, with another first release of a line for one key.
    pub fn with_first(mut self, key: &str, line: &str, release: &str) -> Self {
        self.first_seen[key][line] = release.into();
        self
    }

    /// Applies the corrections.
    ///
    /// # Panics
    ///
    /// One has no target, or is of a kind that is not known here.
    pub fn correct(&self, specification: &mut Specification) {
        for correction in list(&self.overlay, "corrections") {
            for target in list(correction, "targets").iter().map(text_of) {
                let changes = correction.get("change").and_then(Value::as_object);
                for (kind, change) in changes.into_iter().flatten() {
                    correct_one(specification, &target, kind, change);
                }
            }
        }
    }

    fn object(&self, section: &str) -> impl Iterator<Item = (&String, &Value)> {
        self.overlay.get(section).and_then(Value::as_object).into_iter().flatten()
    }

    fn named(&self, section: &str, key: &str) -> Option<(&str, &Value)> {
        let mut entries = self.object(section);
        entries.find(|(_, it)| targets(it, key)).map(|(name, it)| (name.as_str(), it))
    }

    fn entry(&self, section: &str, key: &str) -> Option<&Value> {
        list(&self.overlay, section).iter().find(|it| targets(it, key))
    }
}

/// Does an entry name this key? A `*` stands for the verb and the path.
fn targets(entry: &Value, key: &str) -> bool {
    list(entry, "targets").iter().filter_map(Value::as_str).any(|target| {
        match target.split_once('*') {
            Some((before, after)) => {
                key.len() >= target.len() && key.starts_with(before) && key.ends_with(after)
            }
            None => target == key,
        }
    })
}

fn correct_one(specification: &mut Specification, target: &str, kind: &str, change: &Value) {
    if let Some(key) = target.strip_prefix("op ") {
        let operations = &mut specification.operations;
        let operation = operations.iter_mut().find(|it| it.key() == target);
        let operation = operation.unwrap_or_else(|| panic!("no operation {key}"));
        match kind {
            "add_errors" => {
                for (code, reason) in change.as_object().into_iter().flatten() {
                    operation.errors.insert(code.parse().expect("a status code"), text_of(reason));
                }
            }
            // Told in the documentation only.
            "since" => {}
            other => panic!("{target}: unknown correction {other}"),
        }
        return;
    }
    if let Some(id) = target.strip_prefix("model ") {
        let model = specification.models.get_mut(id).unwrap_or_else(|| panic!("no {target}"));
        assert_eq!(kind, "add_fields", "{target}");
        for (name, field) in change.as_object().into_iter().flatten() {
            model.fields.push(Field {
                model: id.to_owned(),
                name: name.clone(),
                data_type: text(field, "type").to_owned(),
                required: false,
                values: Vec::new(),
            });
        }
        return;
    }
    let mut fields = specification.models.values_mut().flat_map(|it| &mut it.fields);
    let field = fields.find(|it| it.key() == target).unwrap_or_else(|| panic!("no {target}"));
    match kind {
        "type" => {
            assert_eq!(field.data_type, text(change, "from"), "{target}");
            field.data_type = text(change, "to").to_owned();
        }
        "add_values" => field.values.extend(change.as_array().into_iter().flatten().map(text_of)),
        other => panic!("{target}: unknown correction {other}"),
    }
}
