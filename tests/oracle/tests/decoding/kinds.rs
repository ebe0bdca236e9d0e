//! Any text whatever: decoding never panics, and sees the same kind as a full parse of the JSON.

use ari_generated::Event;
use ari_oracle_tests::frames::samples;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// The kind that decoding saw, whether the rest was right or not.
fn seen(text: &str) -> Option<String> {
    match Event::decode(text) {
        Ok(event) => Some(event.kind_name().to_owned()),
        Err(error) => error.kind,
    }
}

/// Texts that look like parts of JSON.
fn crumbs() -> impl Strategy<Value = String> {
    let crumb = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(":"),
        Just(","),
        Just("\""),
        Just("\\"),
        Just("\\\""),
        Just("\\u"),
        Just("\\u0074"),
        Just("\"type\""),
        Just("\"type\":\"Dial\""),
        Just("type"),
        Just("\"a\":1,"),
        Just("null"),
        Just("-1.5e3"),
        Just(" "),
        Just("\n"),
        Just("é"),
        Just("\u{1f389}"),
        Just("\0"),
        Just("{\"type\":\"StasisStart\",")
    ];
    prop::collection::vec(crumb, 0..24).prop_map(|it| it.concat())
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just("type".to_owned()),
        1 => Just("type\"".to_owned()),
        1 => Just("\\type".to_owned()),
        1 => Just(String::new()),
        4 => "[a-z\"\\\\{}:,é\u{1}-\u{1f}]{0,6}",
    ]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        name().prop_map(Value::from),
        prop_oneof![Just("Dial"), Just("StasisStart"), Just("New"), Just("{\"type\":\"Dial\"}")]
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            object(inner).prop_map(Value::Object),
        ]
    })
}

fn object(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), inner), 0..6).prop_map(|it| it.into_iter().collect())
}

/// Writes a value with spaces and escapes where the bits of a number say so.
fn scrambled(value: &Value, bits: &mut u64) -> String {
    let mut space = || {
        *bits =
            bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ["", "", " ", "\n", "\t\r "][(*bits >> 61) as usize % 5]
    };
    let (before, after) = (space(), space());
    let inner = match value {
        Value::String(it) => quoted(it, bits),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|it| scrambled(it, bits)).collect();
            format!("[{before}{}]", items.join(","))
        }
        Value::Object(members) => {
            let mut texts: Vec<_> = members
                .iter()
                .map(|(key, it)| format!("{}{after}:{}", quoted(key, bits), scrambled(it, bits)))
                .collect();
            if *bits >> 63 == 1 {
                texts.reverse();
            }
            format!("{{{before}{}}}", texts.join(&format!(",{before}")))
        }
        other => other.to_string(),
    };
    format!("{before}{inner}{after}")
}

fn quoted(text: &str, bits: &mut u64) -> String {
    *bits = bits.rotate_left(7).wrapping_add(11);
    if *bits & 3 != 0 {
        return Value::from(text).to_string();
    }
    let escaped: String = text.encode_utf16().map(|it| format!("\\u{it:04x}")).collect();
    format!("\"{escaped}\"")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn any_text_is_harmless(text in ".*") {
        seen(&text);
    }

    #[test]
    fn crumbs_of_json_are_harmless(text in crumbs()) {
        let seen = seen(&text);
        if let Ok(Value::Object(_)) = serde_json::from_str(&text) {
            prop_assert!(seen.is_none() || text.contains('"'));
        }
    }

    #[test]
    fn the_kind_is_that_of_a_full_parse(object in object(json()), seed in any::<u64>()) {
        let wanted = object.get("type").and_then(Value::as_str).map(str::to_owned);
        let text = scrambled(&Value::Object(object), &mut seed.clone());
        let parsed: Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(parsed["type"].as_str().map(str::to_owned), wanted.clone());
        prop_assert_eq!(seen(&text), wanted);
    }

    #[test]
    fn what_is_no_object_has_no_kind(value in json(), seed in any::<u64>()) {
        if !value.is_object() {
            prop_assert_eq!(seen(&scrambled(&value, &mut seed.clone())), None);
        }
    }

    #[test]
    fn a_damaged_frame_is_harmless(
        frame in prop::sample::select(samples()),
        at in any::<prop::sample::Index>(),
        length in 0usize..6,
        put in crumbs(),
    ) {
        let characters: Vec<char> = frame.chars().collect();
        let at = at.index(characters.len());
        let mut text: String = characters[..at].iter().collect();
        text.push_str(&put);
        text.extend(characters.iter().skip(at + length));
        let decoded = Event::decode(&text);
        if let Ok(event) = decoded {
            let parsed: Value = serde_json::from_str(&text).expect("what decodes is JSON");
            prop_assert!(parsed.is_object());
            prop_assert_eq!(event.raw(), Some(text.as_str()));
        }
    }
}
