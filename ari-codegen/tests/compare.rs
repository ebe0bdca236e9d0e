//! What a change of the specification is called, and what it means for who uses the generated code.

mod support;

use ari_codegen::{Effect, Facts, Source, compare};
use serde_json::{Value, json};
use support::Failure;

/// One resource, its models and one event.
fn specification() -> Value {
    json!({
        "swaggerVersion": "1.2", "resourcePath": "/api-docs/lots.{format}", "requiresModules": ["res_lots"],
        "apis": [
            {"path": "/lots", "operations": [
                {"httpMethod": "GET", "nickname": "list", "responseClass": "List[Lot]", "since": ["20.0.0"]},
                {"httpMethod": "POST", "nickname": "create", "responseClass": "Lot", "parameters": [
                    {"name": "size", "paramType": "query", "dataType": "int", "required": true,
                     "allowableValues": {"valueType": "RANGE", "min": 0}},
                    {"name": "kind", "paramType": "query", "dataType": "string", "defaultValue": "open",
                     "allowableValues": {"valueType": "LIST", "values": ["open", "closed"]}},
                    {"name": "note", "paramType": "query", "dataType": "string"}
                ], "errorResponses": [{"code": 409}]}
            ]}
        ],
        "models": {
            "Lot": {"id": "Lot", "properties": {
                "id": {"type": "string", "required": true},
                "state": {"type": "string", "allowableValues": {"valueType": "LIST", "values": ["free", "taken"]}}
            }},
            "Tuple": {"id": "Tuple", "properties": {"name": {"type": "string", "required": true}}},
            "Message": {"id": "Message", "discriminator": "type", "subTypes": ["Event"],
                "properties": {"type": {"type": "string", "required": true}}},
            "Event": {"id": "Event", "subTypes": ["LotTaken"], "properties": {"application": {"type": "string"}}},
            "LotTaken": {"id": "LotTaken", "properties": {"lot": {"type": "Lot", "required": true}}}
        }
    })
}

/// An overlay by which users build a `Tuple`.
fn overlay() -> Source {
    let overlay = json!({
        "corrections": [], "names": [], "ids": {}, "enums": {}, "durations": [], "bodies": [], "always_send": [],
        "removals": [], "inputs": [{"model": "Tuple", "reason": "Callers send it."}], "subjects": {}, "concerns": [],
        "session": {"opens": [], "closes": [], "terminal": {}, "replaced": [], "listings": []}
    });
    Source::new("overlay.json", overlay.to_string())
}

fn facts(json: &Value, release: &str) -> Result<Facts, Failure> {
    Ok(Facts::read(&[Source::new("lots.json", json.to_string())], release)?)
}

/// The lines of the report on a change, without its head and its last line, and the verdict.
fn report(before: &Value, after: &Value) -> Result<(Option<Effect>, Vec<String>), Failure> {
    let comparison = compare(&facts(before, "1.0.0")?, &facts(after, "2.0.0")?, &overlay())?;
    let text = comparison.text();
    let lines = text.lines().filter_map(|it| Some(it.strip_prefix("  ")?.to_owned())).collect();
    Ok((comparison.verdict, lines))
}

/// A pointer into the specification, what stands there instead, and what is said of it.
type Case = (&'static str, Value, Effect, &'static [&'static str]);

fn cases() -> Vec<Case> {
    use Effect::{Additive, Breaking, Documentation};
    let parameter = |name: &str, required: bool| json!({"name": name, "paramType": "query", "dataType": "string", "required": required});
    vec![
        (
            "/apis/0/operations/0/nickname",
            json!("all"),
            Breaking,
            &["~ op GET /lots: nickname list -> all"],
        ),
        (
            "/apis/0/operations/0/responseClass",
            json!("Lot"),
            Breaking,
            &["~ op GET /lots: response List[Lot] -> Lot"],
        ),
        (
            "/apis/0/operations/0/since",
            json!(["20.0.0", "22.0.0"]),
            Documentation,
            &["~ op GET /lots: since 20.0.0 -> 20.0.0, 22.0.0"],
        ),
        (
            "/apis/0/operations/0/errorResponses",
            json!([{"code": "404"}]),
            Documentation,
            &["~ op GET /lots: errors nothing -> 404"],
        ),
        (
            "/apis/0/operations/1/errorResponses",
            json!([]),
            Documentation,
            &["~ op POST /lots: errors 409 -> nothing"],
        ),
        (
            "/apis/0/operations/1/parameters/0/required",
            json!(false),
            Breaking,
            &["~ op POST /lots param size: required true -> false"],
        ),
        (
            "/apis/0/operations/1/parameters/2/required",
            json!(true),
            Breaking,
            &["~ op POST /lots param note: required false -> true"],
        ),
        (
            "/apis/0/operations/1/parameters/0/dataType",
            json!("long"),
            Breaking,
            &["~ op POST /lots param size: type int -> long"],
        ),
        (
            "/apis/0/operations/1/parameters/0/allowableValues/min",
            json!(-1),
            Breaking,
            &["~ op POST /lots param size: least 0 -> -1"],
        ),
        (
            "/apis/0/operations/1/parameters/2/allowMultiple",
            json!(true),
            Breaking,
            &["~ op POST /lots param note: multiple false -> true"],
        ),
        (
            "/apis/0/operations/1/parameters/1/defaultValue",
            json!("closed"),
            Documentation,
            &["~ op POST /lots param kind: default \"open\" -> \"closed\""],
        ),
        (
            "/apis/0/operations/1/parameters/1/allowableValues/values",
            json!(["open", "closed", "ajar"]),
            Additive,
            &["~ op POST /lots param kind: values open, closed -> open, closed, ajar"],
        ),
        (
            "/apis/0/operations/1/parameters/1/allowableValues/values",
            json!(["open"]),
            Breaking,
            &["~ op POST /lots param kind: values open, closed -> open"],
        ),
        (
            "/apis/0/operations/1/parameters/1/allowableValues/values",
            json!(["closed", "open"]),
            Documentation,
            &["~ op POST /lots param kind: values open, closed -> closed, open"],
        ),
        (
            "/apis/0/operations/1/parameters/3",
            parameter("who", false),
            Additive,
            &["+ op POST /lots param who: string"],
        ),
        (
            "/apis/0/operations/1/parameters/3",
            parameter("who", true),
            Breaking,
            &["+ op POST /lots param who: string"],
        ),
        (
            "/apis/0/operations/2",
            json!({"httpMethod": "DELETE", "nickname": "clear", "responseClass": "void", "parameters": [parameter("who", true)]}),
            Additive,
            &["+ op DELETE /lots (who): void"],
        ),
        (
            "/models/Lot/properties/state/allowableValues/values",
            json!(["free", "taken", "gone"]),
            Additive,
            &["~ field Lot.state: values free, taken -> free, taken, gone"],
        ),
        (
            "/models/Lot/properties/id/allowableValues",
            json!({"valueType": "LIST", "values": ["a"]}),
            Breaking,
            &["~ field Lot.id: values nothing -> a"],
        ),
        (
            "/models/Lot/properties/id/type",
            json!("int"),
            Breaking,
            &["~ field Lot.id: type string -> int"],
        ),
        (
            "/models/Lot/properties/id/required",
            json!(false),
            Breaking,
            &["~ field Lot.id: required true -> false"],
        ),
        (
            "/models/Lot/properties/place",
            json!({"type": "int", "required": true}),
            Additive,
            &["+ field Lot.place: int"],
        ),
        // Users build this one, and have to give more.
        (
            "/models/Tuple/properties/value",
            json!({"type": "string", "required": true}),
            Breaking,
            &["+ field Tuple.value: string"],
        ),
        (
            "/models/Tuple/properties/value",
            json!({"type": "string"}),
            Additive,
            &["+ field Tuple.value: string"],
        ),
        (
            "/models/Other",
            json!({"id": "Other", "properties": {"a": {"type": "int", "required": true}}}),
            Additive,
            &["+ model Other (a)"],
        ),
        (
            "/models/Message/discriminator",
            Value::Null,
            Breaking,
            &["~ model Message: discriminator type -> nothing"],
        ),
        (
            "/requiresModules",
            json!(["res_lots", "res_more"]),
            Documentation,
            &["~ resource lots: modules res_lots -> res_lots, res_more"],
        ),
    ]
}

/// Puts a value where a pointer says, or takes away what is there.
fn set(json: &mut Value, pointer: &str, value: &Value) -> Option<()> {
    let (parent, key) = pointer.rsplit_once('/')?;
    match json.pointer_mut(parent)? {
        Value::Object(entries) if value.is_null() => drop(entries.remove(key)),
        Value::Object(entries) => drop(entries.insert(key.to_owned(), value.clone())),
        Value::Array(items) => {
            let index: usize = key.parse().ok()?;
            items.truncate(index.max(items.len().min(index + 1)));
            match items.get_mut(index) {
                Some(item) => *item = value.clone(),
                None => items.push(value.clone()),
            }
        }
        _ => return None,
    }
    Some(())
}

#[test]
fn each_change_has_its_line_and_its_verdict() -> Result<(), Failure> {
    let before = specification();
    for (pointer, value, effect, lines) in cases() {
        let mut after = before.clone();
        set(&mut after, pointer, &value).ok_or(pointer)?;
        let (verdict, told) = report(&before, &after)?;
        assert_eq!(told, lines, "{pointer}");
        assert_eq!(verdict, Some(effect), "{pointer}");
    }
    Ok(())
}

#[test]
fn whatever_is_gone_breaks() -> Result<(), Failure> {
    let before = specification();
    for (pointer, line) in [
        ("/apis/0/operations/0", "- op GET /lots: List[Lot]"),
        ("/apis/0/operations/1/parameters/2", "- op POST /lots param note: string"),
        ("/models/Lot/properties/state", "- field Lot.state: string"),
        ("/models/Tuple", "- model Tuple (name)"),
    ] {
        let mut after = before.clone();
        let (parent, key) = pointer.rsplit_once('/').ok_or(pointer)?;
        match after.pointer_mut(parent) {
            Some(Value::Object(entries)) => drop(entries.remove(key)),
            Some(Value::Array(items)) => drop(items.remove(key.parse()?)),
            _ => return Err(pointer.into()),
        }
        assert_eq!(report(&before, &after)?, (Some(Effect::Breaking), vec![line.to_owned()]));
        // And back it is an addition.
        let (verdict, lines) = report(&after, &before)?;
        assert_eq!((verdict, lines), (Some(Effect::Additive), vec![line.replacen('-', "+", 1)]));
    }
    Ok(())
}

#[test]
fn events_come_and_go_by_that_name() -> Result<(), Failure> {
    let before = specification();
    let mut after = before.clone();
    after["models"]["Event"]["subTypes"] = json!(["LotTaken", "LotLeft"]);
    after["models"]["LotLeft"] = json!({"id": "LotLeft", "properties": {"lot": {"type": "Lot"}}});
    let added = (Some(Effect::Additive), vec!["+ event LotLeft (lot)".to_owned()]);
    assert_eq!(report(&before, &after)?, added);
    let removed = (Some(Effect::Breaking), vec!["- event LotLeft (lot)".to_owned()]);
    assert_eq!(report(&after, &before)?, removed);
    // A model that becomes an event is another thing.
    let mut after = before.clone();
    after["models"]["Event"]["subTypes"] = json!(["LotTaken", "Tuple"]);
    let (verdict, lines) = report(&before, &after)?;
    assert_eq!(verdict, Some(Effect::Breaking));
    assert_eq!(lines, ["~ event Tuple: subtype of nothing -> Event"]);
    Ok(())
}

#[test]
fn arguments_that_change_places_break() -> Result<(), Failure> {
    let mut before = specification();
    let parameters = "/apis/0/operations/1/parameters";
    let required = |name: &str| json!({"name": name, "paramType": "query", "dataType": "int", "required": true});
    let list = before.pointer_mut(parameters).ok_or(parameters)?;
    *list = json!([required("old"), required("new")]);
    let mut after = before.clone();
    *after.pointer_mut(parameters).ok_or(parameters)? = json!([required("new"), required("old")]);
    let told = vec!["~ op POST /lots: arguments old, new -> new, old".to_owned()];
    assert_eq!(report(&before, &after)?, (Some(Effect::Breaking), told));
    // One that comes is told as that alone.
    *after.pointer_mut(parameters).ok_or(parameters)? =
        json!([required("mid"), required("old"), required("new")]);
    let told = vec!["+ op POST /lots param mid: int".to_owned()];
    assert_eq!(report(&before, &after)?, (Some(Effect::Breaking), told));
    Ok(())
}

#[test]
fn what_the_overlay_had_corrected_breaks_nothing_when_it_becomes_true() -> Result<(), Failure> {
    let before = specification();
    let mut after = before.clone();
    set(&mut after, "/models/Lot/properties/id/type", &json!("long")).ok_or("a field")?;
    let mut overlay: Value = serde_json::from_str(&overlay().text)?;
    overlay["corrections"] = json!([{
        "targets": ["field Lot.id"], "change": {"type": {"from": "string", "to": "long"}}, "reason": "It is one."
    }]);
    let overlay = Source::new("overlay.json", overlay.to_string());
    let comparison = compare(&facts(&before, "1.0.0")?, &facts(&after, "2.0.0")?, &overlay)?;
    assert_eq!(comparison.verdict, Some(Effect::Documentation), "{}", comparison.text());
    assert!(comparison.text().contains("~ field Lot.id: type string -> long"));
    Ok(())
}

#[test]
fn a_long_chain_of_models_is_no_cycle_and_takes_no_time() -> Result<(), Failure> {
    let models: serde_json::Map<String, Value> = (0..9_000)
        .map(|it| {
            let next = if it == 8_999 { "string".to_owned() } else { format!("M{}", it + 1) };
            (format!("M{it}"), json!({"id": format!("M{it}"), "properties": {"n": {"type": next}}}))
        })
        .collect();
    let json = json!({"swaggerVersion": "1.1", "resourcePath": "/x", "apis": [], "models": models});
    assert_eq!(facts(&json, "1.0.0")?.keys().len(), 18_000);
    Ok(())
}

#[test]
fn the_same_is_no_difference_whatever_its_sentences_and_order_of_keys() -> Result<(), Failure> {
    let before = specification();
    let mut after = before.clone();
    after["apis"][0]["operations"][0]["summary"] = json!("Lists.");
    after["apis"][0]["operations"][1]["errorResponses"][0]["reason"] = json!("Taken.");
    after["apis"][0]["operations"][1]["parameters"][2]["allowMultiple"] = json!(false);
    after["models"]["Lot"]["description"] = json!("A lot.");
    assert_eq!(report(&before, &after)?, (None, Vec::new()));
    Ok(())
}

#[test]
fn reports_tell_the_same_to_programs() -> Result<(), Failure> {
    let mut after = specification();
    set(&mut after, "/models/Lot/properties/id/type", &json!("int")).ok_or("a field")?;
    set(&mut after, "/models/Lot/properties/place", &json!({"type": "int"})).ok_or("a model")?;
    let comparison =
        compare(&facts(&specification(), "1.0.0")?, &facts(&after, "2.0.0")?, &overlay())?;
    let json: Value = serde_json::from_str(&comparison.json())?;
    assert_eq!(
        json,
        json!({"before": "1.0.0", "after": "2.0.0", "verdict": "breaking", "changes": [
            {"effect": "breaking", "change": "changed", "attribute": "type", "before": ["string"], "after": ["int"], "key": "field Lot.id"},
            {"effect": "additive", "change": "added", "key": "field Lot.place", "type": "int"}
        ]})
    );
    assert_eq!(
        comparison.markdown(),
        "## Asterisk 1.0.0 → 2.0.0\n\n1 field changed, 1 field added: breaking.\n\n### Breaking\n\n* `field Lot.id`: type string → int\n\n\
         ### Additive\n\n* new: `field Lot.place`: int\n"
    );
    Ok(())
}
