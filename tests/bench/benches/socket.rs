//! From the socket to a handler that reads everything, against a bare websocket: ratios count, not times.

use std::sync::Arc;
use std::time::Duration;

use ari_bench::blast::{Blast, Cost, Way, run};
use ari_bench::clock;
use tokio::runtime::Builder;

const WAYS: [(Way, &str); 3] =
    [(Way::Bare, "bare"), (Way::Decoding, "bare, decoding"), (Way::Sdk, "SDK")];

fn main() -> std::io::Result<()> {
    let (frames, rounds) = if ari_bench::measures() { (200_000, 7) } else { (1_000, 1) };
    let blast = Arc::new(Blast::new(frames));
    let runtimes = [
        ("one thread", Builder::new_current_thread().enable_all().build()?),
        ("two threads", Builder::new_multi_thread().worker_threads(2).enable_all().build()?),
    ];
    for (name, runtime) in &runtimes {
        let mut costs = WAYS.map(|_| Vec::new());
        // By turns, so that what disturbs the machine disturbs all of them.
        for _ in 0..rounds {
            for ((way, _), costs) in WAYS.iter().zip(&mut costs) {
                costs.push(run(runtime, *way, &blast));
            }
        }
        show(name, &costs, blast.frames);
    }
    Ok(())
}

fn show(name: &str, costs: &[Vec<Cost>; 3], frames: usize) {
    println!("{name:>16} {:>10} {:>10} {:>8} {:>12}", "least ns", "median ns", "ratio", "frames/s");
    let processor = |costs: &[Cost]| costs.iter().map(|it| it.processor).collect::<Vec<_>>();
    let floor = processor(&costs[1]);
    for ((_, way), costs) in WAYS.iter().zip(costs) {
        let times = processor(costs);
        let walls: Vec<Duration> = costs.iter().map(|it| it.wall).collect();
        let each = |time: Duration| time.as_nanos() as f64 / frames as f64;
        let (least, median) = (each(clock::least(&times)), each(clock::median(&times)));
        let ratio = clock::ratio(&times, &floor);
        let speed = frames as f64 / clock::median(&walls).as_secs_f64();
        println!("{way:>16} {least:>10.0} {median:>10.0} {ratio:>8.2} {speed:>12.0}");
    }
}
