//! Code is generated for every release from 13 on: real ones where their files are at hand, and older ones made of ours.

use std::path::{Path, PathBuf};

use ari_codegen::{Counts, Source, generate};
use ari_golden_tests::inventory::{self, Inventory};
use ari_golden_tests::old_release::{Table, derive};
use ari_golden_tests::{Failure, specification};

fn table() -> Result<Table, Failure> {
    Table::read(&specification::first_seen()?.text)
}

fn committed() -> Result<Vec<Source>, Failure> {
    specification::resources(&specification::api_docs())
}

fn figures(counts: Counts) -> [usize; 4] {
    [counts.operations, counts.models, counts.properties, counts.events]
}

/// Folders of real releases: the committed one, whose facts are the release's, and those beside the checkout.
fn real_releases() -> Result<Vec<(String, PathBuf)>, Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/asterisk-rest-api");
    let mut releases = vec![("22.10.1".to_owned(), specification::api_docs())];
    if folder.exists() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                releases.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
            }
        }
    }
    Ok(releases)
}

/// The first and the newest release of each line, and those between at which something that the SDK uses came.
fn old_releases() -> Result<Vec<String>, Failure> {
    let mut releases: Vec<String> = (13..=23).map(|line| format!("{line}.0.0")).collect();
    releases.extend(table()?.newest()?);
    releases.extend(["13.26.0", "16.6.0", "16.7.0"].map(str::to_owned));
    Ok(releases)
}

/// What the table says that a release had of what the committed one has.
fn had(table: &Table, whole: &Inventory, release: &str) -> Result<Inventory, Failure> {
    let mut had = Inventory::default();
    for key in &whole.keys {
        if table.had(key, release)? {
            had.keys.insert(key.clone());
        }
    }
    for event in &whole.events {
        if table.had(&format!("model {event}"), release)? {
            had.events.insert(event.clone());
        }
    }
    Ok(had)
}

#[test]
fn every_line_from_13_on() -> Result<(), Failure> {
    let (table, committed) = (table()?, committed()?);
    let whole = inventory::read(&committed)?;
    for release in old_releases()? {
        let resources = derive(&committed, &table, &release)?;
        let expected = had(&table, &whole, &release)?;
        assert_eq!(inventory::read(&resources)?, expected, "{release}");
        let specification = specification::of_release(resources, &release)?;
        let generated = generate(&specification).map_err(|it| format!("{release}: {it}"))?;
        assert_eq!(figures(generated.counts), expected.counts(), "{release}");
        let meta = &generated.tree["meta.rs"];
        assert!(meta.contains(&format!("ASTERISK_RELEASE: &str = \"{release}\"")), "{meta}");
    }
    Ok(())
}

#[test]
fn what_a_few_releases_had() -> Result<(), Failure> {
    // Operations, models, properties, events, counted once by hand in the table.
    let known = [
        ("13.0.0", [75, 55, 164, 30]),
        ("16.0.0", [93, 67, 201, 37]),
        ("18.0.0", [98, 70, 244, 38]),
        ("22.10.0", [109, 85, 291, 45]),
    ];
    for (release, figures) in known {
        let resources = derive(&committed()?, &table()?, release)?;
        assert_eq!(inventory::read(&resources)?.counts(), figures, "{release}");
    }
    Ok(())
}

#[test]
fn real_releases_are_generated() -> Result<(), Failure> {
    for (release, folder) in real_releases()? {
        let resources = specification::resources(&folder)?;
        let expected = inventory::read(&resources)?.counts();
        let specification = specification::of_release(resources, &release)?;
        let generated = generate(&specification).map_err(|it| format!("{release}: {it}"))?;
        assert_eq!(figures(generated.counts), expected, "{release}");
    }
    Ok(())
}

#[test]
fn the_table_says_of_real_releases_what_they_have() -> Result<(), Failure> {
    let (table, committed) = (table()?, committed()?);
    let whole = inventory::read(&committed)?;
    for (release, folder) in real_releases()? {
        let real = inventory::read(&specification::resources(&folder)?)?;
        let derived = inventory::read(&derive(&committed, &table, &release)?)?;
        let known: Vec<&String> = real.keys.intersection(&whole.keys).collect();
        assert_eq!(derived.keys.iter().collect::<Vec<_>>(), known, "{release}");
        let known: Vec<&String> = real.events.intersection(&whole.events).collect();
        assert_eq!(derived.events.iter().collect::<Vec<_>>(), known, "{release}");
    }
    Ok(())
}

#[test]
fn what_an_old_release_lacks_is_a_remark_and_no_fault() -> Result<(), Failure> {
    let resources = derive(&committed()?, &table()?, "13.0.0")?;
    let generated = generate(&specification::of_release(resources, "13.0.0")?)?;
    let remarks: Vec<String> = generated.remarks.iter().map(ToString::to_string).collect();
    let absent = "op POST /channels/{channelId}/move: not in this release";
    assert!(remarks.iter().any(|it| it.ends_with(absent)), "{remarks:#?}");
    assert!(remarks.iter().all(|it| it.ends_with("not in this release")), "{remarks:#?}");
    assert!(!generated.tree.contains_key("channels/move_to.rs"));
    Ok(())
}

#[test]
fn what_excludes_nothing_in_an_old_release_is_a_plain_request() -> Result<(), Failure> {
    let request = |release: &str, file: &str| -> Result<String, Failure> {
        let resources = derive(&committed()?, &table()?, release)?;
        let tree = generate(&specification::of_release(resources, release)?)?.tree;
        Ok(tree.get(file).ok_or_else(|| format!("{release}: no {file}"))?.clone())
    };
    for (release, excludes) in [("13.0.0", false), ("16.0.0", false), ("18.0.0", true)] {
        let hangup = request(release, "channels/hangup.rs")?;
        assert_eq!(hangup.contains("Choice"), excludes, "{release}: {hangup}");
        let originate = request(release, "channels/originate.rs")?;
        assert!(originate.contains("pub struct Originate<Choice = Undecided>("), "{originate}");
    }
    Ok(())
}

#[test]
fn the_committed_release_has_use_for_the_whole_overlay() -> Result<(), Failure> {
    let specification = specification::of_release(committed()?, "22.10.1")?.committed();
    let generated = generate(&specification)?;
    assert_eq!(generated.remarks, Vec::new());
    Ok(())
}
