//! What is wrong with a frame is told: its kind, the place of the fault, and the text as it came.

use std::collections::BTreeSet;

use ari_generated::{DecodeError, Event};
use ari_oracle_tests::frames::samples;
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::types::field_type;
use ari_oracle_tests::values::{Place, places};
use serde_json::{Value, json};

use super::{kind_of, parse, specification};

fn fault(text: &str) -> DecodeError {
    let error = Event::decode(text).expect_err(text);
    assert_eq!(error.raw, text);
    assert!(!error.message.is_empty());
    error
}

/// Every declared value of every sampled frame but its `type`, with the whole frame.
fn every_place() -> Vec<(Value, Place)> {
    let specification = specification();
    let mut found = Vec::new();
    for frame in samples() {
        let frame = parse(&frame);
        for place in places(&specification, kind_of(&frame), &frame) {
            if place.field.key() != "field Message.type" {
                found.push((frame.clone(), place));
            }
        }
    }
    found
}

#[test]
fn a_missing_field_is_told_with_the_object_it_is_missing_in() {
    let overlay = Overlay::read();
    let mut kinds = BTreeSet::new();
    for (mut frame, place) in every_place() {
        if field_type(&overlay, &place.field).starts_with("Option<") {
            continue;
        }
        let kind = kind_of(&frame).to_owned();
        let parent = frame.pointer_mut(&place.parent).and_then(Value::as_object_mut);
        parent.expect("an object").remove(&place.field.name);
        let error = fault(&frame.to_string());
        assert_eq!(error.kind.as_deref(), Some(kind.as_str()));
        assert_eq!(error.path, place.parent_path, "without {}: {error}", place.path);
        assert!(error.message.contains(&place.field.name), "{}", error.message);
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), 45, "every kind has something that it needs");
}

#[test]
fn a_value_of_another_type_is_told_with_its_place() {
    let mut kinds = BTreeSet::new();
    for (frame, place) in every_place() {
        let kind = kind_of(&frame).to_owned();
        let wrong = match place.field.data_type.as_str() {
            "boolean" => [json!("yes"), json!({"a": {"b": 1}}), json!([1])],
            "object" => [json!("x"), json!(true), json!([1])],
            it if it.starts_with("List[") => [json!("x"), json!(true), json!({"a": {"b": 1}})],
            "Date" => [json!("yesterday"), json!(7), json!({"a": {"b": 1}})],
            _ => [json!(true), json!([{"a": 1}]), json!({"a\"}": {"b": 1}})],
        };
        for wrong in wrong {
            if is_model(&place) && !wrong.is_boolean() {
                // Tells what is wrong inside.
                continue;
            }
            let mut changed = frame.clone();
            *changed.pointer_mut(&place.pointer).expect("a value") = wrong;
            let error = fault(&changed.to_string());
            assert_eq!(error.kind.as_deref(), Some(kind.as_str()));
            assert_eq!(error.path, place.path, "{error}: {changed}");
        }
        kinds.insert(kind);
    }
    assert_eq!(kinds.len(), 45);
}

fn is_model(place: &Place) -> bool {
    place.field.data_type.starts_with(|it: char| it.is_ascii_uppercase())
        && !place.field.data_type.starts_with("List[")
        && place.field.data_type != "Date"
}

#[test]
fn an_item_of_another_type_is_told_with_its_index() {
    let mut count = 0;
    for (frame, place) in every_place() {
        let items = frame.pointer(&place.pointer).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..items {
            let mut changed = frame.clone();
            let item = changed.pointer_mut(&format!("{}/{index}", place.pointer));
            *item.expect("an item") = json!(7);
            let error = fault(&changed.to_string());
            assert_eq!(error.path, format!("{}[{index}]", place.path), "{error}");
            count += 1;
        }
    }
    assert!(count > 50, "{count}");
}

#[test]
fn a_frame_that_ends_early_is_told() {
    for frame in samples() {
        let value = parse(&frame);
        for (end, _) in frame.char_indices() {
            let error = fault(&frame[..end]);
            assert!(error.kind.is_none_or(|it| it == kind_of(&value)));
        }
    }
}

#[test]
fn what_follows_the_frame_is_told() {
    for frame in samples() {
        for rest in ["x", "{}", ",", "\"", "\0"] {
            fault(&format!("{frame}{rest}"));
        }
        for space in ["\n", " \t\r\n"] {
            assert!(Event::decode(&format!("{space}{frame}{space}")).is_ok());
        }
    }
}

#[test]
fn what_is_no_event_has_no_kind() {
    for text in [
        "",
        " ",
        "null",
        "true",
        "7",
        "\"Dial\"",
        "[]",
        "[{\"type\":\"Dial\"}]",
        "{}",
        "{\"a\":1}",
        "{\"type\":null}",
        "{\"type\":7}",
        "{\"type\":[\"Dial\"]}",
        "{\"type\":{\"type\":\"Dial\"}}",
        "{\"channel\":{\"type\":\"Dial\"}}",
        "{\"type\"}",
        "{type:\"Dial\"}",
        "not json",
        "\u{feff}{}",
    ] {
        let error = fault(text);
        assert_eq!(error.kind, None, "{text}");
        assert_eq!(error.path, "$", "{text}");
    }
}

#[test]
fn a_deep_frame_harms_nobody() {
    for depth in [100, 1_000, 100_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            for text in [
                nested.clone(),
                format!("{{\"x\":{nested},\"type\":\"Dial\"}}"),
                format!("{{\"type\":\"Dial\",\"x\":{nested}}}"),
                format!("{{\"type\":\"New\",\"x\":{nested}}}"),
                format!("{{\"type\":\"ChannelUserevent\",\"userevent\":{nested}}}"),
            ] {
                drop(Event::decode(&text));
            }
        }
    }
}
