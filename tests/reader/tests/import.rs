//! What a real Asterisk serves becomes the committed specification: nothing differs but what its release does.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};
use ari_codegen::{Effect, Facts, Source, Specification, What, import};
use ari_harness::{Instance, Release, Setup};
use ari_live_tests::start;
use serde_json::Value;

/// Runs the reader against an instance.
fn read(url: &str, username: &str, password: &str, folder: &Path) -> Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_ari-reader"))
        .arg(url)
        .arg(folder)
        .env("ARI_USERNAME", username)
        .env("ARI_PASSWORD", password)
        .output()
        .context("starting the reader")
}

/// The release that an instance is of and the files that it serves, its listing among them.
fn served(instance: &Instance) -> Result<(String, Vec<Source>)> {
    let folder = tempfile::tempdir()?;
    let output = read(&instance.url(), instance.username(), instance.password(), folder.path())?;
    if !output.status.success() {
        bail!("{}", String::from_utf8_lossy(&output.stderr));
    }
    let release: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("release.json"))?)?;
    let release = release["asterisk"].as_str().context("a release")?.to_owned();
    Ok((release, sources(folder.path())?))
}

fn sources(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_decision = matches!(&*name, "overlay.json" | "first_seen.json" | "release.json");
        if name.ends_with(".json") && !is_decision {
            sources.push(Source::new(name, fs::read_to_string(&path)?));
        }
    }
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(sources)
}

/// Operations, parameters, models and fields, named as in the table of first releases.
fn keys(sources: &[Source]) -> Result<BTreeSet<String>> {
    let mut keys = BTreeSet::new();
    let list = |json: &Value| json.as_array().cloned().unwrap_or_default();
    for source in sources.iter().filter(|it| it.name != "resources.json") {
        let json: Value = serde_json::from_str(&source.text)?;
        for api in list(&json["apis"]) {
            for operation in list(&api["operations"]) {
                let text = |json: &Value| json.as_str().unwrap_or_default().to_owned();
                let key = format!("op {} {}", text(&operation["httpMethod"]), text(&api["path"]));
                for parameter in list(&operation["parameters"]) {
                    keys.insert(format!("{key} param {}", text(&parameter["name"])));
                }
                keys.insert(key);
            }
        }
        for (id, model) in json["models"].as_object().into_iter().flatten() {
            keys.insert(format!("model {id}"));
            let fields = model["properties"].as_object().into_iter().flatten();
            keys.extend(fields.map(|(name, _)| format!("field {id}.{name}")));
        }
    }
    Ok(keys)
}

/// What stands in `api-docs`.
fn committed() -> Result<Specification> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-docs");
    let source = |name: &str| fs::read_to_string(folder.join(name)).map(|it| Source::new(name, it));
    let release: Value = serde_json::from_str(&source("release.json")?.text)?;
    let release = release["asterisk"].as_str().context("a release")?;
    let overlay = source("overlay.json")?;
    let first_seen = source("first_seen.json")?;
    Ok(Specification::new(sources(&folder)?, overlay, first_seen, release).committed())
}

#[test]
fn the_newest_asterisk_serves_what_is_committed() -> Result<()> {
    let instance = start(Release::Sid, Setup::new());
    let (release, served) = served(&instance)?;
    assert!(instance.version().starts_with(&release), "{release} {}", instance.version());
    let ours = committed()?;
    let import = import(&ours, &served, &release)?;
    // Exactly what is declared there and not here is named, by a look at the JSON alone.
    let (before, after) = (keys(&ours.resources)?, keys(&served)?);
    let named = |wanted: &What| -> BTreeSet<String> {
        let changes = import.comparison.changes.iter().filter(|it| it.what == *wanted);
        changes.map(|it| it.key.clone()).filter(|it| !it.starts_with("resource ")).collect()
    };
    assert_eq!(named(&What::Added), after.difference(&before).cloned().collect());
    assert_eq!(named(&What::Removed), before.difference(&after).cloned().collect());
    assert!(before.len() > 700, "{}", before.len());
    if release == ours.release {
        assert_eq!(import.comparison.changes, [], "{}", import.comparison.text());
        assert_eq!((import.missing, import.vanished), (Vec::new(), Vec::new()));
        assert_eq!(import.overlay, []);
        // To the last byte.
        for source in ours.resources.iter().chain([&ours.first_seen]) {
            assert_eq!(import.files[&source.name], source.text, "{}", source.name);
        }
    } else {
        // A newer one only adds; what it adds is named, and has no text but ours.
        let removed = import.comparison.changes.iter().find(|it| it.what == What::Removed);
        assert_eq!(removed, None, "{}", import.comparison.text());
        println!("{}", import.comparison.text());
    }
    Ok(())
}

#[test]
fn an_older_asterisk_and_back() -> Result<()> {
    let old = start(Release::Bullseye, Setup::new());
    let (release, old_files) = served(&old)?;
    assert_eq!(release, "16.28.0");
    let ours = committed()?;
    let older = import(&ours, &old_files, &release)?;
    assert_eq!(older.comparison.verdict, Some(Effect::Breaking));
    assert_eq!(older.missing, Vec::<String>::new(), "16.28 has nothing that is new to us");
    // What is gone is what the table of first releases says.
    let table: Value = serde_json::from_str(&ours.first_seen.text)?;
    let in_16_28 = |key: &str| match table[key]["16"].as_str() {
        Some(first) => {
            let numbers: Vec<u32> = first.split('.').filter_map(|it| it.parse().ok()).collect();
            numbers <= vec![16, 28, 0]
        }
        None => false,
    };
    let mut checked = 0;
    for change in &older.comparison.changes {
        match change.what {
            What::Removed => assert!(!in_16_28(&change.key), "{}", change.key),
            What::Added => bail!("{} is new in 16.28", change.key),
            _ => {
                assert!(in_16_28(&change.key) || change.key.starts_with("resource "), "{change:?}")
            }
        }
        checked += 1;
    }
    assert!(checked > 100, "{checked}");

    let resources: Vec<Source> = older
        .files
        .iter()
        .filter(|(name, _)| *name != "first_seen.json")
        .map(|(name, text)| Source::new(name, text))
        .collect();
    let first_seen = Source::new("first_seen.json", &older.files["first_seen.json"]);
    let then = Specification::new(resources, ours.overlay.clone(), first_seen, release).committed();
    let new = start(Release::Sid, Setup::new());
    let (release, new_files) = served(&new)?;
    let back = import(&then, &new_files, &release)?;
    if release == ours.release {
        let facts = |files: &[Source]| {
            let files: Vec<Source> =
                files.iter().filter(|it| it.name != "resources.json").cloned().collect();
            Facts::read(&files, &*release)
        };
        let again: Vec<Source> = back
            .files
            .iter()
            .filter(|(name, _)| *name != "first_seen.json")
            .map(|(name, text)| Source::new(name, text))
            .collect();
        let comparison =
            ari_codegen::compare(&facts(&ours.resources)?, &facts(&again)?, &ours.overlay)?;
        assert_eq!(comparison.changes, [], "{}", comparison.text());
        assert_eq!(back.files["first_seen.json"], ours.first_seen.text);
        assert_eq!(back.overlay, []);
    }
    assert!(back.missing.contains(&"op POST /events/claim: summary".to_owned()));
    Ok(())
}

#[test]
fn who_may_not_read_is_told_and_nothing_is_written() -> Result<()> {
    let instance = start(Release::Sid, Setup::new());
    let folder = tempfile::tempdir()?;
    let into = folder.path().join("into");
    let output = read(&instance.url(), instance.username(), "wrong", &into)?;
    assert!(!output.status.success());
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("401") && !told.contains("wrong"), "{told}");
    assert!(!into.exists());
    Ok(())
}
