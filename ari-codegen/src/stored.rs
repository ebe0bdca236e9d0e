//! Facts of a release as they are kept: the dialect without its sentences, one line for each operation and model.

use std::fmt::Write as _;

use crate::Source;
use crate::dialect::{Level, VALUES, walk};
use crate::json::{self, Json};
use crate::problem::{Findings, Place, Problems};

/// Writes the facts of a release, without any sentence, as one file; `derived` are those that nobody read from the release.
///
/// # Errors
///
/// A source is not JSON.
pub fn store(resources: &[Source], release: &str, derived: bool) -> Result<String, Problems> {
    let mut findings = Findings::default();
    let mut files = Vec::new();
    for source in resources {
        match json::read(&source.text) {
            Ok(mut json) => {
                walk(&mut json, &source.name, &mut |level, _, entries| strip(level, entries));
                files.push((source.name.as_str(), json));
            }
            Err(message) => findings.problem(&Place::new(&source.name, ""), message),
        }
    }
    findings.checkpoint()?;
    let derived = if derived { "\"derived\": true,\n" } else { "" };
    let mut text = format!("{{\n\"asterisk\": {},\n{derived}\"files\": {{\n", text_of(release));
    for (index, (name, json)) in files.iter().enumerate() {
        let end = if index + 1 == files.len() { "" } else { "," };
        let _ = write!(text, "{}: ", text_of(name));
        print(json, &mut text);
        let _ = writeln!(text, "{end}");
    }
    text.push_str("}\n}\n");
    Ok(text)
}

/// What holds for the reader without being said goes, too.
fn strip(level: Level, entries: &mut Vec<(String, Json)>) {
    entries.retain_mut(|(name, value)| {
        let name = name.as_str();
        if let ("allowableValues", Json::Object(values)) = (name, &mut *value) {
            values.retain(|(key, _)| VALUES.contains(&key.as_str()));
        }
        let is_default =
            matches!(name, "required" | "allowMultiple") && *value == Json::Bool(false);
        let is_empty = matches!(value, Json::List(items) if items.is_empty())
            && matches!(name, "parameters" | "errorResponses");
        let is_of_text = matches!(name, "apiVersion" | "basePath") && level == Level::Declaration;
        level.facts().contains(&name) && !(is_default || is_empty || is_of_text)
    });
}

/// What stands on lines of its own, so that a change is a changed line.
const BROKEN: &[&str] = &["apis", "operations", "models"];

fn print(json: &Json, text: &mut String) {
    match json {
        Json::Object(entries) => {
            text.push('{');
            for (index, (name, value)) in entries.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                print_entry(name, value, text);
            }
            text.push('}');
        }
        Json::List(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "" } else { "," });
                print(item, text);
            }
            text.push(']');
        }
        other => text.push_str(&text_of(other)),
    }
}

fn print_entry(name: &str, value: &Json, text: &mut String) {
    let _ = write!(text, "{}:", text_of(name));
    match value {
        Json::List(items) if BROKEN.contains(&name) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index == 0 { "\n" } else { ",\n" });
                print(item, text);
            }
            text.push(']');
        }
        Json::Object(entries) if BROKEN.contains(&name) => {
            text.push('{');
            for (index, (name, value)) in entries.iter().enumerate() {
                text.push_str(if index == 0 { "\n" } else { ",\n" });
                print_entry(name, value, text);
            }
            text.push('}');
        }
        other => print(other, text),
    }
}

fn text_of<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// What [`store`] wrote.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Stored {
    /// The release, such as `20.20.1`.
    pub release: String,
    /// The facts were put together of those of other releases and the first-seen table.
    pub derived: bool,
    /// Its resource files.
    pub resources: Vec<Source>,
}

/// Reads what [`store`] wrote.
///
/// # Errors
///
/// It is no such file.
pub fn stored(source: &Source) -> Result<Stored, Problems> {
    let mut findings = Findings::default();
    let place = Place::new(&source.name, "");
    let json = json::read(&source.text).unwrap_or_else(|message| {
        findings.problem(&place, message);
        Json::Null
    });
    let release = json.get("asterisk").and_then(Json::as_text).unwrap_or_default().to_owned();
    let derived = json.get("derived") == Some(&Json::Bool(true));
    let resources = match json.get("files") {
        Some(Json::Object(files)) if !release.is_empty() => {
            files.iter().map(|(name, file)| Source::new(name, text_of(file))).collect()
        }
        _ => Vec::new(),
    };
    if resources.is_empty() {
        findings.problem(
            &place,
            "expected the keys \"asterisk\" and \"files\", with a release and its files",
        );
    }
    findings.finish().map(|_| Stored { release, derived, resources })
}
