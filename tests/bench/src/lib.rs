//! Recorded frames, and a count of allocations; measures nothing itself.

use std::fs;
use std::path::{Path, PathBuf};

/// Frames recorded from a real Asterisk, one per line: those beside the checkout if there are any, else the committed sample.
///
/// # Panics
///
/// Neither is there.
pub fn frames() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let corpus = root.join("../shared/corpus/events-22.10.1.jsonl");
    let sample = root.join("tests/oracle/frames");
    let mut files: Vec<PathBuf> = if corpus.exists() {
        vec![corpus]
    } else {
        let entries = fs::read_dir(&sample).expect("the committed frames are there");
        entries.filter_map(|it| Some(it.ok()?.path())).collect()
    };
    files.sort();
    let mut frames = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("frames are text");
        frames.extend(text.lines().filter(|it| !it.is_empty()).map(str::to_owned));
    }
    frames
}

/// The shape that the figures of a single frame are of.
pub fn stasis_start(frames: &[String]) -> &str {
    frames
        .iter()
        .find(|it| it.starts_with(r#"{"type":"StasisStart""#))
        .map(String::as_str)
        .expect("a StasisStart was recorded")
}
