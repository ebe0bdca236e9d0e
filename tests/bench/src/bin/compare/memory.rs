//! What a connection and a call hold in memory.

use std::future::pending;
use std::time::{Duration, Instant};

use allocation_counter::measure as count;
use anyhow::{Result, ensure};
use ari_bench::sdk;
use ari_bench::server::{Server, append_frame};
use ari_contest::Way;
use ari_generated::Error;
use tokio::runtime::Builder;
use tokio::time::sleep;

use crate::bench::Bench;
use crate::report::{Aim, Section, short};

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new(
        "memory",
        "Bytes on the heap of a client that is connected and serves so many calls, each with a handler that waits for ever \
         and whose events' end is subscribed; what the handler's future holds itself is nothing.",
        &["calls alive", "bytes in all", "bytes a call"],
    );
    let mut bars = Vec::new();
    let counts: &[usize] = if bench.quick { &[0, 100] } else { &[0, 10_000, 100_000] };
    let mut idle = 0;
    // What the process makes once is no connection's.
    held(0)?;
    for calls in counts {
        let bytes = held(*calls)?;
        if *calls == 0 {
            idle = bytes;
            section.row(["0".into(), bytes.to_string(), String::new()]);
            section.verdict("bytes of an idle connection", bytes as f64, Aim::None);
            continue;
        }
        let each = (bytes - idle) as f64 / *calls as f64;
        section.row([calls.to_string(), bytes.to_string(), short(each)]);
        bars.push((format!("this SDK, {calls} calls"), each));
        section.verdict(format!("bytes a call, {calls} alive"), each, Aim::AtMost(2_000.0));
    }
    section.bars("Bytes a call", bars);
    Ok(section)
}

/// Bytes that a client holds while so many calls are alive.
fn held(calls: usize) -> Result<i64> {
    let server = Server::start();
    let frames = frames(calls);
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let mut outcome = Ok(());
    let mut serving = None;
    // This thread is the only one that the client has.
    let memory = count(|| {
        let account = ari_bench::account(&server.url);
        outcome = runtime.block_on(async {
            let (ari, events) = sdk::connect(&account, Way::Http, 1_024).await?;
            let serve = events.serve(|_| pending::<Result<(), Error>>()).limit(calls);
            let handling = async move { serve.await };
            serving = Some((ari, tokio::spawn(handling)));
            let sent = server.send(&frames, 1);
            let begun = Instant::now();
            // Each call's end is subscribed, over HTTP.
            while server.answered() < calls && begun.elapsed() < Duration::from_secs(200) {
                sleep(Duration::from_millis(20)).await;
            }
            // What was needed for that is let go of.
            sleep(Duration::from_secs(1)).await;
            ensure!(
                server.answered() >= calls,
                "{} of {calls} calls were taken",
                server.answered()
            );
            ensure!(sent.try_recv().is_ok(), "not everything was sent");
            Ok(())
        });
    });
    // It ends with its runtime.
    drop(runtime);
    drop(serving);
    outcome?;
    Ok(memory.bytes_current)
}

/// Calls that come, each with a channel of its own.
fn frames(calls: usize) -> std::sync::Arc<[u8]> {
    let frame = ari_bench::frame_of("StasisStart");
    let value: serde_json::Value = serde_json::from_str(&frame).unwrap_or_default();
    let id = value.pointer("/channel/id").and_then(|it| it.as_str()).unwrap_or_default();
    let mut bytes = Vec::new();
    for call in 0..calls {
        append_frame(&mut bytes, &frame.replace(id, &format!("1795247821.{call:07}")));
    }
    bytes.into()
}
