//! What a vendor adds is generated like Asterisk's own, and nothing is said of it that only Asterisk's releases can tell.

mod support;

use ari_codegen::{Extra, Generated, Problems, Source, generate};
use serde_json::{Value, json};
use support::{Failure, Plain};

fn resource(name: &str, apis: Value, models: Value) -> Source {
    let json = json!({
        "swaggerVersion": "1.1", "resourcePath": "/", "requiresModules": ["res_vendor"],
        "apis": apis, "models": models
    });
    Source::new(format!("vendor/{name}.json"), json.to_string())
}

fn overlay(json: &Value) -> Option<Source> {
    Some(Source::new("vendor/overlay.json", json.to_string()))
}

fn extended(plain: &Plain, extras: Vec<Extra>) -> Result<Generated, Problems> {
    let specification =
        extras.into_iter().fold(plain.specification(), |it, extra| it.extended(extra));
    generate(&specification)
}

fn api(path: &str, operation: Value) -> Value {
    json!([{ "path": path, "operations": [operation] }])
}

/// The operation that opens a lot, with other parameters.
fn open(parameters: Value) -> Value {
    json!({
        "httpMethod": "POST", "nickname": "open", "summary": "Opens.", "responseClass": "Lot",
        "parameters": parameters
    })
}

#[test]
fn it_has_no_first_release_and_no_page_of_asterisks() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    let parameters = plain.operations()[1]["parameters"].as_array_mut().ok_or("a list")?;
    parameters.retain(|it| it["name"] != "music");
    assert!(!plain.generate()?.tree["lots/open.rs"].contains("21.3"));
    // Asterisk's parameter of this name came with 21.3; this one is the vendor's.
    let music = json!([{ "name": "music", "paramType": "query", "dataType": "string" }]);
    let list = json!({
        "httpMethod": "PUT", "nickname": "sort", "summary": "Sorts.", "responseClass": "void"
    });
    let mut apis = api("/lots/{lotId}", open(music)).as_array().cloned().ok_or("a list")?;
    apis.extend(api("/lots", list).as_array().cloned().ok_or("a list")?);
    let lots = resource("lots", Value::from(apis), json!({}));
    let tree = extended(&plain, vec![Extra::new(vec![lots], None)])?.tree;
    let open = &tree["lots/open.rs"];
    assert!(open.contains("pub fn music(") && !open.contains("21.3"), "{open}");
    assert!(open.contains("docs.asterisk.org"), "{open}");
    let sort = &tree["lots/sort.rs"];
    assert!(!sort.contains("docs.asterisk.org") && !sort.contains("Since"), "{sort}");
    let docs = tree["lots/mod.rs"].split("Sorts.").nth(1).ok_or("it is documented")?;
    assert!(docs.trim_start_matches(['\n', ' ', '/']).starts_with("`PUT /lots`"), "{docs}");
    Ok(())
}

#[test]
fn its_modules_are_those_of_its_own_operations() -> Result<(), Failure> {
    let sort = json!({
        "httpMethod": "PUT", "nickname": "sort", "summary": "Sorts.", "responseClass": "void"
    });
    let lots = resource("lots", api("/lots", sort), json!({}));
    let tree = extended(&Plain::read()?, vec![Extra::new(vec![lots], None)])?.tree;
    assert!(tree["lots/sort.rs"].contains(r#".modules(&["res_vendor"])"#));
    assert!(tree["lots/list.rs"].contains(r#".modules(&["res_parking"])"#));
    Ok(())
}

#[test]
fn what_its_overlay_says_of_one_operation_holds_where_ours_speaks_of_any() -> Result<(), Failure> {
    let ring = json!({
        "httpMethod": "PUT", "nickname": "ring", "summary": "Rings.", "responseClass": "void",
        "parameters": [{ "name": "lotId", "paramType": "query", "dataType": "string" }]
    });
    let bells = || resource("bells", api("/bells", ring.clone()), json!({}));
    let tree = extended(&Plain::read()?, vec![Extra::new(vec![bells()], None)])?.tree;
    assert!(tree["bells/ring.rs"].contains("impl Into<LotId>"), "{}", tree["bells/ring.rs"]);
    let decisions = json!({ "ids": { "BellId": {
        "description": "The id of a bell.", "targets": ["op PUT /bells param lotId"]
    } } });
    let extra = Extra::new(vec![bells()], overlay(&decisions));
    let tree = extended(&Plain::read()?, vec![extra])?.tree;
    assert!(tree["bells/ring.rs"].contains("impl Into<BellId>"), "{}", tree["bells/ring.rs"]);
    assert!(tree["lots/close.rs"].contains("impl Into<LotId>"));
    Ok(())
}

#[test]
fn a_second_vendor_builds_on_the_first_and_cannot_contradict_it() -> Result<(), Failure> {
    let field = |name: &str, data_type: &str| {
        let properties = json!({ name: { "type": data_type } });
        resource("lots", json!([]), json!({ "Lot": { "id": "Lot", "properties": properties } }))
    };
    let one = || Extra::new(vec![field("bell", "string")], None);
    let more = |data_type| Extra::new(vec![field("horn", data_type)], None);
    let tree = extended(&Plain::read()?, vec![one(), more("int")])?.tree;
    let lots = &tree["models/lots.rs"];
    assert!(lots.contains("pub bell: Option<Text>") && lots.contains("pub horn: Option<i64>"));
    let told = extended(&Plain::read()?, vec![one(), one()]).err().map(|it| it.to_string());
    let wanted =
        "field Lot.bell: it is declared in vendor/lots.json#/models/Lot/properties/bell already";
    assert!(told.as_ref().is_some_and(|it| it.contains(wanted)), "{told:?}");
    Ok(())
}

#[test]
fn nothing_added_changes_nothing() -> Result<(), Failure> {
    let plain = Plain::read()?;
    let tree = extended(&plain, vec![Extra::new(vec![], overlay(&json!({})))])?.tree;
    assert_eq!(tree, plain.generate()?.tree);
    Ok(())
}
