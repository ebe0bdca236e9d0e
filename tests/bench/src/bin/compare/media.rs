//! Streams of audio, both ways: how late frames leave, and what a stream takes of the processors.

use anyhow::Result;
use ari_bench::server::Server;
use ari_contest::{Figures, Task};

use crate::bench::Bench;
use crate::programs::Program;
use crate::report::{Aim, Section, short, times};
use crate::statistics::{median, ratio};

/// Milliseconds that each number of streams is kept up.
const TIME: usize = 5_000;

/// Frames a second of a stream.
const FRAMES: f64 = 50.0;

/// What was seen of some streams.
#[derive(Default)]
struct Seen {
    figures: Vec<Figures>,
    /// Microseconds, of every frame of all rounds.
    late: Vec<u32>,
}

impl Seen {
    /// Microseconds that so many of a thousand frames are late at most.
    fn late(&self, of_a_thousand: usize) -> f64 {
        let place = (self.late.len().saturating_sub(1)) * of_a_thousand / 1_000;
        self.late.get(place).copied().map_or(f64::INFINITY, f64::from)
    }

    /// What each round took of a processor, by stream.
    fn cost(&self, streams: usize) -> Vec<f64> {
        let share = |it: &Figures| it.processor_nanoseconds as f64 / it.nanoseconds as f64;
        self.figures.iter().map(|it| share(it) / streams as f64).collect()
    }

    /// The share of the frames that were sent to it and that it heard.
    fn heard(&self, streams: usize) -> f64 {
        let due = |it: &Figures| it.nanoseconds as f64 / 1e9 * FRAMES * streams as f64;
        median(self.figures.iter().map(|it| it.count as f64 / due(it)))
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new(
        "media",
        format!(
            "Streams of `slin16`, 20 ms a frame, both ways at once with a stub on the same machine, for {} s each: how late frames leave \
             the client, each against the earliest of its stream as the stub sees it in 50 of them, and what the client takes of a \
             processor. Bare is a websocket with a clock in a loop.",
            TIME / 1_000
        ),
        &[
            "client",
            "streams",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "‰ of a processor a stream",
            "× bare",
            "heard",
        ],
    );
    let (bare, sdk) = (&bench.programs.bare, &bench.programs.sdk);
    let numbers: &[usize] = if bench.quick { &[10] } else { &[100, 500, 1_000, 1_500] };
    let mut bars = Vec::new();
    let mut carried = 0;
    for streams in numbers {
        let (mut floor, mut own) = (Seen::default(), Seen::default());
        for _ in 0..bench.many(3, 1) {
            talk(bench, bare, *streams, &mut floor)?;
            talk(bench, sdk, *streams, &mut own)?;
        }
        floor.late.sort_unstable();
        own.late.sort_unstable();
        let factor = ratio(&own.cost(*streams), &floor.cost(*streams));
        for (program, seen, factor) in [(bare, &floor, 1.0), (sdk, &own, factor)] {
            section.row([
                program.name.to_owned(),
                streams.to_string(),
                short(seen.late(500) / 1e3),
                short(seen.late(990) / 1e3),
                short(seen.late(999) / 1e3),
                short(median(seen.cost(*streams)) * 1e3),
                times(factor),
                format!("{:.1} %", seen.heard(*streams) * 100.0),
            ]);
            bars.push((format!("{}, {streams} streams", program.name), seen.late(990) / 1e3));
        }
        if own.late(990) <= 5_000.0 && own.heard(*streams) > 0.99 {
            carried = *streams;
        }
        if *streams == 1_000 {
            section.verdict("ms late, p99 of 1000 streams", own.late(990) / 1e3, Aim::AtMost(5.0));
            section.verdict("processor × bare, 1000 streams", factor, Aim::AtMost(1.5));
        }
    }
    section.verdict("streams with p99 within 5 ms", carried as f64, Aim::AtLeast(1_000.0));
    section.bars("ms late, p99", bars);
    Ok(section)
}

/// Has a program carry streams, and adds what was seen.
fn talk(bench: &Bench, program: &Program, streams: usize, seen: &mut Seen) -> Result<()> {
    let server = Server::start();
    let account = ari_bench::account(&server.url);
    let task = Task::Stream { account, streams, milliseconds: bench.many(TIME, 200) };
    program.measure_beside(&task, || server.lateness(), &mut seen.figures)?;
    seen.late.extend(server.lateness());
    Ok(())
}
