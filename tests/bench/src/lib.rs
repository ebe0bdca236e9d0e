//! Recorded frames, a server that sends them, and clocks; measures nothing itself.

pub mod bare;
pub mod blast;
pub mod calls;
pub mod clock;
pub mod server;

use std::fs;
use std::path::{Path, PathBuf};

/// Frames recorded from a real Asterisk, one per line: those beside the checkout if there are any, else the committed sample.
///
/// # Panics
///
/// Neither is there.
pub fn frames() -> Vec<String> {
    let corpus = root().join("../shared/corpus/events-22.10.1.jsonl");
    if corpus.exists() { lines(&corpus) } else { committed() }
}

/// The committed sample of these frames.
///
/// # Panics
///
/// It is not there.
pub fn committed() -> Vec<String> {
    let sample = root().join("tests/oracle/frames");
    ["events-16.28.0.jsonl", "events-22.10.1.jsonl"]
        .iter()
        .flat_map(|it| lines(&sample.join(it)))
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("recorded frames are text");
    text.lines().filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Is this a measurement? Otherwise, as under `cargo test`, it is enough to run once.
pub fn measures() -> bool {
    std::env::args().any(|it| it == "--bench")
}

/// The shape that the figures of a single frame are of.
pub fn stasis_start(frames: &[String]) -> &str {
    frames
        .iter()
        .find(|it| it.starts_with(r#"{"type":"StasisStart""#))
        .map(String::as_str)
        .expect("a StasisStart was recorded")
}
