//! The real Asterisk against itself: what two of its runs differ in is no difference of the simulated one. Says whether the
//! scenarios are sound, and is for who changed them; it fails by a panic.
//!
//! `ARI_TRANSCRIPTS=<folder>` writes all transcripts, `ARI_SCENARIOS=<part of the name>` chooses, `ARI_RUNS` says how often.

use std::path::Path;
use std::{env, fs};

use ari_conformance_tests::{Scenario, Transcript, Which, compare, operations, run_all, scenarios};
use serde_json::Value;

/// How many instances are alive at once.
const AT_ONCE: usize = 3;

fn main() {
    let chosen = env::var("ARI_SCENARIOS").unwrap_or_default();
    let runs = env::var("ARI_RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(2);
    let mut scenarios = scenarios::all();
    scenarios.retain(|it| it.name.contains(&chosen));
    let first = run_all(&scenarios, AT_ONCE, Which::Real);
    if let Ok(folder) = env::var("ARI_TRANSCRIPTS") {
        first
            .iter()
            .zip(&scenarios)
            .for_each(|(it, scenario)| write(folder.as_ref(), scenario, it));
    }
    let stuck: Vec<_> = first.iter().filter(|it| it.is_stuck()).map(|it| it.scenario).collect();
    let mut differences = Vec::new();
    for _ in 1..runs {
        let again = run_all(&scenarios, AT_ONCE, Which::Real);
        differences.extend(first.iter().zip(&again).flat_map(|(one, other)| compare(one, other)));
        // How many events overtake an answer is a race by nature.
        differences.retain(|it| !it.place.ends_with(" / behind"));
    }
    let exchanges: usize = first.iter().map(|it| it.exchanges.len()).sum();
    let events: usize = first.iter().map(|it| it.count).sum();
    println!("{} scenarios, {exchanges} exchanges, {events} events", first.len());
    for it in &differences {
        println!("{it}");
    }
    assert!(stuck.is_empty(), "these did not come to their end: {stuck:?}");
    assert!(differences.is_empty(), "{} differences", differences.len());
    if chosen.is_empty() {
        let requests: Vec<_> = first.iter().flat_map(|it| it.requests.clone()).collect();
        let specified = specified();
        let operations: Vec<_> =
            specified.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
        assert!(!operations.is_empty(), "the specification has operations");
        let uncalled = operations::uncalled(&operations, &requests);
        assert!(uncalled.is_empty(), "in no scenario: {uncalled:?}");
    }
}

fn write(folder: &Path, scenario: &Scenario, transcript: &Transcript) {
    let name = scenario.name.replace('/', "-");
    let text = format!(
        "{}\n# On the wire, in the order of arrival\n\n{}",
        transcript.to_text(),
        transcript.raw()
    );
    fs::create_dir_all(folder).expect("a folder");
    fs::write(folder.join(format!("{name}.txt")), text).expect("a file");
}

/// The verb and path template of every operation of the specification.
fn specified() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../api-docs");
    let mut operations = Vec::new();
    for file in fs::read_dir(folder).expect("the specification") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).unwrap_or_default();
        let declaration: Value = serde_json::from_str(&text).unwrap_or_default();
        for api in declaration["apis"].as_array().into_iter().flatten() {
            for operation in api["operations"].as_array().into_iter().flatten() {
                let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
                operations.push((text(&operation["httpMethod"]), text(&api["path"])));
            }
        }
    }
    operations
}
