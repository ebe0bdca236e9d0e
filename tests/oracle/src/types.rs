//! The Rust type that each declared type has to become, as text without spaces.

use crate::naming::camel;
use crate::overlay::Overlay;
use crate::specification::{Field, Operation, Parameter};

/// The type of a model, a request or an event in Rust.
pub fn model_type(overlay: &Overlay, id: &str) -> String {
    overlay.name(&format!("model {id}")).map_or_else(|| camel(id), str::to_owned)
}

/// The type of a field.
pub fn field_type(overlay: &Overlay, field: &Field) -> String {
    let key = field.key();
    let plain = value_type(overlay, &key, &field.data_type);
    if field.required && overlay.is_always_there(field) {
        plain
    } else {
        format!("Option<{plain}>")
    }
}

/// The type of a value, be it in a field or the whole of a reply.
pub fn value_type(overlay: &Overlay, key: &str, data_type: &str) -> String {
    if let Some(item) = data_type.strip_prefix("List[").and_then(|it| it.strip_suffix(']')) {
        return format!("Vec<{}>", value_type(overlay, key, item));
    }
    match data_type {
        "string" | "int" if overlay.duration(key).is_some() => "Duration".to_owned(),
        "string" => {
            let special = overlay.enumeration(key).or_else(|| overlay.id(key));
            special.unwrap_or("Text").to_owned()
        }
        "string or number" => "Text".to_owned(),
        "int" | "long" => "i64".to_owned(),
        "unsigned int" => "u32".to_owned(),
        "double" => "f64".to_owned(),
        "boolean" => "bool".to_owned(),
        "Date" => "Timestamp".to_owned(),
        "object" => "Map<String,Value>".to_owned(),
        model => model_type(overlay, model),
    }
}

/// The serde module that a field needs because its form on the wire is not its type's own.
pub fn field_module(overlay: &Overlay, field: &Field) -> Option<String> {
    let module = match overlay.duration(&field.key()) {
        Some((unit, _)) => unit,
        None if field.data_type == "string or number" => "text_or_number",
        None => return None,
    };
    let optional = field_type(overlay, field).starts_with("Option<");
    Some(format!("ari_runtime::wire::{}{module}", if optional { "optional_" } else { "" }))
}

/// The type of a method's argument.
pub fn argument_type(overlay: &Overlay, operation: &Operation, parameter: &Parameter) -> String {
    let one = match parameter.data_type.as_str() {
        "containers" => match overlay.body_list(&operation.key()) {
            Some(model) => return format!("implIntoIterator<Item={}>", model_type(overlay, model)),
            None => {
                let value = match overlay.body_values(&operation.key()) {
                    "texts" => "String",
                    "any" => "Value",
                    _ => "VariableValue",
                };
                return format!("implIntoIterator<Item=(implInto<String>,implInto<{value}>)>");
            }
        },
        "object" if overlay.filter() == (operation.key().as_str(), parameter.name.as_str()) => {
            "EventFilter<AriApi>".to_owned()
        }
        "object" => "Map<String,Value>".to_owned(),
        "boolean" => "bool".to_owned(),
        "double" => "f64".to_owned(),
        "int" if overlay.duration(&parameter.key).is_some() => "Duration".to_owned(),
        "int" if parameter.min == Some(0) => "u32".to_owned(),
        "int" => "i32".to_owned(),
        "long" => "i64".to_owned(),
        "string" => match (overlay.enumeration(&parameter.key), overlay.id(&parameter.key)) {
            (Some(name), _) => name.to_owned(),
            (None, Some(name)) => format!("implInto<{name}>"),
            (None, None) => "implInto<String>".to_owned(),
        },
        other => panic!("{}: unknown type {other}", parameter.key),
    };
    if parameter.multiple { format!("implIntoIterator<Item={one}>") } else { one }
}

/// The marker of what a response holds.
pub fn reply_type(overlay: &Overlay, operation: &Operation) -> String {
    match operation.response.as_str() {
        "void" => "Nothing".to_owned(),
        "binary" => "Binary".to_owned(),
        other => format!("Json<{}>", value_type(overlay, &operation.key(), other)),
    }
}
