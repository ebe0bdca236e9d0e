//! Rules of the house that a test can hold: every file says what it is for, and stays short enough to read.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace;

/// Longest file written by hand.
const LONGEST: usize = 500;

/// Rust files written by hand.
fn sources() -> Vec<PathBuf> {
    let mut found = Vec::new();
    for room in ["ari-codegen", "ari-generated", "ari-runtime", "xtask", "tests"] {
        collect(&workspace::root().join(room), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the room is there").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if path.is_dir() {
            if name != "generated" && name != "target" {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent: Vec<PathBuf> = sources()
        .into_iter()
        .filter(|path| {
            let text = fs::read_to_string(path).expect("sources are text");
            !text.starts_with("//!") && !text.starts_with("#![doc = include_str!")
        })
        .collect();
    assert!(silent.is_empty(), "no //! line on top: {silent:#?}");
}

#[test]
fn packages_hold_the_licences_of_the_workspace() {
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        let text = fs::read(workspace::root().join(licence)).expect("it is there");
        for package in ["ari-generated", "ari-runtime"] {
            let own = fs::read(workspace::root().join(package).join(licence));
            assert!(own.expect("packages have one") == text, "{package}/{licence} is another");
        }
    }
}

#[test]
fn no_file_is_too_long_to_read() {
    let long: Vec<(usize, PathBuf)> = sources()
        .into_iter()
        .map(|path| (fs::read_to_string(&path).expect("sources are text").lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "more than {LONGEST} lines: {long:#?}");
}

#[test]
fn nothing_names_a_path_of_a_machine_or_a_mirror() {
    let own = Path::new(file!()).file_name();
    for path in sources().into_iter().filter(|it| it.file_name() != own) {
        let text = fs::read_to_string(&path).expect("sources are text");
        // In pieces, so that this file does not name one either.
        let mirrors = ["debian", "org"].join(".");
        for hint in ["/home/", "/root/", &mirrors] {
            assert!(!text.contains(hint), "{} names {hint}", path.display());
        }
    }
}

#[test]
fn the_runtime_names_no_event() {
    let events =
        fs::read_to_string(workspace::api_docs().join("events.json")).expect("it is there");
    let events: serde_json::Value = serde_json::from_str(&events).expect("it is JSON");
    let kinds = events["models"]["Event"]["subTypes"].as_array().expect("events have subtypes");
    assert!(kinds.len() > 40, "{kinds:?}");
    let mut runtime = Vec::new();
    collect(&workspace::root().join("ari-runtime/src"), &mut runtime);
    for path in runtime {
        let text = fs::read_to_string(&path).expect("sources are text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let words: Vec<&str> = code
            .lines()
            .filter(|it| !it.trim_start().starts_with("//"))
            .flat_map(|it| it.split(|letter: char| !letter.is_alphanumeric()))
            .collect();
        for kind in kinds.iter().filter_map(serde_json::Value::as_str) {
            // The envelope of requests over the websocket, which a test compares with the models.
            let is_envelope = path.ends_with("transport/wire.rs") && kind == "RESTResponse";
            assert!(is_envelope || !words.contains(&kind), "{} names {kind}", path.display());
        }
    }
}
