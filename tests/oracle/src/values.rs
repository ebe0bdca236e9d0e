//! Walks recorded JSON by its declared types: what is declared in it, and where.

use serde_json::{Map, Value};

use crate::specification::{Field, Specification};

/// A declared value in a frame.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Place {
    /// The field that declares it.
    pub field: Field,
    /// Where it stands: `/channel/caller/name`.
    pub pointer: String,
    /// The object it stands in.
    pub parent: String,
    /// Where it stands as errors tell it: `$.channel.caller.name`.
    pub path: String,
    /// The same of the object it stands in.
    pub parent_path: String,
}

/// The item type of a list.
pub fn item_type(data_type: &str) -> Option<&str> {
    data_type.strip_prefix("List[")?.strip_suffix(']')
}

/// Every declared value of a value of some type, the outer ones first.
pub fn places(specification: &Specification, data_type: &str, value: &Value) -> Vec<Place> {
    let mut found = Vec::new();
    walk(specification, data_type, value, "", "$", &mut found);
    found
}

fn walk(
    specification: &Specification,
    data_type: &str,
    value: &Value,
    pointer: &str,
    path: &str,
    found: &mut Vec<Place>,
) {
    if let (Some(item), Some(items)) = (item_type(data_type), value.as_array()) {
        for (index, value) in items.iter().enumerate() {
            let (pointer, path) = (format!("{pointer}/{index}"), format!("{path}[{index}]"));
            walk(specification, item, value, &pointer, &path, found);
        }
        return;
    }
    if !specification.models.contains_key(data_type) {
        return;
    }
    for field in specification.all_fields(data_type) {
        let Some(inner) = value.get(&field.name) else { continue };
        let place = Place {
            field: field.clone(),
            pointer: format!("{pointer}/{}", field.name),
            parent: pointer.to_owned(),
            path: format!("{path}.{}", field.name),
            parent_path: path.to_owned(),
        };
        found.push(place.clone());
        walk(specification, &field.data_type, inner, &place.pointer, &place.path, found);
    }
}

/// What is left of a value when everything that is not declared is dropped, numbers being texts where both may stand.
pub fn declared(specification: &Specification, data_type: &str, value: &Value) -> Value {
    if let (Some(item), Some(items)) = (item_type(data_type), value.as_array()) {
        return items.iter().map(|it| declared(specification, item, it)).collect();
    }
    if data_type == "string or number" && value.is_number() {
        return value.to_string().into();
    }
    if !specification.models.contains_key(data_type) {
        return value.clone();
    }
    let mut kept = Map::new();
    for field in specification.all_fields(data_type) {
        if let Some(inner) = value.get(&field.name) {
            kept.insert(field.name.clone(), declared(specification, &field.data_type, inner));
        }
    }
    Value::Object(kept)
}
