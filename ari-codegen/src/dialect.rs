//! Where things stand in a resource file, with the keys that the first-seen table and the overlay name them by; judges nothing.

use crate::json::Json;

/// What an object of a resource file describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    Declaration,
    Api,
    Operation,
    Parameter,
    ErrorResponse,
    Model,
    Property,
}

impl Level {
    /// Keys whose values are sentences, in the order of their weight; Asterisk misspells one.
    pub(crate) fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Operation => &["summary", "notes"],
            Self::ErrorResponse => &["reason"],
            Self::Parameter => &["description", "descriptioni", "__note"],
            Self::Declaration | Self::Api | Self::Model | Self::Property => &["description"],
        }
    }

    /// The text without which such a thing is not documented.
    pub(crate) fn needed_text(self) -> Option<&'static str> {
        match self {
            Self::Declaration | Self::Api => None,
            other => other.texts().first().copied(),
        }
    }

    /// Keys that declare something; whatever else stands there is not taken over, since it may hold sentences.
    pub(crate) fn facts(self) -> &'static [&'static str] {
        match self {
            Self::Declaration => &[
                "apiVersion",
                "swaggerVersion",
                "basePath",
                "resourcePath",
                "requiresModules",
                "since",
                "apis",
                "models",
            ],
            Self::Api => &["path", "operations"],
            Self::Operation => &[
                "httpMethod",
                "upgrade",
                "websocketProtocol",
                "since",
                "nickname",
                "responseClass",
                "parameters",
                "errorResponses",
            ],
            Self::Parameter => &[
                "name",
                "paramType",
                "dataType",
                "required",
                "allowMultiple",
                "defaultValue",
                "allowableValues",
            ],
            Self::ErrorResponse => &["code"],
            Self::Model => &["id", "subTypes", "discriminator", "properties"],
            Self::Property => &["type", "required", "allowableValues"],
        }
    }

    /// Keys that are known to tell nothing of the API.
    pub(crate) fn noise(self) -> &'static [&'static str] {
        match self {
            Self::Declaration => &["_copyright", "_author", "_svn_revision"],
            // A misspelt default is none.
            Self::Parameter => &["defalutValue"],
            _ => &[],
        }
    }
}

/// Visits every object that describes something, the outer before the inner, with its key and its entries.
pub(crate) fn walk(
    declaration: &mut Json,
    file: &str,
    visit: &mut impl FnMut(Level, &str, &mut Vec<(String, Json)>),
) {
    let Json::Object(entries) = declaration else { return };
    visit(Level::Declaration, &format!("file {file}"), entries);
    for (name, value) in entries {
        match (name.as_str(), value) {
            ("apis", Json::List(apis)) => apis.iter_mut().for_each(|it| walk_api(it, visit)),
            ("models", Json::Object(models)) => {
                models.iter_mut().for_each(|(id, model)| walk_model(id, model, visit));
            }
            _ => {}
        }
    }
}

fn walk_api(api: &mut Json, visit: &mut impl FnMut(Level, &str, &mut Vec<(String, Json)>)) {
    let path = api.get("path").and_then(Json::as_text).unwrap_or_default().to_owned();
    let Json::Object(entries) = api else { return };
    visit(Level::Api, &format!("path {path}"), entries);
    for operation in listed(entries, "operations") {
        let method = operation.get("httpMethod").and_then(Json::as_text).unwrap_or_default();
        let key = format!("op {method} {path}");
        let Json::Object(entries) = operation else { continue };
        visit(Level::Operation, &key, entries);
        for parameter in listed(entries, "parameters") {
            let name = parameter.get("name").and_then(Json::as_text).unwrap_or_default();
            let key = format!("{key} param {name}");
            if let Json::Object(entries) = parameter {
                visit(Level::Parameter, &key, entries);
            }
        }
        for error in listed(entries, "errorResponses") {
            // Some releases quote the number.
            let code = match error.get("code") {
                Some(Json::Text(code)) => code.clone(),
                Some(other) => other.describe(),
                None => String::new(),
            };
            if let Json::Object(entries) = error {
                visit(Level::ErrorResponse, &format!("{key} error {code}"), entries);
            }
        }
    }
}

fn walk_model(
    id: &str,
    model: &mut Json,
    visit: &mut impl FnMut(Level, &str, &mut Vec<(String, Json)>),
) {
    let Json::Object(entries) = model else { return };
    visit(Level::Model, &format!("model {id}"), entries);
    let properties = entries.iter_mut().find(|(name, _)| name == "properties");
    let Some((_, Json::Object(properties))) = properties else { return };
    for (name, property) in properties {
        if let Json::Object(entries) = property {
            visit(Level::Property, &format!("field {id}.{name}"), entries);
        }
    }
}

fn listed<'a>(
    entries: &'a mut [(String, Json)],
    name: &str,
) -> impl Iterator<Item = &'a mut Json> + use<'a> {
    let found = entries.iter_mut().find(|(it, _)| it == name);
    let items = match found {
        Some((_, Json::List(items))) => items.as_mut_slice(),
        _ => &mut [],
    };
    items.iter_mut()
}

/// The keys that declare which values are allowed.
pub(crate) const VALUES: &[&str] = &["valueType", "values", "min", "max"];
