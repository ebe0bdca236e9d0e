//! What an event costs from the socket to the stream of its call, whatever the number of other calls.

use std::time::Duration;

use allocation_counter::measure as count;
use anyhow::Result;
use ari_bench::calls::Calls;
use ari_contest::of_thread;
use tokio::runtime::{Builder, Runtime};

use crate::bench::Bench;
use crate::report::{Aim, Section, short, times};
use crate::statistics::{median, ratio};

const FRAMES: usize = 512;

/// What one number of calls costs.
struct Case {
    calls: Calls,
    count: usize,
    /// Nanoseconds for a frame, of one batch each.
    each: Vec<f64>,
}

impl Case {
    async fn round(&mut self) {
        let batch = self.calls.batch(FRAMES);
        let before = of_thread();
        self.calls.deliver(&batch).await;
        let time: Duration = of_thread() - before;
        self.each.push(time.as_nanos() as f64 / batch.frames as f64);
        self.calls.drain(&batch).await;
    }
}

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new(
        "fan-out",
        "Frames about calls drawn by lot, each with a stream of its own: from the socket until the item can be read, decoding \
         included, in processor time of the one thread that does it.",
        &["calls alive", "ns a frame", "× one call"],
    );
    let counts: &[usize] = if bench.quick { &[1, 100] } else { &[1, 100, 10_000, 100_000] };
    let rounds = bench.many(200, 3);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let cases = runtime.block_on(async {
        let mut cases = Vec::new();
        for count in counts {
            let calls = Calls::start(*count, 1).await;
            cases.push(Case { calls, count: *count, each: Vec::new() });
        }
        // By turns, so that what disturbs the machine disturbs all of them.
        for _ in 0..rounds {
            for case in &mut cases {
                case.round().await;
            }
        }
        cases
    });
    let one = cases[0].each.clone();
    let mut bars = Vec::new();
    for Case { calls, count, each } in cases {
        runtime.block_on(calls.finish(rounds * (FRAMES + 1)));
        let relative = ratio(&each, &one);
        section.row([count.to_string(), short(median(each.iter().copied())), times(relative)]);
        bars.push((format!("this SDK, {count} calls"), relative));
        if count > 10_000 {
            section.verdict(format!("{count} calls ÷ 1 call"), relative, Aim::AtMost(1.5));
        }
    }
    section.verdict("allocations for a further subscriber", further(&runtime), Aim::AtMost(0.0));
    section.bars("From the socket to the stream, × one call", bars);
    Ok(section)
}

/// Allocations for a frame that each of a hundred subscribers costs more than the first.
fn further(runtime: &Runtime) -> f64 {
    let [one, hundred] = [1, 100].map(|streams| {
        let mut calls = runtime.block_on(Calls::start(1, streams));
        let mut least = u64::MAX;
        // What grows to its size and stays there does so in the first rounds.
        let rounds = 8;
        for _ in 0..rounds {
            let batch = calls.batch(FRAMES);
            least = least.min(count(|| runtime.block_on(calls.deliver(&batch))).count_total);
            runtime.block_on(calls.drain(&batch));
        }
        runtime.block_on(calls.finish(rounds * (FRAMES + 1)));
        least
    });
    // A read of the socket more or less may cost a buffer, which is not the subscribers'.
    let more = hundred.saturating_sub(one) as f64 / (FRAMES * 99) as f64;
    (more * 100.0).round() / 100.0
}
