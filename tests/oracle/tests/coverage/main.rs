//! `docs/coverage.md` tells the truth: what it names is there, nothing is left out, and its counts are right.

mod checker;
mod document;
mod names;
mod reference;

use std::collections::BTreeSet;

use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::rust::Tree;
use ari_oracle_tests::specification::{Specification, checkout};

use checker::{EVENTS, RESOURCES, UNTRUE, problems};
use document::{Document, code};
use reference::Reference;

fn text() -> String {
    std::fs::read_to_string(checkout().join("docs/coverage.md")).expect("docs/coverage.md")
}

fn specification() -> Specification {
    Specification::corrected(&Overlay::read())
}

#[test]
fn what_it_names_is_there_and_everything_is_named() {
    let problems = problems(&text(), &specification(), &Tree::read().parse());
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

/// Every difference between the document and the page that it is about.
fn differences(document: &Document, page: &Reference) -> Vec<String> {
    let mut found = Vec::new();
    let untrue: BTreeSet<&str> = document.rows(UNTRUE).iter().map(|it| it[0].as_str()).collect();
    for count in [
        format!("{} events", page.count_of_events),
        format!("{} resources", page.count_of_resources),
    ] {
        if !untrue.contains(count.as_str()) {
            found.push(format!("{count} are not spoken of"));
        }
    }

    // Name and description run together there, so a row is what a line begins with.
    let rows: Vec<&str> = document.rows(EVENTS).iter().filter_map(|it| code(&it[0])).collect();
    let begun = |line: &String| {
        let begins = rows.iter().filter(|it| line.starts_with(**it));
        begins.max_by_key(|it| it.len()).copied()
    };
    let listed: Vec<Option<&str>> = page.events.iter().map(begun).collect();
    found.extend(
        page.events
            .iter()
            .zip(&listed)
            .filter(|(_, it)| it.is_none())
            .map(|(line, _)| format!("no row for {line}")),
    );
    for row in &rows {
        if listed.iter().filter(|it| **it == Some(row)).count() != 1 {
            found.push(format!("{row} is not listed there, or not once"));
        }
    }

    let titles: BTreeSet<&str> = page.resources.keys().map(String::as_str).collect();
    let spoken = document.rows(RESOURCES).iter().map(|it| it[0].as_str());
    let spoken: BTreeSet<&str> = spoken.filter(|it| *it != "—").collect();
    if titles != spoken {
        found.push(format!("the titles there are {titles:?}"));
    }
    for (title, (count, methods)) in &page.resources {
        let rows = document.rows(title).iter().filter_map(|it| code(&it[0])?.strip_suffix("()"));
        let rows: BTreeSet<&str> = rows.collect();
        let methods: BTreeSet<&str> = methods.iter().map(String::as_str).collect();
        if rows != methods {
            let differ: Vec<_> = rows.symmetric_difference(&methods).collect();
            found.push(format!("{title}: only here or there {differ:?}"));
        }
        let says = document.rows(RESOURCES).iter().find(|it| it[0] == *title);
        if says.is_none_or(|it| it[2] != count.to_string()) {
            found.push(format!("the title of {title} says {count}"));
        }
    }
    found
}

#[test]
fn everything_that_is_listed_there_has_a_row() {
    let Some(page) = Reference::beside() else {
        eprintln!("skipped: the ARI reference of asterisk-rs is not beside the checkout");
        return;
    };
    assert_eq!((page.events.len(), page.resources.len()), (44, 10), "the page is read");
    let found = differences(&Document::read(&text()), &page);
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
    for row in ["| `hangup()` |", "| `Dial` |", "| `list_modules()` |"] {
        let found = differences(&Document::read(&without(&text(), row)), &page);
        assert!(!found.is_empty(), "without {row}");
    }
}

/// The text without the one line that begins so.
fn without(text: &str, begin: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|it| !it.starts_with(begin)).collect();
    assert_eq!(lines.len() + 1, text.lines().count(), "{begin}");
    lines.join("\n")
}

/// What stands in the document, what is put in its place, and what has to be spoken of.
const UNTRUTHS: &[(&str, &str, &str)] = &[
    // Names.
    ("`ari.channels().answer(channel_id)`", "`ari.channels().pick_up(channel_id)`", "pick_up"),
    ("`ari.channel(channel_id).answer()`", "`ari.channel(channel_id).hold()`", "different places"),
    ("`ari.channel(channel_id).dial()`", "`ari.channel(channel_id).dial(caller)`", "takes []"),
    ("`ari.channels().ring(channel_id)`", "`ari.channels().ring(id)`", "takes [\"channel_id\"]"),
    ("`ari.sound(sound_id).get()`", "—", "a handle has it too"),
    ("`ari.sounds().list()` | —", "`ari.sounds().list()` | none", "is no code"),
    ("`ari.sounds().list()`", "`ari.noises().list()`", "noises"),
    (".beep(true)", ".peep(true)", "no setter peep"),
    ("| `GET /events` |", "| `POST /events` |", "GET /events"),
    ("| `events::Dial` |", "| `events::Dialed` |", "events::Dialed"),
    (
        "kinds are missing: `events::CallBroadcast`",
        "kinds are missing: `events::Call`",
        "events::Call",
    ),
    ("| `Event::Unrecognized` |", "| `Event::Other` |", "Event::Other"),
    // Rows.
    ("| `POST /events/claim` |", "- | `POST /events/claim` |", "claimChannel is named nowhere"),
    ("| `CallClaimed` |", "- | `CallClaimed` |", "CallClaimed"),
    // Counts.
    ("| operations | 109 |", "| operations | 108 |", "operations"),
    ("| 175 | — | — |", "| 176 | — | — |", "parameters"),
    ("| 45 | 43 | 2 |", "| 45 | 44 | 1 |", "events"),
    ("| 32 | 26 | 35 |", "| 32 | 27 | 35 |", "listed of Channel"),
    ("| 32 | 26 | 35 |", "| 32 | 26 | 36 |", "operations of Channel"),
    ("| Bridge has 16 operations |", "| Bridge has 17 operations |", "Bridge has 16 operations"),
];

#[test]
fn an_untruth_is_told() {
    let (text, specification, rust) = (text(), specification(), Tree::read().parse());
    for (from, to, about) in UNTRUTHS {
        assert_eq!(text.matches(from).count(), 1, "{from:?}");
        let problems = problems(&text.replacen(from, to, 1), &specification, &rust);
        assert!(problems.iter().any(|it| it.contains(about)), "{to:?} for {from:?}: {problems:?}");
    }
}

#[test]
fn a_change_of_the_code_is_told() {
    let (text, specification, tree) = (text(), specification(), Tree::read());
    let parsed = tree.parse();
    for (file, from, to, about) in [
        ("channels/mod.rs", "pub fn answer(", "pub fn pick_up(", "no method answer"),
        ("channels/mod.rs", "pub fn hold(", "fn hold(", "no method hold"),
        ("bridges/bridge_handle.rs", "pub fn record(", "pub fn tape(", "no method record"),
        ("api.rs", "pub fn sounds(", "pub fn noises(", "no method sounds"),
        ("events/mod.rs", "pub use dial::Dial;", "use dial::Dial;", "no events::Dial"),
        (
            "channels/hangup.rs",
            "\"channels.hangup\"",
            "\"channels.end\"",
            "channels.hangup is named",
        ),
    ] {
        let broken = parsed.with(file, &tree.changed(file, from, to));
        let problems = problems(&text, &specification, &broken);
        assert!(problems.iter().any(|it| it.contains(about)), "{file}, {to:?}: {problems:?}");
    }
}

#[test]
fn what_asterisk_has_more_is_told() {
    let (text, rust) = (text(), Tree::read().parse());
    let mut more = specification();
    let mut operation = more.operations[0].clone();
    operation.nickname = "another".to_owned();
    more.operations.push(operation);
    let found = problems(&text, &more, &rust);
    assert!(found.iter().any(|it| it.contains("another is named nowhere")), "{found:?}");

    let mut more = specification();
    let events = &mut more.models.get_mut("Event").expect("Event").subtypes;
    events.push("ChannelDreams".to_owned());
    let found = problems(&text, &more, &rust);
    assert!(found.iter().any(|it| it.contains("ChannelDreams")), "{found:?}");
}
