//! Makes an older release's resource JSON out of the committed one: whatever came later is taken out.

use std::collections::BTreeMap;

use ari_codegen::Source;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::Failure;

/// JSON with its keys in the order of the text.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Json {
    Object(IndexMap<String, Json>),
    List(Vec<Json>),
    Other(serde_json::Value),
}

impl Json {
    fn list(&mut self, key: &str) -> Option<&mut Vec<Json>> {
        match self {
            Json::Object(entries) => match entries.get_mut(key)? {
                Json::List(items) => Some(items),
                _ => None,
            },
            _ => None,
        }
    }

    fn object(&mut self, key: &str) -> Option<&mut IndexMap<String, Json>> {
        match self {
            Json::Object(entries) => match entries.get_mut(key)? {
                Json::Object(entries) => Some(entries),
                _ => None,
            },
            _ => None,
        }
    }

    fn text(&self, key: &str) -> &str {
        match self {
            Json::Object(entries) => entries.get(key).and_then(Json::as_str).unwrap_or_default(),
            _ => "",
        }
    }

    fn as_str(&self) -> Option<&str> {
        match self {
            Json::Other(value) => value.as_str(),
            _ => None,
        }
    }
}

/// A release, as numbers that sort.
type Version = (u32, u32, u32);

/// Which releases had what, by the first release of each line.
pub struct Table {
    firsts: BTreeMap<String, BTreeMap<String, String>>,
}

impl Table {
    /// Reads a `first_seen.json`.
    ///
    /// # Errors
    ///
    /// It is no such table.
    pub fn read(text: &str) -> Result<Self, Failure> {
        Ok(Self { firsts: serde_json::from_str(text)? })
    }

    /// Did this release have the thing under `key`, such as `op GET /channels`?
    ///
    /// # Errors
    ///
    /// The table does not know the key, or a release is none.
    pub fn had(&self, key: &str, release: &str) -> Result<bool, Failure> {
        let lines = self.firsts.get(key).ok_or_else(|| format!("{key}: not in the table"))?;
        let wanted = version(release)?;
        match lines.get(&wanted.0.to_string()) {
            Some(first) => Ok(version(first)? <= wanted),
            None => Ok(false),
        }
    }

    /// The newest release of each line that the table names, oldest line first.
    ///
    /// # Errors
    ///
    /// A release is none.
    pub fn newest(&self) -> Result<Vec<String>, Failure> {
        let mut newest: BTreeMap<u32, Version> = BTreeMap::new();
        for first in self.firsts.values().flat_map(BTreeMap::values).filter(|it| *it != "HEAD") {
            let first = version(first)?;
            let known = newest.entry(first.0).or_insert(first);
            *known = first.max(*known);
        }
        Ok(newest
            .values()
            .map(|(major, minor, patch)| format!("{major}.{minor}.{patch}"))
            .collect())
    }
}

fn version(text: &str) -> Result<Version, Failure> {
    let numbers: Vec<u32> = text.split('.').map(str::parse).collect::<Result<_, _>>()?;
    match numbers[..] {
        [major, minor, patch] => Ok((major, minor, patch)),
        _ => Err(format!("{text:?} is no release").into()),
    }
}

/// The resource files as `release` had them, as far as the table tells: what it had and the committed
/// release has not is missing, and types are those of the committed release.
///
/// # Errors
///
/// A file is not JSON, or holds something that the table does not know.
pub fn derive(resources: &[Source], table: &Table, release: &str) -> Result<Vec<Source>, Failure> {
    let mut derived = Vec::new();
    for resource in resources {
        let mut json: Json = serde_json::from_str(&resource.text)?;
        remove_later(&mut json, table, release)?;
        derived.push(Source::new(&resource.name, serde_json::to_string_pretty(&json)?));
    }
    Ok(derived)
}

fn remove_later(resource: &mut Json, table: &Table, release: &str) -> Result<(), Failure> {
    if let Some(apis) = resource.list("apis") {
        for api in apis.iter_mut() {
            let path = api.text("path").to_owned();
            let Some(operations) = api.list("operations") else { continue };
            keep(operations, |it| table.had(&operation_key(it, &path), release))?;
            for operation in operations {
                let key = operation_key(operation, &path);
                let Some(parameters) = operation.list("parameters") else { continue };
                keep(parameters, |it| {
                    table.had(&format!("{key} param {}", it.text("name")), release)
                })?;
            }
        }
        apis.retain_mut(|it| it.list("operations").is_some_and(|it| !it.is_empty()));
    }
    let Some(models) = resource.object("models") else { return Ok(()) };
    let mut kept = IndexMap::new();
    for (id, mut model) in std::mem::take(models) {
        if !table.had(&format!("model {id}"), release)? {
            continue;
        }
        if let Some(properties) = model.object("properties") {
            let mut kept = IndexMap::new();
            for (name, property) in std::mem::take(properties) {
                if table.had(&format!("field {id}.{name}"), release)? {
                    kept.insert(name, property);
                }
            }
            *properties = kept;
        }
        if let Some(sub_types) = model.list("subTypes") {
            keep(sub_types, |it| {
                table.had(&format!("model {}", it.as_str().unwrap_or_default()), release)
            })?;
        }
        kept.insert(id, model);
    }
    *models = kept;
    Ok(())
}

fn operation_key(operation: &Json, path: &str) -> String {
    format!("op {} {path}", operation.text("httpMethod"))
}

/// `retain` with a question that can fail.
fn keep(
    items: &mut Vec<Json>,
    wanted: impl Fn(&Json) -> Result<bool, Failure>,
) -> Result<(), Failure> {
    let mut kept = Vec::new();
    for item in std::mem::take(items) {
        if wanted(&item)? {
            kept.push(item);
        }
    }
    *items = kept;
    Ok(())
}
