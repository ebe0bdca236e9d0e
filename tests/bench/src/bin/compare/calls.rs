//! Whole calls on a real Asterisk.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use ari_contest::{Account, Figures, Task, Way};
use ari_harness::{Instance, Release, Setup, fetch};

use crate::bench::Bench;
use crate::programs::Program;
use crate::report::{Aim, Section, short};
use crate::statistics::{median, ratio};

/// What is called: it answers and waits.
const ENDPOINT: &str = "Local/wait@default";

struct Case<'a> {
    program: &'a Program,
    way: Way,
    measured: Vec<Figures>,
    /// Asterisk's microseconds of processor time for a call.
    asterisk: Vec<f64>,
}

impl Case<'_> {
    fn cost(&self) -> Vec<f64> {
        self.measured.iter().map(|it| it.processor_each() / 1e3).collect()
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let programs = &bench.programs;
    let [rs, ari, client] = programs.peers();
    let mut section = Section::new(
        "calls",
        format!(
            "Whole calls on a real Asterisk on this machine, 16 at once: a client calls `{ENDPOINT}` into its application, \
             answers what enters, hangs up, and hears that it left; all of them by reading every event. Bare is a websocket \
             whose events are looked at for their kind and channel, and `reqwest`. Asterisk is the bottleneck where its share of \
             the processors is the larger one."
        ),
        &[
            "client",
            "carried by",
            "calls/s",
            "client µs a call",
            "Asterisk µs a call",
            "failed",
            "missing",
        ],
    );
    let asterisk = fetch(Release::Sid, &bench.root.join("target"))?;
    let instance = asterisk.start(Setup::new())?;
    let mut cases: Vec<Case> = [
        (&programs.bare, Way::Http),
        (&programs.sdk, Way::Http),
        (&programs.sdk, Way::Websocket),
        (rs, Way::Http),
        (rs, Way::Websocket),
        (ari, Way::Http),
        (client, Way::Http),
    ]
    .map(|(program, way)| Case { program, way, measured: Vec::new(), asterisk: Vec::new() })
    .into();
    let calls = bench.many(1_000, 20);
    for round in 0..bench.many(5, 1) {
        for case in &mut cases {
            let app = format!(
                "bench-{round}-{}-{}",
                case.program.name.replace(' ', "-"),
                case.way.name()
            );
            let before = used(&instance)?;
            case.program.measure(&task(&instance, app, case.way, calls), &mut case.measured)?;
            if let Some(figures) = case.measured.get(case.asterisk.len()) {
                let spent = used(&instance)?.saturating_sub(before);
                case.asterisk.push(spent.as_micros() as f64 / figures.count as f64);
            }
        }
    }
    let mut bars = Vec::new();
    for case in &cases {
        let sum = |of: fn(&Figures) -> usize| case.measured.iter().map(of).sum::<usize>();
        section.row([
            case.program.name.to_owned(),
            case.way.name().to_owned(),
            short(median(case.measured.iter().map(Figures::per_second))),
            short(median(case.cost())),
            short(median(case.asterisk.iter().copied())),
            sum(|it| it.failed).to_string(),
            sum(|it| it.missing).to_string(),
        ]);
        bars.push((format!("{}, {}", case.program.name, case.way.name()), median(case.cost())));
    }
    let least = |cases: &[Case]| {
        let costs = cases.iter().map(Case::cost);
        costs.min_by(|a, b| median(a.iter().copied()).total_cmp(&median(b.iter().copied())))
    };
    let (floor, clients) = cases.split_at(1);
    let (own, peers) = clients.split_at(2);
    let best = least(peers).context("there are no peers")?;
    let possible = ratio(&floor[0].cost(), &best);
    section.verdict("processor of bare HTTP ÷ the best peer's", possible, Aim::None);
    for case in own {
        let what = format!("processor ÷ the best peer's, {}", case.way.name());
        section.verdict(what, ratio(&case.cost(), &best), Aim::AtMost(0.5));
        let share = ratio(&case.asterisk, &case.cost());
        section.verdict(
            format!("Asterisk's processor ÷ the client's, {}", case.way.name()),
            share,
            Aim::AtLeast(1.0),
        );
    }
    let missing =
        own.iter().flat_map(|it| &it.measured).map(|it| it.failed + it.missing).sum::<usize>();
    section.verdict("calls that failed or were not seen to end", missing as f64, Aim::AtMost(0.0));
    section.bars("Processor time of the client for a call, µs", bars);
    Ok(section)
}

fn task(instance: &Instance, app: String, way: Way, calls: usize) -> Task {
    let (user, password) = (instance.username().to_owned(), instance.password().to_owned());
    let account = Account { url: instance.url(), user, password, app };
    Task::Call { account, way, endpoint: ENDPOINT.to_owned(), calls, at_once: 16 }
}

/// Processor time that an Asterisk has used so far.
fn used(instance: &Instance) -> Result<Duration> {
    /// Ticks of the kernel's accounting in a second, on every Linux.
    const TICK: Duration = Duration::from_millis(10);
    let pid = instance.pid().context("Asterisk has ended")?;
    let text = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    // The name, in parentheses, may have spaces; the fourteenth field and the next are those of the user and the kernel.
    let (_, fields) = text.rsplit_once(')').context("an unknown form of accounting")?;
    let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u32>);
    let ticks: Vec<u32> = ticks.collect::<Result<_, _>>()?;
    Ok(TICK * ticks.iter().sum())
}
