//! An event in one line, for tests that look at many of them; leaves out what no test of media asks about.

use serde_json::Value;

/// An event in one line: what it concerns and what makes it different from others of its kind.
pub(super) fn brief(event: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut parts = vec![text(&event["type"])];
    if event["channel"].is_object() {
        parts.push(text(&event["channel"]["id"]));
    }
    if event["bridge"].is_object() {
        let bridge = &event["bridge"];
        let channels: Vec<String> =
            bridge["channels"].as_array().into_iter().flatten().map(text).collect();
        let technology = text(&bridge["technology"]);
        parts.push(format!("{}[{}] {technology}", text(&bridge["id"]), channels.join(" ")));
    }
    for name in ["variable", "value", "digit", "old_video_source_id"] {
        if event[name].is_string() {
            parts.push(text(&event[name]));
        }
    }
    let playback = &event["playback"];
    for name in ["id", "media_uri", "next_media_uri", "state"] {
        if playback[name].is_string() {
            parts.push(text(&playback[name]));
        }
    }
    let recording = &event["recording"];
    for name in ["name", "state", "cause", "duration", "talking_duration", "silence_duration"] {
        match &recording[name] {
            Value::Null => {}
            Value::String(text) => parts.push(text.clone()),
            other => parts.push(other.to_string()),
        }
    }
    parts.join(" ")
}
