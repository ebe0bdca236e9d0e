//! What making an event of a frame costs.

use std::path::Path;

use anyhow::Result;
use ari_contest::{Figures, Task};

use crate::bench::Bench;
use crate::programs::Program;
use crate::report::{Aim, Section, short, times};
use crate::statistics::{median, ratio, spread};

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let programs = &bench.programs;
    let frames = ari_bench::frames();
    let bytes: usize = frames.iter().map(String::len).sum();
    let file = bench.write_frames("frames.jsonl", &frames)?;
    let start = bench.write_frames("stasis-start.jsonl", &[ari_bench::frame_of("StasisStart")])?;
    let (count, mean) = (frames.len(), bytes / frames.len());
    let mut section = Section::new(
        "decode",
        format!(
            "{count} recorded frames of all kinds (mean {mean} bytes; the committed ones, or more where they are beside the \
             checkout), each decoded over and over by one thread; processor \
             time, relative to a scan with `serde_json` into `IgnoredAny` that ran just before."
        ),
        &[
            "client",
            "ns a frame",
            "× scan",
            "spread",
            "instructions × scan",
            "allocations",
            "not typed",
        ],
    );
    let contestants = [
        &programs.bare,
        &programs.sdk,
        &programs.asterisk_rs_ari,
        &programs.asterisk_ari,
        &programs.ari_client,
    ];
    let rounds = bench.many(60_000, 500).div_ceil(count);
    let mut measured: Vec<Vec<Figures>> = contestants.iter().map(|_| Vec::new()).collect();
    for _ in 0..bench.many(15, 1) {
        for (program, measured) in contestants.iter().zip(&mut measured) {
            program.measure(&decode(&file, rounds), measured)?;
        }
    }
    let each: Vec<Vec<f64>> =
        measured.iter().map(|it| it.iter().map(Figures::processor_each).collect()).collect();
    let floor = instructions(&programs.bare, &file, count)?;
    let mut bars = Vec::new();
    for ((program, figures), each_of) in contestants.iter().zip(&measured).zip(&each) {
        let last = figures.last().copied().unwrap_or_default();
        let relative = ratio(each_of, &each[0]);
        // Those that are compiled can be looked into.
        let (instructions, allocations) = if program.is_compiled() {
            let allocations = of_a_frame(&file, count, |task| program.allocations(task))?;
            (times(instructions(program, &file, count)? / floor), short(allocations))
        } else {
            Default::default()
        };
        let name = if bars.is_empty() { "scan" } else { program.name };
        section.row([
            name.to_owned(),
            short(median(each_of.iter().copied())),
            times(relative),
            format!("{:.0} %", spread(each_of) * 100.0),
            instructions,
            allocations,
            last.failed.to_string(),
        ]);
        bars.push((name.to_owned(), relative));
    }
    let sdk = &each[1];
    section.verdict("× scan", ratio(sdk, &each[0]), Aim::AtMost(2.0));
    section.verdict(
        "instructions × scan",
        instructions(&programs.sdk, &file, count)? / floor,
        Aim::None,
    );
    section.verdict("asterisk-rs-ari ÷ this SDK", ratio(&each[2], sdk), Aim::AtLeast(5.0));
    section.verdict("asterisk-ari ÷ this SDK", ratio(&each[3], sdk), Aim::AtLeast(3.0));
    let allocations = of_a_frame(&start, 1, |task| programs.sdk.allocations(task))?;
    section.verdict("allocations for a StasisStart", allocations, Aim::AtMost(6.0));
    let failed = measured[1].iter().map(|it| it.failed).sum::<usize>();
    section.verdict("frames that were not decoded", failed as f64, Aim::AtMost(0.0));
    section.bars("Decoding a frame, × scan", bars);
    Ok(section)
}

fn decode(frames: &Path, rounds: usize) -> Task {
    Task::Decode { frames: frames.to_owned(), rounds }
}

/// Instructions for a frame.
pub(crate) fn instructions(program: &Program, file: &Path, count: usize) -> Result<f64> {
    of_a_frame(file, count, |task| program.instructions(task, || ()))
}

/// What a frame takes: what three rounds take more than one, so that starting and what is done once do not count.
fn of_a_frame(file: &Path, count: usize, counted: impl Fn(&Task) -> Result<f64>) -> Result<f64> {
    let [once, thrice] = [1, 3].map(|rounds| counted(&decode(file, rounds)));
    Ok((thrice? - once?) / (2 * count) as f64)
}
