//! Which releases have what: the data of the generated client against `first_seen.json`, read as plain JSON, for
//! releases of every line.

use std::collections::BTreeSet;

use ari_generated::{EventKind, Release, Releases, meta};
use ari_oracle_tests::check::problems;
use ari_oracle_tests::history::History;
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::rust::Tree;
use ari_oracle_tests::specification::{Specification, checkout, read_json};

/// Every first release that is recorded, the one before and the one after it, and the ends of every line.
fn releases() -> Vec<[u32; 3]> {
    let table = read_json(&checkout().join("api-docs/first_seen.json"));
    let entries = table.as_object().expect("a table").values();
    let recorded = entries.flat_map(|it| it.as_object().expect("lines").values());
    let recorded = recorded.filter_map(|it| {
        let numbers: Vec<u32> = it.as_str()?.split('.').filter_map(|it| it.parse().ok()).collect();
        <[u32; 3]>::try_from(numbers).ok()
    });
    let recorded: BTreeSet<_> = recorded.collect();
    let mut all = BTreeSet::new();
    for [major, minor, patch] in recorded {
        all.extend([
            [major, minor, patch],
            [major, minor, patch + 1],
            [major, minor.saturating_sub(1), 99],
            [major, minor + 1, 0],
        ]);
    }
    // One line more than is recorded.
    for line in 13..=24 {
        all.extend([[line, 0, 0], [line, 99, 0]]);
    }
    all.into_iter().collect()
}

/// Whether data and table say the same of every release, and in the same words.
fn compare(
    what: &str,
    found: Releases,
    available: impl Fn(Release) -> bool,
    wanted: Option<History>,
    releases: &[[u32; 3]],
    problems: &mut Vec<String>,
) {
    for release in releases {
        let [major, minor, patch] = *release;
        let has = wanted.as_ref().is_none_or(|it| it.has(*release));
        let release = Release::new(major, minor, patch);
        if available(release) != has || found.contains(release) != has {
            problems.push(format!("{what} in {release}: wanted {has}"));
        }
    }
    let words = format!("Since {found}.");
    let wanted = wanted.map_or_else(|| "Since unknown.".to_owned(), |it| it.sentence());
    if words != wanted {
        problems.push(format!("{what}: wanted {wanted}, found {words}"));
    }
}

/// Everything that the data says otherwise than the table.
fn differences(overlay: &Overlay) -> Vec<String> {
    let specification = Specification::corrected(overlay);
    let releases = releases();
    let mut problems = Vec::new();
    let mut compared = 0;
    for operation in meta::OPERATIONS {
        let declared = specification.operation(operation.name()).expect("a declared operation");
        let key = declared.key();
        compare(
            operation.name(),
            operation.first_releases(),
            |it| operation.available_in(it),
            overlay.history_as_data(&key, &key),
            &releases,
            &mut problems,
        );
        assert_eq!(operation.parameter_facts().len(), declared.parameters.len(), "{key}");
        for parameter in operation.parameter_facts() {
            let mut all = declared.parameters.iter();
            let it = all.find(|it| it.name == parameter.name()).expect("a declared parameter");
            compare(
                &it.key,
                parameter.first_releases(),
                |it| parameter.available_in(it),
                overlay.history_as_data(&it.key, &key),
                &releases,
                &mut problems,
            );
            compared += 1;
        }
        compared += 1;
    }
    for id in specification.models.keys().filter(|it| *it != "Event") {
        let key = format!("model {id}");
        let is_event = specification.events().contains(id);
        let found = meta::first_releases(id, None).expect("a model");
        let wanted = overlay.history_as_data(&key, &key);
        let kind = EventKind::from_name(id);
        assert_eq!(kind.is_some(), is_event, "{id}");
        let available = |it: Release| kind.map_or(found.contains(it), |kind| kind.available_in(it));
        assert!(kind.is_none_or(|it| it.first_releases() == found), "{id}");
        compare(id, found, available, wanted, &releases, &mut problems);
        compared += 1;
        for field in specification.all_fields(id) {
            let found = meta::first_releases(id, Some(&field.name));
            // The type of an event is its kind.
            if is_event && field.key() == "field Message.type" {
                assert_eq!(found, None, "{id}");
                continue;
            }
            let what = format!("{id}.{}", field.name);
            let found = found.unwrap_or_else(|| panic!("nothing of {what}"));
            let wanted = overlay.history_as_data(&field.key(), &key);
            compare(&what, found, |it| found.contains(it), wanted, &releases, &mut problems);
            compared += 1;
        }
    }
    assert!(compared > 800, "only {compared} were compared");
    problems
}

#[test]
fn the_data_says_what_is_recorded() {
    let differences = differences(&Overlay::read());
    assert!(differences.is_empty(), "{}:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn what_is_not_there_has_no_releases() {
    for (model, field) in [
        ("Channel", Some("colour")),
        ("Channels", None),
        ("", None),
        ("Event", None),
        ("StasisStart", Some("type")),
        ("Bridge", Some("")),
    ] {
        assert_eq!(meta::first_releases(model, field), None, "{model} {field:?}");
    }
    let [found, old] = ["protocol_id", "id"].map(|it| meta::first_releases("Channel", Some(it)));
    assert_eq!(found.map(|it| it.to_string()).as_deref(), Some("16.27, 18.13, 19.5; not in 17"));
    assert_eq!(old.map(|it| it.to_string()).as_deref(), Some("13.0"));
}

#[test]
fn another_table_is_told_by_data_and_by_documentation() {
    let tree = Tree::read().parse();
    for (key, line, release, about) in [
        ("op POST /events/claim", "22", "22.10.1", "events.claimChannel"),
        ("op POST /events/claim", "21", "21.12.0", "events.claimChannel"),
        ("op GET /channels", "13", "13.1.0", "channels.list"),
        ("op DELETE /channels/{channelId} param reason_code", "18", "18.1.0", "reason_code"),
        ("model CallClaimed", "23", "23.5.0", "CallClaimed"),
        ("model Bridge", "20", "20.1.0", "Bridge"),
        ("field Channel.protocol_id", "17", "17.9.0", "protocol_id"),
        ("field Event.application", "19", "19.1.0", "application"),
        ("field Bridge.id", "23", "23.1.0", "Bridge"),
    ] {
        let overlay = Overlay::read().with_first(key, line, release);
        let told = |found: Vec<String>| found.iter().any(|it| it.contains(about));
        assert!(told(differences(&overlay)), "{key} {line}: not by the data");
        let specification = Specification::corrected(&overlay);
        let problems = problems(&specification, &overlay, &tree);
        let problems: Vec<_> =
            problems.into_iter().filter(|it| it.contains("since when")).collect();
        assert!(told(problems), "{key} {line}: not by the documentation");
    }
}
