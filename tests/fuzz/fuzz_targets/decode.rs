//! Any text as a frame: decoding never panics, refuses what is no JSON, and sees the `type` that a full parse sees.
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz decode`, best with the lines of `tests/oracle/frames` as seeds.

#![no_main]

#[path = "../../oracle/tests/fuzzing/repeats.rs"]
mod repeats;

use ari_generated::Event;
use libfuzzer_sys::fuzz_target;
use serde::de::IgnoredAny;
use serde_json::Value;

use repeats::has_repeats;

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
