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

/// What comes and is not wanted, and what is.
const UNWANTED: &str = "ChannelVarset";
const WANTED: &str = "ChannelDtmfReceived";

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let frames = bench.many(20_000, 500);
    let unwanted = ari_bench::frame_of(UNWANTED);
    let mut section = Section::new(
        "filtered",
        format!(
            "{frames} frames `{UNWANTED}` where only `{WANTED}` is wanted, in instructions for each beyond what a bare websocket \
             takes to read it."
        ),
        &["what", "instructions a frame"],
    );
    let bare = instructions(&bench.programs.bare, &unwanted, frames, true)?;
    let filtered = instructions(&bench.programs.picky, &unwanted, frames, false)? - bare;
    let rounds = bench.many(1_000, 10);
    let repeated: Vec<&String> = std::iter::repeat_n(&unwanted, rounds).collect();
    let many = bench.write_frames("varsets.jsonl", &repeated)?;
    let decoded = decode::instructions(&bench.programs.sdk, &many, rounds)?;
    section.row(["reading from the websocket".into(), short(bare)]);
    section.row(["filtering".into(), short(filtered)]);
    section.row(["decoding".into(), short(decoded)]);
    section.verdict("× decode", filtered / decoded, Aim::AtMost(0.1));
    section.verdict("allocations", allocations(&unwanted)?, Aim::AtMost(0.0));
    Ok(section)
}

/// Instructions for a frame: what so many of them take more than none, and then one that is wanted.
fn instructions(program: &Program, unwanted: &str, frames: usize, sees_all: bool) -> Result<f64> {
    let [none, all] = [0, frames].map(|frames| {
        let server = Server::start();
        let bytes = frames_of(unwanted, frames);
        let account = ari_bench::account(&server.url);
        let seen = if sees_all { frames + 1 } else { 1 };
        let task = Task::Read { account, frames: seen, threads: 1 };
        program.instructions(&task, || server.send(&bytes, 1))
    });
    Ok((all? - none?) / frames as f64)
}

/// Allocations for a frame: what many of them take more than none, and then one that is wanted.
fn allocations(unwanted: &str) -> Result<f64> {
    const FRAMES: usize = 256;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let server = Server::start();
    let account = ari_bench::account(&server.url);
    let connected = runtime.block_on(Picky::connect(&account, Way::Http, 16));
    let (_ari, mut digits) = connected.map_err(|it| anyhow!(it))?;
    let [none, all] = [0, FRAMES].map(|frames| frames_of(unwanted, frames));
    let mut of = |bytes| {
        count(|| {
            let _sent = server.send(bytes, 1);
            runtime.block_on(Picky::next(&mut digits));
        })
        .count_total
    };
    // What grows to its size and stays there does so in the first rounds.
    let rounds = (0..8).map(|_| (of(&none), of(&all)));
    let more = rounds.map(|(none, all)| all.saturating_sub(none)).min().unwrap_or(u64::MAX);
    // The socket's buffer is replaced every few hundred frames, whoever reads it.
    Ok((more as f64 / FRAMES as f64 * 100.0).round() / 100.0)
}

/// So many that nobody wants, and one that is wanted.
fn frames_of(unwanted: &str, frames: usize) -> Arc<[u8]> {
    let mut bytes = Vec::new();
    (0..frames).for_each(|_| append_frame(&mut bytes, unwanted));
    append_frame(&mut bytes, &ari_bench::frame_of(WANTED));
    bytes.into()
}
