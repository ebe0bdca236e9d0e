//! Copied into the crate of another release: what two real servers sent is decoded, and what the release does not know is kept.

use std::path::Path;
use std::{env, fs};

use ari_generated::Event;

type Failure = Box<dyn std::error::Error>;

/// Texts that every release declares: whose event it is, and the ids of what it is about.
fn told(frame: &serde_json::Value) -> impl Iterator<Item = &str> {
    let pointers = ["/application", "/channel/id", "/channel/name", "/bridge/id", "/playback/id", "/recording/name"];
    pointers.into_iter().filter_map(|it| frame.pointer(it)?.as_str())
}

#[test]
fn recorded_frames_are_decoded() -> Result<(), Failure> {
    // The folder of the frames, and the kinds that the release declares, read from its JSON.
    let folder = env::var("ARI_FRAMES")?;
    let kinds = env::var("ARI_KINDS")?;
    let kinds: Vec<&str> = kinds.split(',').collect();
    let (mut known, mut unknown) = (0, 0);
    for file in ["events-16.28.0.jsonl", "events-22.10.1.jsonl"] {
        let text = fs::read_to_string(Path::new(&folder).join(file))?;
        for line in text.lines() {
            let frame: serde_json::Value = serde_json::from_str(line)?;
            let kind = frame["type"].as_str().ok_or("a frame without type")?;
            let event = Event::decode(line)?;
            assert_eq!(event.kind_name(), kind);
            assert_eq!(event.raw(), Some(line));
            assert_eq!(event.kind().is_some(), kinds.contains(&kind), "{kind}");
            if event.kind().is_some() {
                for value in told(&frame) {
                    let shown = format!("{event:?}");
                    assert!(shown.contains(value), "{value} of {line} is lost: {shown}");
                }
            }
            *(if event.kind().is_some() { &mut known } else { &mut unknown }) += 1;
        }
    }
    println!("{known} frames of known kinds, {unknown} of others");
    assert!(known > 200, "{known}");
    Ok(())
}
