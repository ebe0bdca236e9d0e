//! What a request costs that says nothing but its path.

use anyhow::Result;
use ari_bench::server::Server;
use ari_contest::{Figures, Task, Way};

use crate::bench::Bench;
use crate::programs::Program;
use crate::report::{Aim, Section, short, times};
use crate::statistics::{median, ratio};

/// A client, what carries its requests and how many are on their way at once.
struct Case<'a> {
    program: &'a Program,
    way: Way,
    at_once: usize,
    measured: Vec<Figures>,
}

impl Case<'_> {
    fn name(&self) -> String {
        format!("{}, {}, {}", self.program.name, self.way.name(), self.at_once)
    }

    fn speed(&self) -> Vec<f64> {
        self.measured.iter().map(Figures::per_second).collect()
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let programs = &bench.programs;
    let [rs, ari, client] = programs.peers();
    let (bare, sdk) = (&programs.bare, &programs.sdk);
    let mut section = Section::new(
        "request",
        "`POST /channels/{id}/answer` to a server on this machine that answers 204 at once. Bare is `reqwest` or \
         `tokio-tungstenite`, set up alike, with a string put together. Instructions are those of the client for one request after \
         another on one thread; round trips are those of two threads.",
        &[
            "client",
            "carried by",
            "at once",
            "round trips/s",
            "processor µs",
            "instructions",
            "× bare",
        ],
    );
    let mut cases = Vec::new();
    for at_once in [1, 64] {
        for (program, ways) in [
            (bare, &[Way::Http, Way::Websocket][..]),
            (sdk, &[Way::Http, Way::Websocket]),
            (rs, &[Way::Http, Way::Websocket]),
            (ari, &[Way::Http]),
            (client, &[Way::Http]),
        ] {
            cases.extend(ways.iter().map(|way| Case {
                program,
                way: *way,
                at_once,
                measured: Vec::new(),
            }));
        }
    }
    for _ in 0..bench.many(7, 1) {
        for case in &mut cases {
            let requests = bench.many(6_000, 200);
            let server = Server::start();
            let task = task(&server, case.way, requests, case.at_once);
            case.program.measure(&task, &mut case.measured)?;
        }
    }
    let counted = |program: &Program, way| -> Result<Option<f64>> {
        program.is_compiled().then(|| instructions(bench, program, way)).transpose()
    };
    let floors = [counted(bare, Way::Http)?, counted(bare, Way::Websocket)?];
    let floor = |way| if way == Way::Http { floors[0] } else { floors[1] };
    let mut bars = Vec::new();
    for case in &cases {
        let count = if case.at_once == 1 { counted(case.program, case.way)? } else { None };
        let relative = count.zip(floor(case.way)).map(|(it, of)| it / of);
        if case.program.name == sdk.name
            && let Some(relative) = relative
        {
            let what = format!("instructions × bare, {}", case.way.name());
            let aim = if case.way == Way::Http { Aim::AtMost(1.1) } else { Aim::None };
            section.verdict(what, relative, aim);
        }
        section.row([
            case.program.name.to_owned(),
            case.way.name().to_owned(),
            case.at_once.to_string(),
            short(median(case.speed())),
            short(median(case.measured.iter().map(Figures::processor_each)) / 1e3),
            count.map_or_else(String::new, short),
            relative.map_or_else(String::new, times),
        ]);
        bars.push((case.name(), median(case.speed())));
    }
    for at_once in [1, 64] {
        let of = |way| {
            let mut cases = cases.iter().filter(|it| it.program.name == sdk.name);
            cases
                .find(|it| it.way == way && it.at_once == at_once)
                .map(Case::speed)
                .unwrap_or_default()
        };
        let relative = ratio(&of(Way::Websocket), &of(Way::Http));
        section.verdict(
            format!("round trips, websocket ÷ HTTP, {at_once} at once"),
            relative,
            Aim::AtLeast(3.0),
        );
    }
    section.bars("Round trips per second", bars);
    Ok(section)
}

fn task(server: &Server, way: Way, requests: usize, at_once: usize) -> Task {
    let account = ari_bench::account(&server.url);
    Task::Request { account, way, requests, at_once, threads: 2 }
}

/// Instructions for a request: what many of them take more than few, on one thread.
fn instructions(bench: &Bench, program: &Program, way: Way) -> Result<f64> {
    let (few, many) = (100, bench.many(1_100, 200));
    let [less, more] = [few, many].map(|requests| {
        let server = Server::start();
        let account = ari_bench::account(&server.url);
        let task = Task::Request { account, way, requests, at_once: 1, threads: 1 };
        program.instructions(&task, || ())
    });
    Ok((more? - less?) / (many - few) as f64)
}
