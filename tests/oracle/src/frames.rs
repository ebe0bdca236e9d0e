//! What a real Asterisk sent: the committed sample, and the whole recording where it lies beside the checkout.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::specification::{Specification, checkout, text};

/// The body of a response that was a success.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply {
    /// The operation that was called: `channels.get`.
    pub operation: String,
    /// The response class of it.
    pub class: String,
    /// The body as it came.
    pub body: String,
}

/// One frame of each shape that was seen of each kind, of one release.
///
/// # Panics
///
/// The sample cannot be read.
pub fn sample(release: &str) -> Vec<String> {
    lines(&checkout().join(format!("tests/oracle/frames/events-{release}.jsonl")))
}

/// The frames of both releases.
pub fn samples() -> Vec<String> {
    ["16.28.0", "22.10.1"].into_iter().flat_map(sample).collect()
}

/// One body of each shape that was seen of each operation.
///
/// # Panics
///
/// The sample cannot be read.
pub fn sampled_replies(specification: &Specification) -> Vec<Reply> {
    let file = checkout().join("tests/oracle/frames/replies-22.10.1.jsonl");
    let replies = lines(&file).into_iter().map(|line| {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        reply(specification, text(&line, "method"), text(&line, "path"), line["body"].to_string())
    });
    replies.map(|it| it.expect("an operation")).collect()
}

/// The whole recording, if it is there.
pub fn corpus() -> Option<PathBuf> {
    let folder = checkout().join("../shared/corpus");
    folder.is_dir().then_some(folder)
}

/// Every frame of the whole recording.
///
/// # Panics
///
/// It cannot be read.
pub fn corpus_frames(corpus: &Path) -> Vec<String> {
    let mut frames = lines(&corpus.join("events-16.28.0.jsonl"));
    frames.extend(lines(&corpus.join("events-22.10.1.jsonl")));
    for line in lines(&corpus.join("rest-over-websocket-22.10.1.jsonl")) {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        if line["response"].is_object() {
            frames.push(line["response"].to_string());
        }
    }
    frames
}

/// Every body of a success in the whole recording, whichever way it came.
///
/// # Panics
///
/// It cannot be read.
pub fn corpus_replies(corpus: &Path, specification: &Specification) -> Vec<Reply> {
    let mut replies = Vec::new();
    for line in lines(&corpus.join("rest-22.10.1.jsonl")) {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        let success = line["status"].as_u64().is_some_and(|it| (200..300).contains(&it));
        if let (true, Some(body)) = (success, line["response"].as_str()) {
            let (method, path) = (text(&line, "method"), text(&line, "path"));
            replies.extend(reply(specification, method, path, body.to_owned()));
        }
    }
    for line in lines(&corpus.join("rest-over-websocket-22.10.1.jsonl")) {
        let line: Value = serde_json::from_str(&line).expect("a line of JSON");
        let request = line["request"].as_str().and_then(|it| serde_json::from_str(it).ok());
        let Some(request): Option<Value> = request else { continue };
        let response = &line["response"];
        let success = response["status_code"].as_u64().is_some_and(|it| (200..300).contains(&it));
        if let (true, Some(body)) = (success, response["message_body"].as_str()) {
            let path = format!("/{}", text(&request, "uri"));
            replies.extend(reply(specification, text(&request, "method"), &path, body.to_owned()));
        }
    }
    replies
}

fn reply(specification: &Specification, method: &str, path: &str, body: String) -> Option<Reply> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |template: &str| {
        let mut alike = 0;
        let (template, path): (Vec<_>, Vec<_>) =
            (template.split('/').collect(), path.split('/').collect());
        for (wanted, found) in template.iter().zip(&path) {
            if wanted == found {
                alike += 1;
            } else if !wanted.starts_with('{') {
                return None;
            }
        }
        (template.len() == path.len()).then_some(alike)
    };
    let operations = specification.operations.iter().filter(|it| it.method == method);
    // `/channels/create` is not the channel of that name.
    let (_, operation) =
        operations.filter_map(|it| Some((fits(&it.path)?, it))).max_by_key(|it| it.0)?;
    let has_json = !matches!(operation.response.as_str(), "void" | "binary") && !body.is_empty();
    has_json.then(|| Reply { operation: operation.name(), class: operation.response.clone(), body })
}

fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|it| panic!("{path:?}: {it}"));
    text.lines().map(str::to_owned).collect()
}
