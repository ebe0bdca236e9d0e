//! Delivers frames once, for tools that count instructions: `delivery-count CALLS BATCHES`, or
//! `delivery-count bare|decoding|sdk FRAMES`.

use std::sync::Arc;

use ari_bench::blast::{Blast, Way, run};
use ari_bench::calls::Calls;

/// Frames of a batch.
const FRAMES: usize = 512;

fn main() -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let what = arguments.get(1).map(String::as_str).unwrap_or("sdk");
    let times: usize = arguments.get(2).and_then(|it| it.parse().ok()).unwrap_or(1);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let way = match what {
        "bare" => Way::Bare,
        "decoding" => Way::Decoding,
        _ => Way::Sdk,
    };
    let Ok(calls) = what.parse() else {
        let blast = Arc::new(Blast::new(times));
        run(&runtime, way, &blast);
        println!("{what}: {} frames", blast.frames);
        return Ok(());
    };
    runtime.block_on(async {
        let mut calls = Calls::start(calls, 1).await;
        for _ in 0..times {
            let batch = calls.batch(FRAMES);
            calls.deliver(&batch).await;
            calls.drain(&batch).await;
        }
        calls.finish(times * (FRAMES + 1)).await;
    });
    println!("{what} calls: {} frames", times * (FRAMES + 1));
    Ok(())
}
