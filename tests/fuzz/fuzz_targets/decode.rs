//! Any text as a frame: decoding never panics, refuses what is no JSON, and sees the `type` that a full parse sees.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz decode`, best with the lines of `tests/oracle/frames` as seeds.

#![no_main]

use ari_generated::Event;
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let decoded = Event::decode(text);
    let seen = match &decoded {
        Ok(event) => Some(event.kind_name()),
        Err(error) => error.kind.as_deref(),
    };
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        assert!(decoded.is_err(), "no JSON, but an event");
        return;
    }
    let Ok(value) = serde_json::from_str::<Value>(text) else { return };
    let Some(fields) = value.as_object() else {
        assert!(decoded.is_err(), "no object, but an event");
        return;
    };
    if !has_repeats(text, &value) {
        assert_eq!(seen, fields.get("type").and_then(Value::as_str));
    }
    if let Ok(event) = &decoded {
        assert_eq!(event.raw(), Some(text));
    }
});

/// Is there a key that an object has twice? A full parse keeps the last, so the two cannot be compared.
fn has_repeats(text: &str, value: &Value) -> bool {
    fn keys(value: &Value) -> usize {
        match value {
            Value::Array(items) => items.iter().map(keys).sum(),
            Value::Object(members) => members.len() + members.values().map(keys).sum::<usize>(),
            _ => 0,
        }
    }
    // In JSON, each colon outside of texts belongs to one key.
    let (mut colons, mut inside, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b':' if !inside => colons += 1,
            _ => {}
        }
    }
    colons != keys(value)
}
