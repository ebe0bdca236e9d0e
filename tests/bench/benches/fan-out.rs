//! What an event costs from the socket to its stream, whatever the number of other calls: ratios count, not times.

use std::time::Duration;

use ari_bench::bare::Bare;
use ari_bench::calls::{Batch, Calls};
use ari_bench::clock;
use ari_bench::server::Server;

const FRAMES: usize = 512;

/// What one number of calls costs.
struct Case {
    calls: Calls,
    count: usize,
    /// Of one batch each.
    times: Vec<Duration>,
}

impl Case {
    async fn start(count: usize) -> Self {
        Self { calls: Calls::start(count, 1).await, count, times: Vec::new() }
    }

    async fn round(&mut self) -> Batch {
        let batch = self.calls.batch(FRAMES);
        let before = clock::of_thread();
        self.calls.deliver(&batch).await;
        self.times.push(clock::of_thread() - before);
        self.calls.drain(&batch).await;
        batch
    }
}

fn main() -> std::io::Result<()> {
    let (counts, rounds): (&[usize], usize) =
        if ari_bench::measures() { (&[1, 100, 10_000, 100_000], 300) } else { (&[1, 100], 2) };
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let mut cases = Vec::new();
        for count in counts {
            cases.push(Case::start(*count).await);
        }
        let server = Server::start();
        let mut bare = Bare::connect(&server).await;
        let mut floor = [Vec::new(), Vec::new()];
        // By turns, so that what disturbs the machine disturbs all of them.
        for _ in 0..rounds {
            for case in &mut cases {
                let batch = case.round().await;
                if case.count > 1 {
                    continue;
                }
                for (decode, times) in floor.iter_mut().enumerate() {
                    let _cost = server.send(&batch.bytes, 1);
                    let before = clock::of_thread();
                    bare.read(batch.frames, decode == 1).await;
                    times.push(clock::of_thread() - before);
                }
            }
        }
        show(&cases, &floor);
        for case in cases {
            case.calls.finish(rounds * (FRAMES + 1)).await;
        }
    });
    Ok(())
}

fn show(cases: &[Case], floor: &[Vec<Duration>; 2]) {
    let less_socket = |times: &[Duration]| -> Vec<Duration> {
        times.iter().zip(&floor[0]).map(|(it, socket)| it.saturating_sub(*socket)).collect()
    };
    let each = |time: Duration| time.as_nanos() as f64 / (FRAMES + 1) as f64;
    println!(
        "{:>17} {:>9} {:>9} {:>7} {:>13}",
        "", "least ns", "median ns", "ratio", "less socket"
    );
    for (name, times) in ["socket", "socket, decoding"].iter().zip(floor) {
        let (least, median) = (each(clock::least(times)), each(clock::median(times)));
        println!("{name:>17} {least:>9.0} {median:>9.0}");
    }
    let one = &cases[0].times;
    for Case { count, times, .. } in cases {
        let (least, median) = (each(clock::least(times)), each(clock::median(times)));
        let ratio = clock::ratio(times, one);
        let less = clock::ratio(&less_socket(times), &less_socket(one));
        println!("{count:>11} calls {least:>9.0} {median:>9.0} {ratio:>7.2} {less:>13.2}");
    }
}
