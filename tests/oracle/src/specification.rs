//! Reads the resource JSON as plain data, and corrects it as the overlay says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::overlay::Overlay;

/// The checkout that these tests are part of.
pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One operation, as declared.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// The declaration it stands in: `channels`.
    pub resource: String,
    /// The verb.
    pub method: String,
    /// The template of its path.
    pub path: String,
    /// The nickname.
    pub nickname: String,
    /// Everything that can be given, in the order of the specification.
    pub parameters: Vec<Parameter>,
    /// The response class.
    pub response: String,
    /// Status codes and reasons.
    pub errors: BTreeMap<u16, String>,
    /// Needs an upgrade to a websocket.
    pub websocket: bool,
}

/// One parameter of an operation.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// How `overlay.json` calls it.
    pub key: String,
    /// Its name on the wire.
    pub name: String,
    /// `path`, `query` or `body`.
    pub place: String,
    /// The declared type.
    pub data_type: String,
    /// The request is nothing without it.
    pub required: bool,
    /// Takes several values.
    pub multiple: bool,
    /// The values that are allowed, if they are listed.
    pub values: Vec<String>,
    /// The smallest number that is allowed.
    pub min: Option<i64>,
    /// What Asterisk takes when it is missing.
    pub default: Option<Value>,
}

/// One model.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Model {
    /// Its name.
    pub id: String,
    /// What it holds, without what it inherits.
    pub fields: Vec<Field>,
    /// The models that inherit from it.
    pub subtypes: Vec<String>,
}

/// One property of a model.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Field {
    /// The model that declares it.
    pub model: String,
    /// Its name on the wire.
    pub name: String,
    /// The declared type.
    pub data_type: String,
    /// The declaration says that it is always there.
    pub required: bool,
    /// The values that are allowed, if they are listed.
    pub values: Vec<String>,
}

impl Operation {
    /// How `overlay.json` and `first_seen.json` call it.
    pub fn key(&self) -> String {
        format!("op {} {}", self.method, self.path)
    }

    /// How the generated facts call it: `channels.originate`.
    pub fn name(&self) -> String {
        format!("{}.{}", self.resource, self.nickname)
    }

    /// The parameters that the path names, in its order.
    pub fn path_parameters(&self) -> Vec<&Parameter> {
        self.path
            .split('/')
            .filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'))
            .filter_map(|name| self.parameters.iter().find(|it| it.name == name))
            .collect()
    }

    /// Those of the path, then the others in the order of the specification.
    pub fn in_order(&self) -> Vec<&Parameter> {
        let others = self.parameters.iter().filter(|it| it.place != "path");
        self.path_parameters().into_iter().chain(others).collect()
    }
}

impl Field {
    /// How `overlay.json` and `first_seen.json` call it.
    pub fn key(&self) -> String {
        format!("field {}.{}", self.model, self.name)
    }
}

/// The whole specification.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Specification {
    /// The declarations, in the order of the listing.
    pub resources: Vec<String>,
    /// Every operation.
    pub operations: Vec<Operation>,
    /// Every model, by its name.
    pub models: BTreeMap<String, Model>,
}

impl Specification {
    /// The resource JSON as it stands in `api-docs`.
    ///
    /// # Panics
    ///
    /// It is not of the expected form.
    pub fn declared() -> Self {
        let folder = checkout().join("api-docs");
        let listing = read_json(&folder.join("resources.json"));
        let mut specification =
            Self { resources: Vec::new(), operations: Vec::new(), models: BTreeMap::new() };
        for api in list(&listing, "apis") {
            let path = text(api, "path").replace("{format}", "json");
            let file = path.rsplit('/').next().expect("a file in the listing").to_owned();
            let resource = file.trim_end_matches(".json").to_owned();
            specification.add(&resource, &read_json(&folder.join(file)));
            specification.resources.push(resource);
        }
        specification
    }

    /// The same with the corrections of the overlay.
    pub fn corrected(overlay: &Overlay) -> Self {
        let mut specification = Self::declared();
        overlay.correct(&mut specification);
        specification
    }

    fn add(&mut self, resource: &str, declaration: &Value) {
        for api in list(declaration, "apis") {
            for operation in list(api, "operations") {
                self.operations.push(read_operation(resource, text(api, "path"), operation));
            }
        }
        let models = declaration.get("models").and_then(Value::as_object);
        for (id, model) in models.into_iter().flatten() {
            let fields = model.get("properties").and_then(Value::as_object);
            let fields = fields.into_iter().flatten().map(|(name, property)| Field {
                model: id.clone(),
                name: name.clone(),
                data_type: text(property, "type").to_owned(),
                required: flag(property, "required"),
                values: allowed(property),
            });
            let subtypes = list(model, "subTypes").iter().map(text_of).collect();
            let model = Model { id: id.clone(), fields: fields.collect(), subtypes };
            let before = self.models.insert(id.clone(), model);
            assert!(before.is_none(), "{id} is declared twice");
        }
    }

    /// The models below `Event`: the events.
    ///
    /// # Panics
    ///
    /// There is no model `Event`.
    pub fn events(&self) -> &[String] {
        &self.models["Event"].subtypes
    }

    /// The fields of a model: what it inherits, then its own.
    pub fn all_fields(&self, id: &str) -> Vec<&Field> {
        let parent = self.models.values().find(|it| it.subtypes.iter().any(|it| it == id));
        let mut fields = parent.map(|it| self.all_fields(&it.id)).unwrap_or_default();
        fields.extend(self.models.get(id).into_iter().flat_map(|it| &it.fields));
        fields
    }

    /// The operation of that name.
    pub fn operation(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|it| it.name() == name)
    }
}

fn read_operation(resource: &str, path: &str, operation: &Value) -> Operation {
    let method = text(operation, "httpMethod").to_owned();
    let parameters = list(operation, "parameters").iter().map(|it| {
        let name = text(it, "name").to_owned();
        let place = text(it, "paramType").to_owned();
        Parameter {
            key: format!("op {method} {path} param {name}"),
            data_type: text(it, "dataType").to_owned(),
            // Some parameters of a path do not say so.
            required: place == "path" || flag(it, "required"),
            multiple: flag(it, "allowMultiple"),
            values: allowed(it),
            min: it.pointer("/allowableValues/min").and_then(Value::as_i64),
            default: it.get("defaultValue").cloned(),
            name,
            place,
        }
    });
    let errors = list(operation, "errorResponses").iter().map(|it| {
        // Some are texts.
        let code = it.get("code").map(Value::to_string).unwrap_or_default();
        let code = code.trim_matches('"').parse().expect("a status code");
        (code, text(it, "reason").to_owned())
    });
    Operation {
        resource: resource.to_owned(),
        path: path.to_owned(),
        nickname: text(operation, "nickname").to_owned(),
        parameters: parameters.collect(),
        response: text(operation, "responseClass").to_owned(),
        errors: errors.collect(),
        websocket: operation.get("upgrade").is_some(),
        method,
    }
}

/// A file of JSON.
///
/// # Panics
///
/// It cannot be read.
pub fn read_json(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap_or_else(|it| panic!("{path:?}: {it}"));
    serde_json::from_str(&text).unwrap_or_else(|it| panic!("{path:?}: {it}"))
}

/// The list under a key, empty where there is none.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text under a key.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    let found = value.get(key).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("{key} is no text in {value}"))
}

pub(crate) fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or_default()
}

fn allowed(value: &Value) -> Vec<String> {
    value
        .get("allowableValues")
        .map_or(&[][..], |it| list(it, "values"))
        .iter()
        .map(text_of)
        .collect()
}
