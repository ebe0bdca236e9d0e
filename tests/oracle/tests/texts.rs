//! Everything that `api-docs` declares has a text of ours: an import leaves what is new without one.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Where a text is missing, as a path through the file.
fn untold(file: &str, json: &Value) -> Vec<String> {
    let mut untold = Vec::new();
    let mut wants = |thing: &Value, text: &str, place: String| {
        if thing[text].as_str().unwrap_or_default().trim().is_empty() {
            untold.push(format!("{file}: {place}: {text}"));
        }
    };
    let list = |json: &Value| json.as_array().cloned().unwrap_or_default();
    for api in list(&json["apis"]) {
        for operation in list(&api["operations"]) {
            let place = format!("{} {}", operation["httpMethod"], api["path"]);
            wants(&operation, "summary", place.clone());
            for parameter in list(&operation["parameters"]) {
                wants(&parameter, "description", format!("{place} {}", parameter["name"]));
            }
            for error in list(&operation["errorResponses"]) {
                wants(&error, "reason", format!("{place} {}", error["code"]));
            }
        }
    }
    for (id, model) in json["models"].as_object().into_iter().flatten() {
        wants(model, "description", id.clone());
        for (name, field) in model["properties"].as_object().into_iter().flatten() {
            wants(field, "description", format!("{id}.{name}"));
        }
    }
    untold
}

#[test]
fn everything_has_a_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-docs");
    let mut missing = Vec::new();
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("api-docs") {
        let path = entry.expect("a file").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_file() {
            let json = serde_json::from_str(&fs::read_to_string(&path).expect("a text"));
            files += 1;
            missing.extend(untold(&name, &json.expect("JSON")));
        }
    }
    assert!(files > 11, "{files}");
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_has_none_is_found() {
    let json = serde_json::json!({
        "apis": [{"path": "/lots", "operations": [{
            "httpMethod": "GET", "summary": " ", "parameters": [{"name": "size"}], "errorResponses": [{"code": 404, "reason": ""}]
        }]}],
        "models": {"Lot": {"description": "A lot.", "properties": {"id": {"type": "string"}}}}
    });
    let wanted = [
        "a: \"GET\" \"/lots\": summary",
        "a: \"GET\" \"/lots\" \"size\": description",
        "a: \"GET\" \"/lots\" 404: reason",
        "a: Lot.id: description",
    ];
    assert_eq!(untold("a", &json), wanted);
}
