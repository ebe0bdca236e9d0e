//! What may differ without harm: the order of keys, decoys, kinds and values and fields that are new or not there yet.

use std::collections::BTreeSet;

use ari_generated::Event;
use ari_oracle_tests::frames::{sample, samples};
use ari_oracle_tests::overlay::Overlay;
use ari_oracle_tests::types::field_type;
use ari_oracle_tests::values::places;
use serde_json::{Value, json};

use super::{kind_of, parse, specification, written};

fn decode(text: &str) -> Event {
    Event::decode(text).unwrap_or_else(|it| panic!("{it}: {text}"))
}

/// Writes a value with the keys of every object turned round by some places, or backwards.
fn reordered(value: &Value, turn: usize, backwards: bool) -> String {
    let inner = |it: &Value| reordered(it, turn, backwards);
    match value {
        Value::Array(items) => {
            format!("[{}]", items.iter().map(inner).collect::<Vec<_>>().join(", "))
        }
        Value::Object(members) => {
            let mut texts: Vec<_> =
                members.iter().map(|(key, it)| format!("{}: {}", json!(key), inner(it))).collect();
            if backwards {
                texts.reverse();
            }
            if !texts.is_empty() {
                let count = texts.len();
                texts.rotate_left(turn % count);
            }
            format!("{{\n  {} }}", texts.join(",\n\t"))
        }
        other => other.to_string(),
    }
}

#[test]
fn keys_stand_in_any_order() {
    for frame in samples() {
        let event = decode(&frame);
        let value = parse(&frame);
        for turn in 0..8 {
            for backwards in [false, true] {
                assert_eq!(decode(&reordered(&value, turn, backwards)), event);
            }
        }
    }
}

#[test]
fn a_nested_type_is_no_type() {
    let decoy = json!({
        "type": "Dial", "a\"type\":": "\"type\":\"Dial\"", "list": [{"type": "StasisEnd"}, "type", "}"],
        "deep": {"type": {"type": "Dial"}, "\\": "\\", "x": "{\"type\":\"Dial\""},
    });
    for frame in samples() {
        let event = decode(&frame);
        let rest = frame.strip_prefix('{').expect("an object");
        assert_eq!(decode(&format!("{{\"aaa\":{decoy},\"bbb\":[{decoy}],{rest}")), event);
        assert_eq!(
            decode(&format!("{{\"typ\":\"Dial\",\"type \":\"Dial\",\"Type\":1,{rest}")),
            event
        );
    }
    let text = format!(
        r#"{{"eventname":"e","userevent":{decoy},"type":"ChannelUserevent","timestamp":"2026-11-21T08:29:20.637+0000","application":"a"}}"#
    );
    let Event::ChannelUserevent(event) = decode(&text) else { panic!("another kind") };
    assert_eq!(Value::Object(event.userevent.clone()), decoy);
}

#[test]
fn a_key_may_be_written_with_escapes() {
    for frame in samples() {
        let event = decode(&frame);
        let escaped = frame.replacen("\"type\":", r#""\u0074y\u0070e":"#, 1);
        assert_ne!(escaped, frame);
        assert_eq!(decode(&escaped), event);
    }
}

#[test]
fn an_unknown_kind_keeps_its_text() {
    let frame = r#"{"type":"ChannelDreamed","application":"a","depth":{"type":"Dial"},"é":[1]}"#;
    let event = decode(frame);
    assert_eq!(event.kind(), None);
    assert_eq!(event.kind_name(), "ChannelDreamed");
    assert_eq!(event.raw(), Some(frame));
    assert_eq!(written(&event), None);
    let Event::Unrecognized(raw) = &event else { panic!("{event:?} is recognised") };
    assert_eq!(raw.kind_name(), "ChannelDreamed");
    assert_eq!(raw.text(), Some(frame));
    assert_eq!(raw.decode::<Value>().expect("the frame"), parse(frame));
    // Kinds are told apart to the letter.
    for kind in ["", "dial", "Dial ", "DIAL", "Event", "Message", "RestResponse", "Di\\u0000al"] {
        let event = decode(&format!(r#"{{"type":"{kind}"}}"#));
        assert_eq!(event.kind(), None, "{kind}");
    }
}

#[test]
fn an_unknown_field_is_tolerated() {
    let specification = specification();
    for frame in samples() {
        let event = decode(&frame);
        let original = parse(&frame);
        let mut value = original.clone();
        let mut objects = vec![String::new()];
        for place in places(&specification, kind_of(&original), &original) {
            let is_model = specification.models.contains_key(&place.field.data_type);
            if is_model {
                objects.push(place.pointer);
            }
        }
        for object in objects {
            let object = value.pointer_mut(&object).and_then(Value::as_object_mut);
            let object = object.expect("an object");
            object.insert("a_new_field".to_owned(), json!({"with": ["things", 1.5, null]}));
            object.insert("zz_new_field".to_owned(), json!(null));
        }
        assert_eq!(decode(&value.to_string()), event);
    }
}

#[test]
fn an_unknown_value_is_kept() {
    let overlay = Overlay::read();
    let specification = specification();
    let mut seen = BTreeSet::new();
    for frame in samples() {
        let original = parse(&frame);
        for place in places(&specification, kind_of(&original), &original) {
            if place.field.values.is_empty() {
                continue;
            }
            let mut value = original.clone();
            let change = value.pointer_mut(&place.pointer).expect("a value");
            *change = "Something \"new\", with 10\u{e4} letters and more than fit inline".into();
            let event = decode(&value.to_string());
            assert_eq!(written(&event), Some(value), "{}", place.path);
            assert_ne!(event, decode(&frame));
            seen.insert(place.field.key());
        }
    }
    let fields = specification.models.values().flat_map(|it| &it.fields);
    let wanted: BTreeSet<String> =
        fields.filter(|it| !it.values.is_empty()).map(|it| it.key()).collect();
    assert_eq!(seen, wanted, "fields with listed values");
    assert!(wanted.iter().all(|it| overlay.enumeration(it).is_some()));
}

#[test]
fn every_listed_value_is_recognised() {
    let specification = specification();
    for frame in sample("22.10.1") {
        let original = parse(&frame);
        for place in places(&specification, kind_of(&original), &original) {
            for wire in &place.field.values {
                let mut value = original.clone();
                *value.pointer_mut(&place.pointer).expect("a value") = wire.as_str().into();
                let event = decode(&value.to_string());
                assert!(!format!("{event:?}").contains("Unrecognized"), "{wire}");
                assert_eq!(written(&event), Some(value));
            }
        }
    }
}

#[test]
fn what_is_optional_may_be_absent() {
    let overlay = Overlay::read();
    let specification = specification();
    let mut seen = BTreeSet::new();
    for frame in samples() {
        let original = parse(&frame);
        for place in places(&specification, kind_of(&original), &original) {
            if !field_type(&overlay, &place.field).starts_with("Option<") {
                continue;
            }
            let mut value = original.clone();
            let parent = value.pointer_mut(&place.parent).and_then(Value::as_object_mut);
            parent.expect("an object").remove(&place.field.name);
            assert_eq!(written(&decode(&value.to_string())), Some(value), "{}", place.path);
            seen.insert(place.field.key());
        }
    }
    // Younger than the oldest supported releases, although the specification requires it.
    assert!(seen.contains("field Channel.protocol_id"));
    assert!(seen.len() > 30, "{seen:?}");
}

#[test]
fn a_peer_may_tell_numbers() {
    let frame = r#"{"type":"PeerStatusChange","application":"a","timestamp":"2026-11-21T08:29:20.637+0000",
        "endpoint":{"technology":"IAX2","resource":"b","channel_ids":[]},
        "peer":{"peer_status":"Registered","address":"10.0.0.1","port":4569,"time":-1}}"#;
    let Event::PeerStatusChange(event) = decode(frame) else { panic!("another kind") };
    assert_eq!(event.peer.port.as_deref(), Some("4569"));
    assert_eq!(event.peer.time.as_deref(), Some("-1"));
    let text = frame.replace("4569", "\"4569\"").replace("-1}", "\"-1\"}");
    let Event::PeerStatusChange(same) = decode(&text) else { panic!("another kind") };
    assert_eq!(same, event);
}
