//! What delivery allocates: nothing for a further subscriber of the same thing, and nothing for what nobody wants.

use allocation_counter::measure;
use ari_bench::calls::Calls;
use tokio::runtime::Builder;

const FRAMES: usize = 256;

fn main() -> std::io::Result<()> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut counts = Vec::new();
    for streams in [1, 2, 10, 100] {
        let mut calls = runtime.block_on(Calls::start(1, streams));
        let mut least = u64::MAX;
        // What grows to its size and stays there does so in the first rounds.
        let rounds = 8;
        for _ in 0..rounds {
            let batch = calls.batch(FRAMES);
            let allocated = measure(|| runtime.block_on(calls.deliver(&batch)));
            runtime.block_on(calls.drain(&batch));
            least = least.min(allocated.count_total);
        }
        runtime.block_on(calls.finish(rounds * (FRAMES + 1)));
        let each = least as f64 / (FRAMES + 1) as f64;
        println!("{streams:>4} streams about one channel: {each:.2} allocations for each frame");
        counts.push((streams, least));
    }
    let one = counts[0].1;
    for (streams, count) in counts {
        // A read of the socket more or less may cost a buffer.
        let more = count.saturating_sub(one);
        assert!(more < FRAMES as u64 / 8, "{streams} streams allocate {more} times more often");
    }
    Ok(())
}
