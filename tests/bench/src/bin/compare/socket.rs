//! The way of many frames from the socket to a handler.

use std::sync::Arc;

use anyhow::Result;
use ari_bench::server::{Server, append_frame};
use ari_contest::{Figures, Task};

use crate::bench::Bench;
use crate::programs::Program;
use crate::report::{Aim, Section, short, times};
use crate::statistics::{median, ratio};

/// The frames, as often as they are sent.
struct Blast {
    bytes: Arc<[u8]>,
    times: usize,
    frames: usize,
}

impl Blast {
    /// All committed frames over and over.
    fn new(at_least: usize) -> Self {
        let frames = ari_bench::committed();
        let mut bytes = Vec::new();
        frames.iter().for_each(|it| append_frame(&mut bytes, it));
        let times = at_least.div_ceil(frames.len());
        Self { bytes: bytes.into(), times, frames: times * frames.len() }
    }

    fn read_by(
        &self,
        program: &Program,
        threads: usize,
        measured: &mut Vec<Figures>,
    ) -> Result<()> {
        let server = Server::start();
        let account = ari_bench::account(&server.url);
        let task = Task::Read { account, frames: self.frames, threads };
        program.measure_beside(&task, || server.send(&self.bytes, self.times), measured)
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let blast = Blast::new(bench.many(200_000, 2_000));
    let programs = &bench.programs;
    let mut section = Section::new(
        "socket",
        format!(
            "{} recorded frames, sent as fast as they are taken, to a handler in a task of its own, with a queue that has room \
             for all where it can be chosen; processor time of everything but the server, relative to a bare loop that \
             decodes each frame where it reads it. `lost` was told, `missing` was not.",
            blast.frames
        ),
        &[
            "client",
            "threads",
            "frames/s handled",
            "µs a frame sent",
            "× bare and decoding",
            "lost",
            "missing",
        ],
    );
    let [rs, ari, client] = programs.peers();
    let (bare, decoding, sdk) = (&programs.bare, &programs.bare_decoding, &programs.sdk);
    let contestants = [
        (decoding, 2),
        (sdk, 2),
        (bare, 2),
        (decoding, 1),
        (sdk, 1),
        (rs, 2),
        (ari, 2),
        (client, 1),
    ];
    let mut measured: Vec<Vec<Figures>> = contestants.iter().map(|_| Vec::new()).collect();
    for _ in 0..bench.many(5, 1) {
        for ((program, threads), measured) in contestants.iter().zip(&mut measured) {
            blast.read_by(program, *threads, measured)?;
        }
    }
    // Of each that was sent: what is lost has cost something, too.
    let cost = |of: usize| -> Vec<f64> {
        let processor = measured[of].iter().map(|it| it.processor_nanoseconds as f64);
        processor.map(|it| it / blast.frames as f64).collect()
    };
    let speed = |of: usize| median(measured[of].iter().map(Figures::per_second));
    let mut bars = Vec::new();
    for (index, (program, threads)) in contestants.iter().enumerate() {
        let floor = cost(if *threads == 1 { 3 } else { 0 });
        let sum = |of: fn(&Figures) -> usize| measured[index].iter().map(of).sum::<usize>();
        section.row([
            program.name.to_owned(),
            threads.to_string(),
            short(speed(index)),
            short(median(cost(index)) / 1e3),
            times(ratio(&cost(index), &floor)),
            sum(|it| it.failed).to_string(),
            sum(|it| it.missing).to_string(),
        ]);
        bars.push((format!("{}, {threads} thread(s)", program.name), speed(index)));
    }
    let best = [5, 6, 7].map(speed).into_iter().fold(0.0, f64::max);
    section.verdict("frames/s ÷ the best peer's", speed(1) / best, Aim::AtLeast(4.0));
    let own = measured[1].iter().chain(&measured[4]);
    let unaccounted = own.map(|it| it.missing + it.failed).sum::<usize>();
    section.verdict("frames lost or unaccounted for", unaccounted as f64, Aim::AtMost(0.0));
    section.verdict("processor × (bare + decode)", ratio(&cost(1), &cost(0)), Aim::AtMost(1.3));
    section.verdict("the same on one thread", ratio(&cost(4), &cost(3)), Aim::AtMost(1.3));
    section.bars("Frames per second", bars);
    Ok(section)
}
