//! Recorded frames, changed at random and the same way each time: decoding agrees with a full parse, and never panics.

mod repeats;

use ari_generated::{DecodeError, Event};
use ari_oracle_tests::frames::samples;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use repeats::has_repeats;

fn config() -> ProptestConfig {
    let rng_seed = RngSeed::Fixed(22_10_01);
    ProptestConfig { failure_persistence: None, rng_seed, ..ProptestConfig::with_cases(4_000) }
}

/// The kind that decoding saw, whether the rest was right or not.
fn seen(decoded: &Result<Event, DecodeError>) -> Option<&str> {
    match decoded {
        Ok(event) => Some(event.kind_name()),
        Err(error) => error.kind.as_deref(),
    }
}

/// Holds a decoding against what a full parse of the same text says.
fn agrees(text: &str) -> Result<(), TestCaseError> {
    let decoded = Event::decode(text);
    match &decoded {
        Ok(event) => prop_assert_eq!(event.raw(), Some(text)),
        Err(error) => {
            prop_assert_eq!(&error.raw, text);
            prop_assert!(error.path.starts_with('$'));
        }
    }
    if serde_json::from_str::<IgnoredAny>(text).is_err() {
        prop_assert!(decoded.is_err(), "no JSON, but an event: {text}");
        return Ok(());
    }
    // What is JSON by its grammar and no value, such as half a surrogate, has nothing to be compared with.
    let Ok(value) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    if has_repeats(text, &value) {
        return Ok(());
    }
    prop_assert_eq!(seen(&decoded), value.get("type").and_then(Value::as_str), "{}", text);
    // The same, written plainly: what differs is only what a parser must not care for.
    match (decoded, Event::decode(&value.to_string())) {
        (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
        (Err(one), Err(other)) => prop_assert_eq!(one.kind, other.kind),
        (one, other) => prop_assert!(false, "{one:?} and {other:?}: {text}"),
    }
    Ok(())
}

/// One change of the bytes.
#[derive(Clone, Debug)]
enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Drop(Index, usize),
    Twice(Index, usize),
    Put(Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let put = prop::sample::select(vec![
        "\"type\":\"Dial\",",
        "{\"type\":\"Dial\"}",
        "\\",
        "\"",
        "\\u0000",
        "\\ud800",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1e400",
        "-0",
        "18446744073709551616",
        "0.5",
        "\u{1f4de}",
        "\t",
    ]);
    let at = any::<Index>;
    prop_oneof![
        6 => (at(), 0..8u8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        1 => at().prop_map(Damage::Cut),
        2 => (at(), 1..12usize).prop_map(|(at, length)| Damage::Drop(at, length)),
        1 => (at(), 1..40usize).prop_map(|(at, length)| Damage::Twice(at, length)),
        3 => (at(), put).prop_map(|(at, put)| Damage::Put(at, put)),
    ]
}

fn damaged(bytes: &mut Vec<u8>, damage: &Damage) {
    if bytes.is_empty() {
        return;
    }
    match damage {
        Damage::Flip(at, bit) => {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
        Damage::Drop(at, length) => {
            let at = at.index(bytes.len());
            bytes.drain(at..bytes.len().min(at + length));
        }
        Damage::Twice(at, length) => {
            let at = at.index(bytes.len());
            let part = bytes[at..bytes.len().min(at + length)].to_vec();
            bytes.splice(at..at, part);
        }
        Damage::Put(at, put) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, put.bytes());
        }
    }
}

/// Writes a value with its keys in any order, with spaces, escapes, and members that nobody knows.
fn rewritten(value: &Value, random: &mut impl FnMut(usize) -> usize) -> String {
    match value {
        Value::String(it) => quoted(it, random),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|it| rewritten(it, random)).collect();
            format!("[{}]", items.join([",", " , ", ",\n"][random(3)]))
        }
        Value::Object(members) => {
            let mut texts = Vec::new();
            for (key, it) in members {
                let colon = [":", " : ", ":\r\n"][random(3)];
                texts.push(format!("{}{colon}{}", quoted(key, random), rewritten(it, random)));
            }
            for place in (1..texts.len()).rev() {
                texts.swap(place, random(place + 1));
            }
            format!("{{{}}}", texts.join([",", ", ", "\t,"][random(3)]))
        }
        other => other.to_string(),
    }
}

fn quoted(text: &str, random: &mut impl FnMut(usize) -> usize) -> String {
    if random(4) > 0 {
        return Value::from(text).to_string();
    }
    let escaped: String = text.encode_utf16().map(|it| format!("\\u{it:04X}")).collect();
    format!("\"{escaped}\"")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_damaged_frame_is_read_as_a_full_parse_reads_it(
        frame in prop::sample::select(samples()),
        changes in prop::collection::vec(damage(), 1..4),
    ) {
        let mut bytes = frame.into_bytes();
        changes.iter().for_each(|it| damaged(&mut bytes, it));
        // What is no UTF-8 is refused by the websocket before it is a frame.
        if let Ok(text) = String::from_utf8(bytes) {
            agrees(&text)?;
        }
    }

    #[test]
    fn a_frame_written_otherwise_is_the_same_event(
        frame in prop::sample::select(samples()),
        seed in any::<u64>(),
    ) {
        let mut state = seed | 1;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % below
        };
        let mut value: Value = serde_json::from_str(&frame).expect("it was recorded");
        let decoys = [
            ("x_nested", json!({"type": "Dial", "deeper": [{"type": "StasisEnd"}]})),
            ("x_text", json!("\"type\":\"Dial\",{\"type\":\"StasisEnd\"}\\")),
            ("Type", json!("Dial")),
            ("type ", json!(["type", ":", "Dial"])),
        ];
        for (key, decoy) in decoys {
            if random(2) == 0 {
                value[key] = decoy;
            }
        }
        let text = rewritten(&value, &mut random);
        let (one, other) = (Event::decode(&frame), Event::decode(&text));
        agrees(&text)?;
        match (one, other) {
            // It is kept as it came.
            (Ok(Event::Unrecognized(_)), Ok(Event::Unrecognized(_))) => {}
            (one, other) => prop_assert_eq!(one, other, "{}", text),
        }
    }
}
