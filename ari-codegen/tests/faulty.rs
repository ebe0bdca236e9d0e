//! Faulty specifications: every problem is told, in order, with its place, and nothing is generated.
//!
//! `UPDATE_GOLDENS=1` writes what is told now beside each specification, for a person to judge.

mod support;

use std::fs;
use std::path::Path;

use ari_codegen::{Extra, Source, Specification, generate};
use similar::TextDiff;
use support::{Failure, here, names, text};

const NO_RESOURCE: &[&str] = &["overlay.json", "first_seen.json", "expected.txt", "extra"];

/// A file of the case, or the one that all cases share.
fn own_or_shared(case: &Path, name: &str) -> Result<Source, Failure> {
    let own = case.join(name);
    let path = if own.exists() { own } else { here("tests/faulty").join(name) };
    Ok(Source::new(name, text(&path)?))
}

/// The resource files of a folder, called by what stands before their names.
fn resources(folder: &Path, before: &str) -> Result<Vec<Source>, Failure> {
    let mut resources = Vec::new();
    for name in names(folder)?.iter().filter(|it| !NO_RESOURCE.contains(&it.as_str())) {
        resources.push(Source::new(format!("{before}{name}"), text(&folder.join(name))?));
    }
    Ok(resources)
}

fn specification(case: &Path) -> Result<Specification, Failure> {
    let resources = resources(case, "")?;
    let overlay = own_or_shared(case, "overlay.json")?;
    let first_seen = own_or_shared(case, "first_seen.json")?;
    let specification = Specification::new(resources, overlay, first_seen, "22.10.1").committed();
    let extra = case.join("extra");
    if !extra.exists() {
        return Ok(specification);
    }
    let overlay = extra.join("overlay.json");
    let overlay = match overlay.exists() {
        true => Some(Source::new("extra/overlay.json", text(&overlay)?)),
        false => None,
    };
    Ok(specification.extended(Extra::new(self::resources(&extra, "extra/")?, overlay)))
}

#[test]
fn every_problem_is_told_in_order_with_its_place() -> Result<(), Failure> {
    let mut report = String::new();
    let mut cases = 0;
    for name in names(&here("tests/faulty"))?.iter().filter(|it| !it.ends_with(".json")) {
        cases += 1;
        let case = here("tests/faulty").join(name);
        let specification = specification(&case)?;
        let told = match generate(&specification) {
            Ok(_) => "nothing: it was generated\n".to_owned(),
            Err(problems) => format!("{problems}\n"),
        };
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE_GOLDENS").is_some() {
            fs::write(&expected, &told)?;
        }
        let wanted = text(&expected)?;
        if told != wanted {
            let diff = TextDiff::from_lines(&wanted, &told);
            let headers = (format!("{name}/expected.txt"), format!("{name}, told now"));
            report.push_str(&diff.unified_diff().header(&headers.0, &headers.1).to_string());
        }
    }
    assert!(cases > 20, "only {cases} faulty specifications were found");
    assert!(
        report.is_empty(),
        "{report}if that is better: UPDATE_GOLDENS=1 cargo test -p ari-codegen --test faulty"
    );
    Ok(())
}

#[test]
fn a_resource_is_called_like_its_file_wherever_that_stands() -> Result<(), Failure> {
    let shared = |name| own_or_shared(&here("tests/faulty"), name);
    let text = r#"{"swaggerVersion": "1.1", "resourcePath": "/", "apis": [{"path": "/evil", "operations": [
        {"httpMethod": "GET", "nickname": "list", "summary": "Lists.", "responseClass": "void"}
    ]}]}"#;
    for name in ["../lots/evil.json", "../../evil.json", "/etc/evil.json"] {
        let resources = vec![Source::new(name, text)];
        let specification = Specification::new(
            resources,
            shared("overlay.json")?,
            shared("first_seen.json")?,
            "22.10.1",
        );
        let tree = generate(&specification)?.tree;
        assert!(tree.contains_key("evil/mod.rs"), "{name}: {:?}", tree.keys());
        let outside = tree.keys().find(|it| it.contains("..") || it.starts_with('/'));
        assert_eq!(outside, None, "{name}");
    }
    for name in ["lots/..json", "..\\evil.json", ".json", "a b.json", "lots/.json"] {
        let specification = Specification::new(
            vec![Source::new(name, text)],
            shared("overlay.json")?,
            shared("first_seen.json")?,
            "22.10.1",
        );
        let told = generate(&specification).err().ok_or(name)?.to_string();
        assert!(told.contains("expected a file name of letters and digits"), "{name}: {told}");
    }
    Ok(())
}
