//! Names that would clash with what generated code has already: told as a problem, never left to the compiler.

mod support;

use serde_json::{Value, json};
use support::{Failure, Plain, push};

/// Generates from the spoilt plain specification and wants a problem that names `culprit`.
fn told(culprit: &str, spoil: impl FnOnce(&mut Plain)) -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    spoil(&mut plain);
    match plain.generate() {
        Err(problems) if problems.0.iter().any(|it| it.to_string().contains(culprit)) => Ok(()),
        Err(problems) => Err(format!("{culprit} is not named: {problems}").into()),
        Ok(_) => Err(format!("{culprit}: generated, though it cannot compile").into()),
    }
}

/// All of several, told together.
fn all_told(
    culprits: &[&str],
    key: impl Fn(&str) -> String,
    spoil: impl Fn(&mut Plain, &str),
) -> Result<(), Failure> {
    let failures: Vec<String> = culprits
        .iter()
        .filter_map(|it| told(&key(it), |plain| spoil(plain, it)).err())
        .map(|it| it.to_string())
        .collect();
    if failures.is_empty() { Ok(()) } else { Err(failures.join("; ").into()) }
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn query(name: &str) -> Value {
    json!({ "name": name, "paramType": "query", "dataType": "string", "required": true })
}

#[test]
fn keywords_as_fields() -> Result<(), Failure> {
    let keywords = [
        "as", "break", "const", "continue", "crate", "else", "enum", "extern", "false", "fn",
        "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref",
        "return", "self", "static", "struct", "super", "trait", "true", "type", "unsafe", "use",
        "where", "while", "async", "await", "dyn", "abstract", "become", "box", "do", "final",
        "macro", "override", "priv", "typeof", "unsized", "virtual", "yield", "try",
    ];
    all_told(
        &keywords,
        |it| format!("field Lot.{it}"),
        |plain, it| plain.lots["models"]["Lot"]["properties"][it] = text(),
    )
}

#[test]
fn the_keyword_that_came_with_the_edition() -> Result<(), Failure> {
    told("field Lot.gen", |plain| plain.lots["models"]["Lot"]["properties"]["gen"] = text())
}

#[test]
fn names_of_fields_that_are_no_keyword_everywhere_are_fine() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    for name in ["union", "auto", "default", "raw", "safe", "macro_rules", "kind"] {
        plain.lots["models"]["Lot"]["properties"][name] = text();
    }
    plain.generate()?;
    Ok(())
}

#[test]
fn arguments_called_like_what_the_code_around_them_uses() -> Result<(), Failure> {
    all_told(
        &["caller", "prepared"],
        |it| format!("op POST /lots/{{lotId}} param {it}"),
        |plain, it| plain.add_parameter(query(it)),
    )
}

#[test]
fn setters_called_like_options_of_every_request() -> Result<(), Failure> {
    all_told(
        &["new", "request", "clone", "into_future", "with_deadline"],
        |it| format!("param {it}"),
        |plain, it| {
            let mut parameter = query(it);
            parameter["required"] = json!(false);
            plain.add_parameter(parameter);
        },
    )
}

#[test]
fn requests_called_like_what_their_files_import() -> Result<(), Failure> {
    all_told(
        &["caller", "operation", "json", "prepared", "method", "parameterFacts", "bodyShape"],
        |_| "op PUT /lots".to_owned(),
        |plain, it| plain.add_operation(it),
    )
}

#[test]
fn methods_called_new() -> Result<(), Failure> {
    told("op PUT /lots", |plain| plain.add_operation("new"))
}

#[test]
fn a_handle_method_called_like_the_key() -> Result<(), Failure> {
    told("op PUT /lots/{lotId}", |plain| {
        let key = plain.operations()[0]["parameters"][0].clone();
        let operation = json!({
            "httpMethod": "PUT", "summary": "Does it.", "nickname": "lotId",
            "responseClass": "void", "parameters": [key]
        });
        push(plain.operations(), operation);
    })
}

#[test]
fn models_called_like_types_that_generated_code_uses() -> Result<(), Failure> {
    let taken = [
        "Text",
        "Timestamp",
        "Subject",
        "Error",
        "Frame",
        "Client",
        "Session",
        "Operation",
        "Reply",
        "Duration",
        "Arc",
        "Value",
        "Map",
        "Option",
        "String",
        "Vec",
        "EventKind",
    ];
    all_told(
        &taken,
        |it| it.to_owned() + ":",
        |plain, it| {
            plain.add_model(it, json!({ "a": { "type": "string" } }));
        },
    )
}

#[test]
fn ids_and_enums_called_like_types_that_generated_code_uses() -> Result<(), Failure> {
    told("Text", |plain| {
        let id = plain.overlay["ids"]["LotId"].take();
        plain.overlay["ids"] = json!({ "Text": id });
    })?;
    told("Event", |plain| {
        let it = plain.overlay["enums"]["LotState"].take();
        plain.overlay["enums"] = json!({ "Event": it });
    })
}

#[test]
fn events_called_like_what_stands_beside_them() -> Result<(), Failure> {
    let taken = ["Unrecognized", "EventKind", "Frame", "Arc", "Subject", "Timestamp", "RawEvent"];
    all_told(&taken, |it| format!("model {it}"), |plain, it| plain.add_event(it, json!({})))
}

#[test]
fn two_events_with_one_type() -> Result<(), Failure> {
    told("CallParked", |plain| plain.name("model CallParked", "LotClosed"))
}

#[test]
fn an_input_with_a_field_called_like_its_constructor() -> Result<(), Failure> {
    told("field Wish.new", |plain| {
        plain.add_model("Wish", json!({ "new": { "type": "string" } }));
        push(&mut plain.overlay["inputs"], json!({ "model": "Wish", "reason": "" }));
    })
}

#[test]
fn two_lists_of_values_that_would_become_one_enum() -> Result<(), Failure> {
    let values = |value: &str| json!({ "type": "string", "allowableValues": { "valueType": "LIST", "values": [value] } });
    told("CallLogState", |plain| {
        plain.add_model("Call", json!({ "log_state": values("kept") }));
        plain.add_model("CallLog", json!({ "state": values("lost") }));
    })
}

#[test]
fn names_of_the_overlay_that_lead_out_of_the_tree() -> Result<(), Failure> {
    let targets = [
        "resource events",
        "file lots",
        "file events",
        "model Lot",
        "model CallParked",
        "event CallParked",
        "field Lot.music",
        "op GET /lots",
        "handle GET /lots/{lotId}",
        "op POST /lots/{lotId} param music",
    ];
    all_told(&targets, |_| "../evil".to_owned(), |plain, target| plain.name(target, "../evil"))
}

#[test]
fn files_of_models_are_no_keywords() -> Result<(), Failure> {
    for keyword in ["mod", "self", "type"] {
        told("file lots", |plain| plain.name("file lots", keyword))?;
    }
    Ok(())
}

#[test]
fn enums_and_ids_of_the_overlay_that_lead_out_of_the_tree() -> Result<(), Failure> {
    for map in ["ids", "enums"] {
        told("../evil", |plain| {
            let first = match map {
                "ids" => plain.overlay[map]["LotId"].take(),
                _ => plain.overlay[map]["LotState"].take(),
            };
            plain.overlay[map] = json!({ "../evil": first });
        })?;
    }
    told("../evil", |plain| {
        plain.overlay["enums"]["LotState"]["variants"] = json!({ "open": "../evil" });
    })
}
