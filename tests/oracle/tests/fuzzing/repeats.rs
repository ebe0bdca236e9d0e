//! Tells texts on which a full parse and ours may differ; shared with the fuzz target.

use serde_json::Value;

/// Is there a key that an object has twice? A full parse keeps the last, so the two cannot be compared.
pub fn has_repeats(text: &str, value: &Value) -> bool {
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
