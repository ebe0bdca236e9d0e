//! What is measured, and against what: recorded frames, a server that sends them, the SDK and the floor below it; which
//! figures are wanted is `bin/compare`'s.

pub mod bare;
pub mod calls;
pub mod picky;
pub mod sdk;
pub mod server;

use std::fs;
use std::path::{Path, PathBuf};

use ari_contest::Account;

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

/// The first of the committed frames that is of a kind.
///
/// # Panics
///
/// There is none.
pub fn frame_of(kind: &str) -> String {
    let kind = format!(r#""type":"{kind}""#);
    let frame = committed().into_iter().find(|it| it.contains(&kind));
    frame.expect("one of that kind was recorded")
}

/// The workspace's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Somebody whom the server takes.
pub fn account(url: &str) -> Account {
    Account {
        url: url.to_owned(),
        user: "user".to_owned(),
        password: "secret".to_owned(),
        app: "bench".to_owned(),
    }
}

fn lines(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).expect("recorded frames are text");
    text.lines().filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
