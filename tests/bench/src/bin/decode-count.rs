//! Decodes every recorded frame some times, one way, for tools that count instructions: `decode-count sdk|scan|value TIMES`.

use std::hint::black_box;

use ari_generated::Event;
use serde::de::IgnoredAny;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let way = arguments.get(1).map(String::as_str).unwrap_or("sdk");
    let times: usize = arguments.get(2).and_then(|it| it.parse().ok()).unwrap_or(1);
    let frames = ari_bench::frames();
    let mut failed = 0;
    for _ in 0..times {
        for frame in &frames {
            let decoded = match way {
                "scan" => serde_json::from_str::<IgnoredAny>(black_box(frame)).is_ok(),
                "value" => black_box(serde_json::from_str::<serde_json::Value>(frame)).is_ok(),
                "none" => true,
                _ => black_box(Event::decode(black_box(frame))).is_ok(),
            };
            failed += usize::from(!decoded);
        }
    }
    println!("{way}: {} frames, {failed} failed", frames.len() * times);
}
