//! Decoding of recorded frames against the parser's own floor: ratios count, not times.

use std::hint::black_box;

use ari_generated::Event;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use serde::de::IgnoredAny;

fn all_frames(criterion: &mut Criterion) {
    let frames = ari_bench::frames();
    let mut group = criterion.benchmark_group("all frames");
    group.throughput(Throughput::Elements(frames.len() as u64));
    group.bench_function("scan", |bencher| {
        bencher.iter(|| {
            for frame in &frames {
                let _ = black_box(serde_json::from_str::<IgnoredAny>(frame));
            }
        });
    });
    group.bench_function("value", |bencher| {
        bencher.iter(|| {
            for frame in &frames {
                let _ = black_box(serde_json::from_str::<serde_json::Value>(frame));
            }
        });
    });
    group.bench_function("event", |bencher| {
        bencher.iter(|| {
            for frame in &frames {
                let _ = black_box(Event::decode(frame));
            }
        });
    });
    group.finish();
}

fn one_frame(criterion: &mut Criterion) {
    let frames = ari_bench::frames();
    let frame = ari_bench::stasis_start(&frames);
    let mut group = criterion.benchmark_group("StasisStart");
    group.throughput(Throughput::Bytes(frame.len() as u64));
    group.bench_function("scan", |bencher| {
        bencher.iter(|| serde_json::from_str::<IgnoredAny>(black_box(frame)));
    });
    group.bench_function("event", |bencher| {
        bencher.iter_batched(|| (), |()| Event::decode(black_box(frame)), BatchSize::SmallInput);
    });
    group.finish();
}

criterion_group!(benches, all_frames, one_frame);
criterion_main!(benches);
