//! What the reader of frames takes and refuses, held against `serde_json`: whatever that reads, this one reads alike.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::{Fault, Reader};

/// What the reader makes of a text.
fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, (usize, Fault)> {
    let mut reader = Reader::new(text);
    let value = T::deserialize(&mut reader);
    let value = value.and_then(|value| reader.end().map(|()| value));
    value.map_err(|fault| (reader.offset(), fault))
}

fn alike(text: &str) {
    let expected = serde_json::from_str::<Value>(text);
    match (read::<Value>(text), &expected) {
        (Ok(value), Ok(expected)) => assert_eq!(&value, expected, "{text}"),
        (Err((_, fault)), Err(_)) if fault.is_of_syntax() => {}
        (other, expected) => panic!("{text}: {other:?} instead of {expected:?}"),
    }
    let ignored =
        (read::<IgnoredAny>(text).is_ok(), serde_json::from_str::<IgnoredAny>(text).is_ok());
    assert_eq!(ignored.0, ignored.1, "{text}");
}

#[test]
fn texts_are_read_as_by_the_library() {
    for text in [
        r#""""#,
        r#""a""#,
        r#""seven b""#,
        r#""eight by""#,
        r#""nine byte""#,
        r#""a\"b""#,
        r#""\\""#,
        r#""\\\"""#,
        r#""\u00e4\ud83d\ude00""#,
        r#""\ud800""#,
        r#""\x""#,
        r#""\""#,
        r#"""#,
        r#""ä€😀 and more""#,
        "\"a\u{1}b\"",
        "\"eight by\u{1f}\"",
        "\"\u{7f}\"",
        "\"tab\t\"",
    ] {
        alike(text);
    }
}

#[test]
fn numbers_are_read_as_by_the_library() {
    for text in [
        "0",
        "-0",
        "7",
        "007",
        "-7",
        "-",
        "1.5",
        "1.",
        ".5",
        "1e3",
        "1e",
        "1E+2",
        "--1",
        "1-2",
        "12345678901234567",
        "123456789012345678",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e999",
        "0.1",
        "+1",
        "1_0",
        "0x1",
    ] {
        alike(text);
    }
}

#[test]
fn structures_are_read_as_by_the_library() {
    for text in [
        "",
        " ",
        "{}",
        "[]",
        "{ }",
        "[ ]",
        "[1,2]",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\" : [ { \"b\" : null } , true , false ] }",
        "{\"a\"}",
        "{a:1}",
        "{1:2}",
        "nul",
        "nulls",
        "truefalse",
        "[1]]",
        "{\"a\":1}}",
        "{\"a\":1",
        "[1",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1}\n",
        "\n[\r1\t]",
        "{\"a\":1]",
        "[1}",
        "{\"a\\n\":1,\"a\\n\":2}",
        "\u{feff}1",
        "//1",
        "NaN",
    ] {
        alike(text);
    }
    for depth in [126, 127, 128, 5_000] {
        alike(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
        alike(&format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)));
    }
}

#[test]
fn every_beginning_of_a_text_is_read_as_by_the_library() {
    let text = r#"{"type":"Ünknown","n":-12.5e1,"list":[{"a":"b\\\"c"},null,true],"o":{"k":12}}"#;
    for end in (0..=text.len()).filter(|it| text.is_char_boundary(*it)) {
        alike(&text[..end]);
    }
}

#[derive(Debug, Deserialize, PartialEq)]
struct Sample<'a> {
    #[serde(borrow)]
    text: std::borrow::Cow<'a, str>,
    number: u8,
    perhaps: Option<bool>,
    map: BTreeMap<String, f64>,
}

#[test]
fn what_does_not_fit_is_told_as_by_the_library() {
    for text in [
        r#"{"text":"a","number":1,"perhaps":null,"map":{"x":1,"y":2.5}}"#,
        r#"{"text":7,"number":1,"map":{}}"#,
        r#"{"text":"a","number":256,"map":{}}"#,
        r#"{"text":"a","number":-1,"map":{}}"#,
        r#"{"text":"a","number":1.5,"map":{}}"#,
        r#"{"text":null,"number":1,"map":{}}"#,
        r#"{"text":"a","number":1}"#,
        r#"{"text":"a","number":1,"map":[1]}"#,
        r#"{"text":"a","number":{},"map":{}}"#,
        r#"{"text":"a","number":1,"perhaps":"x","map":{}}"#,
        r#"{"text":"a","text":"b","number":1,"map":{}}"#,
        r#"{"more":[{}],"text":"a","number":1,"map":{"x":"y"}}"#,
        "7",
    ] {
        let expected = serde_json::from_str::<Sample>(text);
        match (read::<Sample>(text), expected) {
            (Ok(value), Ok(expected)) => assert_eq!(value, expected),
            (Err((offset, fault)), Err(error)) => {
                let message = error.to_string();
                assert!(message.starts_with(&fault.to_string()), "{text}: {fault} / {message}");
                let column = crate::event::scan::offset_of(text, error.line(), error.column());
                let paths = [offset, column].map(|it| crate::event::scan::path_at(text, it));
                assert_eq!(paths[0], paths[1], "{text}: {fault}");
            }
            (other, expected) => panic!("{text}: {other:?} instead of {expected:?}"),
        }
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_as_by_the_library(value in json(), pretty in any::<bool>()) {
        let text = if pretty { format!("{value:#}") } else { value.to_string() };
        alike(&text);
    }

    #[test]
    fn whatever_is_damaged_is_read_as_by_the_library(
        value in json(), at in any::<prop::sample::Index>(), with in any::<char>(), removes in any::<bool>(),
    ) {
        let mut letters: Vec<char> = value.to_string().chars().collect();
        let place = at.index(letters.len());
        if removes { letters.remove(place); } else { letters[place] = with; }
        alike(&letters.into_iter().collect::<String>());
    }
}
