//! The document about how far the simulated Asterisk agrees; knows nothing of how that was found out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::differences::Verdict;
use crate::{Scenario, Transcript};

/// How often a scenario runs on the real one before a difference is believed.
pub const RUNS: usize = 3;

const HEAD: &str = "# How far the simulated Asterisk agrees

Written by `UPDATE_CONFORMANCE=1 cargo test -p ari-conformance-tests --test conformance`, which runs every scenario on a real
Asterisk 22.10.1 and on the simulated one, and compares answers and events: statuses, headers and bodies of answers in their
order, and all events in their order for each channel, bridge, playback, recording, device, endpoint and application.
Ids that a server makes up, times, the order of keys and that in which all channels are listed do not count, nor does whether a
medium has begun when its request is answered; what is measured may be off by as much as `measured.rs` says. Whether an answer or
an event came first counts in the scenarios `order/*`: no event comes behind the answer that the real one told before it.
Telephones are compared by the scenarios of that name, where real ones speak SIP; all other channels are Local ones or such
as need no SIP. An operation counts as covered when both servers have done it at least once.
The threads of the real one race: a scenario that does not agree is run up to three times there, and agrees if one of the
runs does, of which the table tells.
";

/// How much there was to agree on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Agreement {
    /// Scenarios.
    pub scenarios: usize,
    /// Those without any difference.
    pub agreeing_scenarios: usize,
    /// Exchanges and events of either.
    pub facts: usize,
    /// Those without any difference.
    pub agreeing_facts: usize,
}

impl Agreement {
    /// Counts.
    pub fn of(real: &[Transcript], verdict: &Verdict<'_>) -> Self {
        let known = verdict.known.iter().map(|it| it.0);
        let differences: Vec<_> = known.chain(verdict.unknown.iter().copied()).collect();
        let differing: BTreeSet<_> = differences.iter().map(|it| it.scenario).collect();
        let facts: BTreeSet<_> =
            differences.iter().filter_map(|it| Some((it.scenario, it.fact.as_ref()?))).collect();
        let extra = differences.iter().filter(|it| it.fact.is_some() && it.real == "(nothing)");
        let extra: BTreeSet<_> = extra
            .filter(|it| it.fact.as_ref() == Some(&it.place))
            .map(|it| (it.scenario, &it.place))
            .collect();
        let told: usize = real.iter().map(|it| it.exchanges.len() + it.count).sum();
        let total = told + extra.len();
        Self {
            scenarios: real.len(),
            agreeing_scenarios: real.len() - differing.len(),
            facts: total,
            agreeing_facts: total.saturating_sub(facts.len()),
        }
    }

    /// In a sentence.
    pub fn to_text(self) -> String {
        let Self { scenarios, agreeing_scenarios, facts, agreeing_facts } = self;
        format!(
            "{agreeing_scenarios} of {scenarios} scenarios agree in everything; {agreeing_facts} of \
             {facts} answers and events do ({:.1} %).",
            100.0 * agreeing_facts as f64 / facts.max(1) as f64
        )
    }
}

/// The document; `runs` says in which of its runs on the real one a scenario was as it is here, from 1.
pub fn document(
    scenarios: &[Scenario],
    real: &[Transcript],
    runs: &[usize],
    verdict: &Verdict<'_>,
) -> String {
    let mut reasons: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (difference, documented) in &verdict.known {
        reasons.entry(difference.scenario).or_default().insert(documented.reason);
    }
    let mut text = format!("{HEAD}\n{}\n\n", Agreement::of(real, verdict).to_text());
    text.push_str("| scenario | covers | answers | events | agrees |\n|---|---|---|---|---|\n");
    for ((scenario, it), run) in scenarios.iter().zip(real).zip(runs) {
        let reasons = reasons.get(scenario.name).into_iter().flatten();
        let reasons: Vec<&str> = reasons.copied().collect();
        let agrees = if reasons.is_empty() { "yes".to_owned() } else { reasons.join(" ") };
        let agrees = if *run > 1 { format!("{agrees}{}", in_run(*run)) } else { agrees };
        let (name, covers) = (scenario.name, scenario.covers);
        let (exchanges, events) = (it.exchanges.len(), it.count);
        let _ = writeln!(text, "| `{name}` | {covers} | {exchanges} | {events} | {agrees} |");
    }
    text
}

/// Whether two documents say the same but for the runs, which are another matter each time.
pub fn is_same(one: &str, other: &str) -> bool {
    let [one, other] = [one, other]
        .map(|it| (2..=RUNS).fold(it.to_owned(), |it, run| it.replace(&in_run(run), "")));
    one == other
}

fn in_run(run: usize) -> String {
    format!(" (in run {run})")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;
    use crate::differences::judge;
    use crate::record::{Entry, Frame};

    #[test]
    fn the_end_of_a_socket_is_no_fact() {
        let frame = Entry::Frame(Frame::new("app", r#"{"type":"StasisStart"}"#.to_owned()));
        let ends = ["1000", "0"].map(|code| Entry::Note(format!("app is closed with {code}")));
        let [real, other] =
            ends.map(|end| Transcript::of("test/one", &[frame.clone(), end.clone()]));
        let differences = compare(&real, &other);
        let agreement = Agreement::of(&[real], &judge(&differences, &[]));
        assert_eq!((agreement.agreeing_scenarios, agreement.scenarios), (0, 1));
        assert_eq!((agreement.agreeing_facts, agreement.facts), (1, 1));
    }

    #[test]
    fn runs_are_another_matter() {
        assert!(is_same("| a | yes (in run 2) |", "| a | yes |"));
        assert!(!is_same("| a | yes (in run 2) |", "| a | no |"));
    }
}
