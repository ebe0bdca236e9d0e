//! What several tests share: specifications from folders and the plain specification to spoil.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::fs;
use std::path::{Path, PathBuf};

use ari_codegen::{Generated, Problems, Source, Specification, generate};
use serde_json::Value;

/// What tests fail with.
pub type Failure = Box<dyn std::error::Error>;

/// A path below this package.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file.
pub fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The names of what a folder holds, sorted.
pub fn names(folder: &Path) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// A small, sound specification as JSON, for tests to change one thing of it.
pub struct Plain {
    /// Resource `lots`, with operations and models.
    pub lots: Value,
    /// Resource `events`, with the events.
    pub events: Value,
    /// Its overlay.
    pub overlay: Value,
    first_seen: Value,
}

impl Plain {
    /// As it is committed for the golden tests.
    pub fn read() -> Result<Self, Failure> {
        let read = |name: &str| -> Result<Value, Failure> {
            let folder = here("../tests/goldens/plain/spec");
            Ok(serde_json::from_str(&text(&folder.join(name))?)?)
        };
        Ok(Self {
            lots: read("lots.json")?,
            events: read("events.json")?,
            overlay: read("overlay.json")?,
            first_seen: read("first_seen.json")?,
        })
    }

    /// What is generated from it.
    pub fn generate(&self) -> Result<Generated, Problems> {
        generate(&self.specification())
    }

    /// The specification as the committed one.
    pub fn specification(&self) -> Specification {
        let source = |name: &str, value: &Value| Source::new(name, value.to_string());
        let resources = vec![source("events.json", &self.events), source("lots.json", &self.lots)];
        let overlay = source("overlay.json", &self.overlay);
        let first_seen = source("first_seen.json", &self.first_seen);
        Specification::new(resources, overlay, first_seen, "22.10.1").committed()
    }

    /// The operations on one lot: get, open, close.
    pub fn operations(&mut self) -> &mut Value {
        &mut self.lots["apis"][1]["operations"]
    }

    /// Adds a model.
    pub fn add_model(&mut self, id: &str, properties: Value) {
        self.lots["models"][id] = serde_json::json!({ "id": id, "properties": properties });
    }

    /// Adds an event.
    pub fn add_event(&mut self, id: &str, properties: Value) {
        self.events["models"][id] = serde_json::json!({ "id": id, "properties": properties });
        push(&mut self.events["models"]["Event"]["subTypes"], Value::from(id));
    }

    /// Adds an operation without parameters beside the listing.
    pub fn add_operation(&mut self, nickname: &str) {
        let operation = serde_json::json!({
            "httpMethod": "PUT", "summary": "Does it.", "nickname": nickname, "responseClass": "Lot"
        });
        push(&mut self.lots["apis"][0]["operations"], operation);
    }

    /// Adds a parameter to the operation that opens a lot.
    pub fn add_parameter(&mut self, parameter: Value) {
        push(&mut self.operations()[1]["parameters"], parameter);
    }

    /// Adds a name to the overlay.
    pub fn name(&mut self, target: &str, name: &str) {
        let entry = serde_json::json!({ "targets": [target], "name": name, "reason": "" });
        // Before the specification's own, so that it is the one that counts.
        self.overlay["names"].as_array_mut().expect("a list").insert(0, entry);
    }
}

/// Adds an item to a list.
pub fn push(list: &mut Value, item: Value) {
    list.as_array_mut().expect("a list").push(item);
}
