//! The dialect of Asterisk's resource JSON, as plain data; reads it and judges single values, never relations between them.

use crate::json::{self, Json};
use crate::problem::{Findings, Place};

/// One resource file.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// File name without `.json`: `channels`.
    pub(crate) name: String,
    pub(crate) place: Place,
    pub(crate) apis: Vec<Api>,
    pub(crate) models: Vec<Model>,
}

/// One path with its operations.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    pub(crate) path: String,
    pub(crate) place: Place,
    pub(crate) operations: Vec<Operation>,
}

#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) place: Place,
    pub(crate) method: String,
    pub(crate) nickname: String,
    pub(crate) response: String,
    pub(crate) summary: String,
    pub(crate) notes: String,
    pub(crate) since: Vec<String>,
    pub(crate) websocket: bool,
    /// The file's, which may be one of several that declare the resource.
    pub(crate) requires_modules: Vec<String>,
    /// A vendor's own, of which Asterisk's documentation says nothing.
    pub(crate) vendor: bool,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) errors: Vec<ErrorResponse>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParamType {
    Path,
    Query,
    Body,
}

#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) kind: ParamType,
    pub(crate) data_type: String,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) multiple: bool,
    pub(crate) default: Option<Json>,
    pub(crate) values: Vec<String>,
    /// The smallest allowed number, of a `RANGE`.
    pub(crate) min: Option<i64>,
}

#[derive(Clone, Debug)]
pub(crate) struct ErrorResponse {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) place: Place,
    pub(crate) id: String,
    pub(crate) description: String,
    pub(crate) sub_types: Vec<String>,
    pub(crate) discriminator: Option<String>,
    pub(crate) properties: Vec<Property>,
}

#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub(crate) place: Place,
    pub(crate) name: String,
    pub(crate) data_type: String,
    pub(crate) description: String,
    pub(crate) required: bool,
    pub(crate) values: Vec<String>,
}

/// Reads one resource file; what is wrong goes to `findings` and reading goes on.
pub(crate) fn read(file: &str, text: &str, findings: &mut Findings) -> Option<Declaration> {
    let place = Place::new(file, "");
    let json = json::read(text).map_err(|message| findings.problem(&place, message)).ok()?;
    let mut node = Node::new(json, place.clone(), findings)?;
    if let Some(version) = node.text("swaggerVersion", findings)
        && !matches!(version.as_str(), "1.1" | "1.2")
    {
        findings.problem(
            &place.at("swaggerVersion"),
            format!("expected \"1.1\" or \"1.2\", found {version:?}"),
        );
    }
    node.text("resourcePath", findings);
    for known in ["_copyright", "_author", "_svn_revision", "apiVersion", "basePath", "since"] {
        node.take(known);
    }
    let requires_modules = node.texts("requiresModules", findings);
    let mut apis = node.list("apis", true, findings, read_api);
    for operation in apis.iter_mut().flat_map(|it| &mut it.operations) {
        operation.requires_modules.clone_from(&requires_modules);
    }
    let models = node.entries("models", findings, read_model);
    node.finish(findings);
    let name = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".json").to_owned();
    Some(Declaration { name, place, apis, models })
}

fn read_api(mut node: Node, findings: &mut Findings) -> Option<Api> {
    let path = node.text("path", findings);
    node.optional_text("description", findings);
    let operations = node.list("operations", true, findings, read_operation);
    let place = node.finish(findings);
    Some(Api { path: path?, place, operations })
}

fn read_operation(mut node: Node, findings: &mut Findings) -> Option<Operation> {
    let method = node.text("httpMethod", findings);
    if let Some(method) = &method
        && !matches!(method.as_str(), "GET" | "POST" | "PUT" | "DELETE")
    {
        findings.problem(
            &node.place.at("httpMethod"),
            format!("expected GET, POST, PUT or DELETE, found {method:?}"),
        );
    }
    let nickname = node.text("nickname", findings);
    let response = node.text("responseClass", findings);
    let summary = node.optional_text("summary", findings).unwrap_or_default();
    let notes = node.optional_text("notes", findings).unwrap_or_default();
    let since = node.texts("since", findings);
    let websocket = node.optional_text("upgrade", findings).is_some_and(|it| it == "websocket");
    node.take("websocketProtocol");
    let parameters = node.list("parameters", false, findings, read_parameter);
    let errors = node.list("errorResponses", false, findings, read_error);
    let place = node.finish(findings);
    Some(Operation {
        place,
        method: method?,
        nickname: nickname?,
        response: response?,
        summary,
        notes,
        since,
        websocket,
        requires_modules: Vec::new(),
        vendor: false,
        parameters,
        errors,
    })
}

fn read_parameter(mut node: Node, findings: &mut Findings) -> Option<Parameter> {
    let name = node.text("name", findings);
    let kind = match node.text("paramType", findings).as_deref() {
        Some("path") => Some(ParamType::Path),
        Some("query") => Some(ParamType::Query),
        Some("body") => Some(ParamType::Body),
        Some(other) => {
            findings.problem(
                &node.place.at("paramType"),
                format!("expected path, query or body, found {other:?}"),
            );
            None
        }
        None => None,
    };
    let data_type = node.text("dataType", findings);
    let mut description = node.optional_text("description", findings).unwrap_or_default();
    // Asterisk's own misspellings.
    if let Some(text) = node.optional_text("descriptioni", findings) {
        description = text;
    }
    node.take("defalutValue");
    node.take("__note");
    let required = node.flag("required", findings);
    let multiple = node.flag("allowMultiple", findings);
    let default = node.take("defaultValue");
    let (values, min) = node.allowable_values(findings);
    let place = node.finish(findings);
    let kind = kind?;
    Some(Parameter {
        place,
        name: name?,
        kind,
        data_type: data_type?,
        description,
        // Some path parameters lack the flag; a path without them is no path.
        required: required || kind == ParamType::Path,
        multiple,
        default,
        values,
        min,
    })
}

fn read_error(mut node: Node, findings: &mut Findings) -> Option<ErrorResponse> {
    let found = node.take("code");
    let code = match &found {
        Some(Json::Number(number)) => number.as_u64(),
        // Some releases quote the number.
        Some(Json::Text(text)) => text.parse().ok(),
        _ => None,
    };
    let code = code.and_then(|code| u16::try_from(code).ok()).filter(|it| (400..600).contains(it));
    if code.is_none() {
        let found = found.map_or("nothing".to_owned(), |it| it.describe());
        findings.problem(
            &node.place.at("code"),
            format!("expected a status code from 400 to 599, found {found}"),
        );
    }
    let reason = node.optional_text("reason", findings).unwrap_or_default();
    node.finish(findings);
    Some(ErrorResponse { code: code?, reason })
}

fn read_model(key: &str, mut node: Node, findings: &mut Findings) -> Option<Model> {
    let id = node.text("id", findings)?;
    if id != key {
        findings.problem(&node.place.at("id"), format!("expected {key:?}, its key, found {id:?}"));
    }
    let description = node.optional_text("description", findings).unwrap_or_default();
    let sub_types = node.texts("subTypes", findings);
    let discriminator = node.optional_text("discriminator", findings);
    let properties = node.entries("properties", findings, read_property);
    let place = node.finish(findings);
    Some(Model { place, id, description, sub_types, discriminator, properties })
}

fn read_property(key: &str, mut node: Node, findings: &mut Findings) -> Option<Property> {
    let data_type = node.text("type", findings);
    let description = node.optional_text("description", findings).unwrap_or_default();
    let required = node.flag("required", findings);
    let (values, _) = node.allowable_values(findings);
    let place = node.finish(findings);
    Some(Property {
        place,
        name: key.to_owned(),
        data_type: data_type?,
        description,
        required,
        values,
    })
}

/// An object of which keys are taken one by one; what is left at the end is unknown.
struct Node {
    place: Place,
    entries: Vec<(String, Json)>,
}

impl Node {
    fn new(json: Json, place: Place, findings: &mut Findings) -> Option<Self> {
        match json {
            Json::Object(entries) => Some(Self { place, entries }),
            other => {
                findings.problem(&place, format!("expected an object, found {}", other.describe()));
                None
            }
        }
    }

    fn take(&mut self, key: &str) -> Option<Json> {
        let index = self.entries.iter().position(|(known, _)| known == key)?;
        Some(self.entries.remove(index).1)
    }

    /// A text that has to be there.
    fn text(&mut self, key: &str, findings: &mut Findings) -> Option<String> {
        if !self.entries.iter().any(|(known, _)| known == key) {
            findings.problem(&self.place, format!("expected the key {key:?}"));
            return None;
        }
        self.optional_text(key, findings)
    }

    fn optional_text(&mut self, key: &str, findings: &mut Findings) -> Option<String> {
        match self.take(key)? {
            Json::Text(text) => Some(text),
            other => {
                let place = self.place.at(key);
                findings.problem(&place, format!("expected a text, found {}", other.describe()));
                None
            }
        }
    }

    fn flag(&mut self, key: &str, findings: &mut Findings) -> bool {
        match self.take(key) {
            None => false,
            Some(Json::Bool(value)) => value,
            Some(other) => {
                let place = self.place.at(key);
                let found = other.describe();
                findings.problem(&place, format!("expected true or false, found {found}"));
                false
            }
        }
    }

    fn texts(&mut self, key: &str, findings: &mut Findings) -> Vec<String> {
        let place = self.place.at(key);
        let items = match self.take(key) {
            None => return Vec::new(),
            Some(Json::List(items)) => items,
            Some(other) => {
                findings.problem(&place, format!("expected a list, found {}", other.describe()));
                return Vec::new();
            }
        };
        let mut texts = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Json::Text(text) => texts.push(text),
                other => findings.problem(
                    &place.at(index),
                    format!("expected a text, found {}", other.describe()),
                ),
            }
        }
        texts
    }

    fn list<T>(
        &mut self,
        key: &str,
        required: bool,
        findings: &mut Findings,
        read: fn(Node, &mut Findings) -> Option<T>,
    ) -> Vec<T> {
        let place = self.place.at(key);
        let items = match self.take(key) {
            Some(Json::List(items)) => items,
            Some(other) => {
                findings.problem(&place, format!("expected a list, found {}", other.describe()));
                return Vec::new();
            }
            None => {
                if required {
                    findings.problem(&self.place, format!("expected the key {key:?}"));
                }
                return Vec::new();
            }
        };
        let mut read_items = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            if let Some(node) = Node::new(item, place.at(index), findings) {
                read_items.extend(read(node, findings));
            }
        }
        read_items
    }

    fn entries<T>(
        &mut self,
        key: &str,
        findings: &mut Findings,
        read: fn(&str, Node, &mut Findings) -> Option<T>,
    ) -> Vec<T> {
        let place = self.place.at(key);
        let Some(json) = self.take(key) else { return Vec::new() };
        let Some(node) = Node::new(json, place, findings) else { return Vec::new() };
        let mut read_entries = Vec::new();
        for (key, json) in node.entries {
            if let Some(child) = Node::new(json, node.place.at(&key), findings) {
                read_entries.extend(read(&key, child, findings));
            }
        }
        read_entries
    }

    fn allowable_values(&mut self, findings: &mut Findings) -> (Vec<String>, Option<i64>) {
        let place = self.place.at("allowableValues");
        let Some(json) = self.take("allowableValues") else { return (Vec::new(), None) };
        let Some(mut node) = Node::new(json, place, findings) else { return (Vec::new(), None) };
        let mut values = Vec::new();
        let mut min = None;
        match node.text("valueType", findings).as_deref() {
            Some("LIST") => {
                values = node.texts("values", findings);
                if values.is_empty() {
                    findings.problem(&node.place, "expected a list of values that is not empty");
                }
            }
            Some("RANGE") => {
                min = match node.take("min") {
                    Some(Json::Number(number)) => number.as_i64(),
                    _ => None,
                };
                node.take("max");
            }
            Some(other) => findings.problem(
                &node.place.at("valueType"),
                format!("expected LIST or RANGE, found {other:?}"),
            ),
            None => {}
        }
        node.finish(findings);
        (values, min)
    }

    /// Reports what nobody asked for.
    fn finish(self, findings: &mut Findings) -> Place {
        for (key, _) in &self.entries {
            findings.remark(&self.place.at(key), "unknown key, ignored");
        }
        self.place
    }
}
