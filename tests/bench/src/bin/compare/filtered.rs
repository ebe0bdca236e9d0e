//! What a frame costs that nobody wants.

use std::sync::Arc;

use allocation_counter::measure as count;
use anyhow::{Result, anyhow};
use ari_bench::picky::Picky;
use ari_bench::server::{Server, append_frame};
use ari_contest::{Contestant, Task, Way};
use tokio::runtime::Builder;

use crate::bench::Bench;
use crate::decode;
use crate::programs::Program;
use crate::report::{Aim, Section, short};

/// The kind that is wanted.
const WANTED: &str = "ChannelDtmfReceived";

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let unwanted = unwanted();
    let times = bench.many(20_000, 500).div_ceil(unwanted.len());
    let (kinds, frames) = (unwanted.len(), unwanted.len() * times);
    let mut section = Section::new(
        "filtered",
        format!(
            "{frames} frames, the {kinds} recorded ones that are not `{WANTED}`, where only that is wanted: instructions for \
             each beyond what a bare websocket takes to read it."
        ),
        &["what", "instructions a frame"],
    );
    let bare = instructions(&bench.programs.bare, &unwanted, times, true)?;
    let filtered = instructions(&bench.programs.picky, &unwanted, times, false)? - bare;
    let file = bench.write_frames("unwanted.jsonl", &unwanted)?;
    let decoded = decode::instructions(&bench.programs.sdk, &file, unwanted.len())?;
    section.row(["reading from the websocket".into(), short(bare)]);
    section.row(["filtering".into(), short(filtered)]);
    section.row(["decoding".into(), short(decoded)]);
    section.bars(
        "Instructions a frame",
        vec![
            ("reading".to_owned(), bare),
            ("this SDK, filtering".to_owned(), filtered),
            ("this SDK, decoding".to_owned(), decoded),
        ],
    );
    section.verdict("× decode", filtered / decoded, Aim::AtMost(0.1));
    section.verdict("allocations", allocations(&unwanted)?, Aim::AtMost(0.0));
    Ok(section)
}

/// Recorded frames of other kinds; what answers a request is no event.
fn unwanted() -> Vec<String> {
    let is = |frame: &str, kind: &str| frame.contains(&format!(r#""type":"{kind}""#));
    let mut frames = ari_bench::frames();
    frames.retain(|it| !is(it, WANTED) && !is(it, "RESTResponse"));
    frames
}

/// Instructions for a frame: what all of them take more than none, and then one that is wanted.
fn instructions(
    program: &Program,
    unwanted: &[String],
    times: usize,
    sees_all: bool,
) -> Result<f64> {
    let frames = unwanted.len() * times;
    let [none, all] = [0, times].map(|times| {
        let server = Server::start();
        let bytes = frames_of(unwanted, times);
        let account = ari_bench::account(&server.url);
        let seen = if sees_all { unwanted.len() * times + 1 } else { 1 };
        let task = Task::Read { account, frames: seen, threads: 1 };
        program.instructions(&task, || server.send(&bytes, 1))
    });
    Ok((all? - none?) / frames as f64)
}

/// Allocations for a frame: what many of them take more than none, and then one that is wanted.
fn allocations(unwanted: &[String]) -> Result<f64> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let server = Server::start();
    let account = ari_bench::account(&server.url);
    let connected = runtime.block_on(Picky::connect(&account, Way::Http, 16));
    let (_ari, mut digits) = connected.map_err(|it| anyhow!(it))?;
    let [none, all] = [0, 1].map(|times| frames_of(unwanted, times));
    let mut of = |bytes| {
        count(|| {
            let _sent = server.send(bytes, 1);
            runtime.block_on(Picky::next(&mut digits));
        })
        .count_total
    };
    // What grows to its size and stays there does so in the first rounds.
    let rounds: Vec<_> = (0..8).map(|_| (of(&none), of(&all))).collect();
    let least = |of: fn(&(u64, u64)) -> u64| rounds.iter().map(of).min().unwrap_or(u64::MAX);
    let more = least(|it| it.1).saturating_sub(least(|it| it.0));
    // The socket's buffer is replaced every few dozen frames, whoever reads it.
    let buffers = unwanted.iter().map(String::len).sum::<usize>().div_ceil(16 << 10);
    Ok(more.saturating_sub(buffers as u64) as f64 / unwanted.len() as f64)
}

/// So many times all that nobody wants, and one that is wanted.
fn frames_of(unwanted: &[String], times: usize) -> Arc<[u8]> {
    let mut bytes = Vec::new();
    for _ in 0..times {
        unwanted.iter().for_each(|it| append_frame(&mut bytes, it));
    }
    append_frame(&mut bytes, &ari_bench::frame_of(WANTED));
    bytes.into()
}
