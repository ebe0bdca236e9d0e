//! The simulated Asterisk against the real one: every scenario on both, and the document about what came of it.

use std::path::PathBuf;
use std::{env, fs};

use ari_conformance_tests::differences::{DOCUMENTED, judge};
use ari_conformance_tests::table::{Agreement, RUNS, document, is_same};
use ari_conformance_tests::{
    Scenario, Transcript, Which, compare, operations, run, run_all, scenarios, simulated,
};

/// How many servers are alive at once.
const AT_ONCE: usize = 4;

#[test]
fn the_simulated_one_agrees() {
    let claimed = simulated::operations();
    let chosen = env::var("ARI_SCENARIOS").unwrap_or_default();
    let mut scenarios = scenarios::all();
    scenarios.retain(|it| it.name.contains(&chosen));
    let mut real = run_all(&scenarios, AT_ONCE, Which::Real);
    let other = run_all(&scenarios, AT_ONCE, Which::Simulated);
    // The threads of the real one race, and what a race decides may come out otherwise.
    let mut runs = vec![1; scenarios.len()];
    for run in 2..=RUNS {
        again(&scenarios, &mut real, &other, run, &mut runs);
    }
    for it in real.iter().chain(&other) {
        assert!(!it.is_stuck(), "{} did not come to its end", it.scenario);
    }
    let differences: Vec<_> =
        real.iter().zip(&other).flat_map(|(one, other)| compare(one, other)).collect();
    let verdict = judge(&differences, DOCUMENTED);
    for it in &verdict.unknown {
        println!("{it}");
    }
    println!("{}", Agreement::of(&real, &verdict).to_text());
    assert!(verdict.unknown.is_empty(), "{} differences are not known", verdict.unknown.len());
    if !chosen.is_empty() {
        return;
    }
    assert!(verdict.stale.is_empty(), "these are no differences any more: {:#?}", verdict.stale);
    let [asked, asked_other] =
        [&real, &other].map(|it| it.iter().flat_map(|it| it.requests.clone()).collect::<Vec<_>>());
    let uncalled = operations::uncalled(&claimed, &asked);
    assert!(uncalled.is_empty(), "claimed, but in no scenario: {uncalled:?}");
    let undone = operations::undone(&claimed, [&asked, &asked_other]);
    assert!(undone.is_empty(), "only ever refused by one of them: {undone:?}");
    let path = root().join("docs/simulator-conformance.md");
    let text = document(&scenarios, &real, &runs, &verdict);
    if env::var_os("UPDATE_CONFORMANCE").is_some() {
        fs::write(&path, &text).expect("the document");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        is_same(&written, &text),
        "docs/simulator-conformance.md is old: run with UPDATE_CONFORMANCE=1"
    );
}

/// Runs those on the real one once more that do not agree, and goes by the run that does.
fn again(
    scenarios: &[Scenario],
    real: &mut [Transcript],
    other: &[Transcript],
    run_number: usize,
    runs: &mut [usize],
) {
    for (index, scenario) in scenarios.iter().enumerate() {
        let found = |it: &Transcript| {
            let differences = compare(it, &other[index]);
            let unknown = judge(&differences, DOCUMENTED).unknown;
            unknown.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        let unknown = found(&real[index]);
        if unknown.is_empty() {
            continue;
        }
        println!("{} differs, and is run on the real one again:", scenario.name);
        unknown.iter().for_each(|it| println!("{it}"));
        let after = run(scenario, Which::Real);
        if found(&after).is_empty() {
            real[index] = after;
            runs[index] = run_number;
        }
    }
}

fn root() -> PathBuf {
    let manifest = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).map(PathBuf::from).expect("the workspace")
}
