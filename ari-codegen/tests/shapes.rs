//! Unusual shapes of sound specifications: generated so that it can compile, or told; judged by the text.

mod support;

use serde_json::{Value, json};
use support::{Failure, Plain, push};

/// Changes one thing of the plain specification.
type Spoil = fn(&mut Plain);

/// Wants a problem that names `culprit`, or a file in which `wrong` does not stand.
fn told_or_without(
    culprit: &str,
    file: &str,
    wrong: &str,
    shape: impl FnOnce(&mut Plain),
) -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    shape(&mut plain);
    match plain.generate() {
        Err(problems) if problems.0.iter().any(|it| it.to_string().contains(culprit)) => Ok(()),
        Err(problems) => Err(format!("{culprit} is not named: {problems}").into()),
        Ok(generated) => {
            let text = generated.tree.get(file).ok_or_else(|| format!("no {file}"))?;
            assert!(!text.contains(wrong), "{file} cannot compile: {wrong}");
            Ok(())
        }
    }
}

#[test]
fn a_value_called_like_the_type_that_keeps_unknown_ones() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    let values = &mut plain.lots["models"]["Lot"]["properties"]["state"]["allowableValues"];
    push(&mut values["values"], json!("text"));
    let generated = plain.generate()?;
    let text = &generated.tree["enums/lot_state.rs"];
    assert!(text.contains("    Text,"), "{text}");
    let named = text.contains("use ari_runtime::Text;") || text.contains("ari_runtime::Text)");
    assert!(named, "the type `Text` is not imported:\n{text}");
    Ok(())
}

#[test]
fn an_application_that_some_release_lacks() -> Result<(), Failure> {
    let wrong = "payload => Some(& payload.application)";
    told_or_without("application", "events/event.rs", wrong, |plain| {
        plain.events["models"]["Event"]["properties"]["application"]["required"] = json!(false);
    })
}

#[test]
fn lists_of_other_things_than_texts() -> Result<(), Failure> {
    for (data_type, item) in
        [("int", "i32"), ("long", "i64"), ("boolean", "bool"), ("double", "f64")]
    {
        let wrong = format!(
            "n: impl IntoIterator<Item = {item}>) -> Self {{\n        Self(self.0.list(\"n\", n))"
        );
        told_or_without("param n", "lots/open.rs", &wrong, |plain| {
            plain.add_parameter(json!({
                "name": "n", "paramType": "query", "dataType": data_type, "allowMultiple": true
            }));
        })?;
    }
    Ok(())
}

#[test]
fn a_path_parameter_of_several_values() -> Result<(), Failure> {
    told_or_without("lotId", "lots/get.rs", "lot_id: impl IntoIterator", |plain| {
        plain.operations()[0]["parameters"][0]["allowMultiple"] = json!(true);
    })
}

#[test]
fn a_path_parameter_with_a_list_of_values() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    plain.overlay["ids"]["LotId"]["targets"] = json!(["field Lot.id"]);
    plain.operations()[0]["parameters"][0]["allowableValues"] =
        json!({ "valueType": "LIST", "values": ["north", "south"] });
    let tree = match plain.generate() {
        Ok(generated) => generated.tree,
        Err(problems) if problems.to_string().contains("lotId") => return Ok(()),
        Err(problems) => return Err(problems.into()),
    };
    // A handle that keeps a text cannot hand it to a request that takes only the enum.
    let text = tree["lots/lot_handle.rs"].contains("    lot_id: Text,");
    let value = tree["lots/get.rs"].contains("lot_id: LotsGetLotId");
    assert!(!(text && value), "handle and request differ about the type of the key");
    Ok(())
}

#[test]
fn an_event_with_a_field_called_like_the_visitor() -> Result<(), Failure> {
    told_or_without("visit", "events/lot_closed.rs", "Some(visit) =", |plain| {
        plain.events["models"]["LotClosed"]["properties"]["visit"] = json!({ "type": "Lot" });
    })
}

#[test]
fn a_subject_whose_id_may_be_absent() -> Result<(), Failure> {
    let wrong = "visit(Subject::new(\"lot\", &self.lot.id))";
    told_or_without("lot", "events/lot_closed.rs", wrong, |plain| {
        plain.lots["models"]["Lot"]["properties"]["id"]["required"] = json!(false);
    })
}

#[test]
fn an_event_that_declares_the_discriminator_again() -> Result<(), Failure> {
    // serde writes the tag already; a field beside it would be a second `type`.
    told_or_without("LotClosed", "events/lot_closed.rs", "pub kind: Text", |plain| {
        plain.events["models"]["LotClosed"]["properties"]["type"] =
            json!({ "type": "string", "required": true });
        plain.name("field LotClosed.type", "kind");
    })
}

#[test]
fn decisions_of_the_overlay_about_things_that_are_not_there() -> Result<(), Failure> {
    let spoils: [(&str, Spoil); 18] = [
        ("Ghost1", |it| {
            push(&mut it.overlay["inputs"], json!({ "model": "Ghost1", "reason": "" }));
        }),
        ("Ghost2", |it| {
            it.overlay["subjects"]["ghost"] = json!({ "model": "Ghost2", "id": ["id"] });
        }),
        ("Ghost3", |it| {
            let rule = json!({ "event": "Ghost3", "fields": ["a"], "reason": "" });
            push(&mut it.overlay["concerns"], rule);
        }),
        ("ghost4", |it| {
            let rule = json!({ "event": "LotClosed", "fields": ["ghost4"], "reason": "" });
            push(&mut it.overlay["concerns"], rule);
        }),
        ("Ghost5", |it| push(&mut it.overlay["session"]["opens"], json!("Ghost5"))),
        ("/ghost6", |it| {
            let listing = json!({ "operation": "op GET /ghost6", "subject": "lot", "id": "/id" });
            push(&mut it.overlay["session"]["listings"], listing);
        }),
        ("ghost7", |it| {
            it.overlay["enums"]["LotState"]["variants"] = json!({ "ghost7": "Ghost" });
        }),
        ("ghost8", |it| {
            it.overlay["enums"]["LotState"]["meanings"] = json!({ "ghost8": "Nothing." });
        }),
        ("Ghost9", |it| push(&mut it.overlay["session"]["responses"], json!("Ghost9"))),
        ("/ghost10", |it| {
            it.overlay["session"]["own_application"]["op POST /ghost10"] =
                json!({ "parameter": "application", "unless": [] });
        }),
        ("ghost11", |it| {
            it.overlay["session"]["own_application"]["op POST /events/user/{eventName}"] =
                json!({ "parameter": "ghost11", "unless": [] });
        }),
        ("ghost12", |it| {
            it.overlay["session"]["own_application"]["op POST /events/user/{eventName}"] =
                json!({ "parameter": "application", "unless": ["ghost12"] });
        }),
        ("/ghost13", |it| {
            let lookup = json!({ "operation": "op GET /ghost13", "after": {} });
            push(&mut it.overlay["session"]["lookups"], lookup);
        }),
        ("ghost14", |it| {
            let after = json!({ "op POST /lots/{lotId}": "ghost14" });
            let lookup = json!({ "operation": "op GET /lots/{lotId}", "after": after });
            push(&mut it.overlay["session"]["lookups"], lookup);
        }),
        ("/ghost15", |it| {
            let alternatives = json!({ "Patient": ["patience"], "Musical": ["music"] });
            it.overlay["exclusive"] = json!([{
                "targets": ["op GET /ghost15"], "alternatives": alternatives, "reason": ""
            }]);
        }),
        ("ghost16", |it| {
            let alternatives = json!({ "Patient": ["patience", "ghost16"], "Musical": ["music"] });
            it.overlay["exclusive"] = json!([{
                "targets": ["op POST /lots/{lotId}"], "alternatives": alternatives, "reason": ""
            }]);
        }),
        ("/ghost17", |it| {
            it.overlay["session"]["release"] = release("op GET /ghost17", "only");
        }),
        ("ghost18", |it| {
            it.overlay["session"]["release"] = release("op GET /lots", "ghost18");
        }),
    ];
    let mut silent = Vec::new();
    for (ghost, spoil) in spoils {
        let mut plain = Plain::read()?;
        spoil(&mut plain);
        match plain.generate() {
            Err(problems) if problems.to_string().contains(ghost) => {}
            Err(problems) => return Err(problems.into()),
            Ok(_) => silent.push(ghost),
        }
    }
    assert!(silent.is_empty(), "taken in silence for the committed release: {silent:?}");
    Ok(())
}

fn release(operation: &str, parameter: &str) -> serde_json::Value {
    json!({ "operation": operation, "parameter": parameter, "value": "", "pointer": "/a" })
}

#[test]
fn decisions_of_the_session_that_do_not_fit() -> Result<(), Failure> {
    let spoils: [(&str, Spoil); 6] = [
        ("eventName: expected one text of the query", |it| {
            it.overlay["session"]["own_application"]["op POST /events/user/{eventName}"] =
                json!({ "parameter": "eventName", "unless": [] });
        }),
        ("spaces: it is required, so none can stand for it", |it| {
            it.lots["apis"][1]["operations"][1]["parameters"][1]["dataType"] = json!("string");
            it.overlay["session"]["own_application"]["op POST /lots/{lotId}"] =
                json!({ "parameter": "spaces", "unless": ["patience"] });
        }),
        ("op GET /lots: expected a GET whose path has one parameter", |it| {
            it.overlay["session"]["lookups"][0]["operation"] = json!("op GET /lots");
        }),
        ("spaces: expected one text", |it| {
            it.overlay["session"]["lookups"][0]["after"] =
                json!({ "op POST /lots/{lotId}": "spaces" });
        }),
        ("op POST /lots/{lotId}: expected a GET whose path has no parameter", |it| {
            it.overlay["session"]["release"] = release("op POST /lots/{lotId}", "music");
        }),
        ("op GET /lots/{lotId}: expected a GET whose path has no parameter", |it| {
            it.overlay["session"]["release"] = release("op GET /lots/{lotId}", "lotId");
        }),
    ];
    for (told, spoil) in spoils {
        let mut plain = Plain::read()?;
        spoil(&mut plain);
        let problems = plain.generate().err().ok_or_else(|| format!("in silence: {told}"))?;
        assert!(problems.to_string().contains(told), "{told}: {problems}");
    }
    Ok(())
}

#[test]
fn what_an_older_release_lacks_is_left_out_of_the_session() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    let session = &mut plain.overlay["session"];
    push(&mut session["responses"], json!("Ghost"));
    session["own_application"]["op POST /events/user/{eventName}"]["unless"] =
        json!(["lot", "ghost"]);
    let after = json!({ "op DELETE /lots/{lotId}": "lotId" });
    push(&mut session["lookups"], json!({ "operation": "op GET /ghost/{id}", "after": after }));
    session["release"] = release("op GET /ghost", "only");
    let mut specification = plain.specification();
    specification.committed = false;
    let generated = ari_codegen::generate(&specification)?;
    let remarks: Vec<String> = generated.remarks.iter().map(ToString::to_string).collect();
    for target in [
        "event Ghost",
        "op POST /events/user/{eventName} param ghost",
        "op GET /ghost/{id}",
        "op GET /ghost",
    ] {
        let wanted = format!("{target}: not in this release");
        assert!(remarks.iter().any(|it| it.contains(&wanted)), "{wanted}: {remarks:?}");
    }
    let file = |name: &str| generated.tree.get(name).map(String::as_str).unwrap_or_default();
    let user_event = file("user_events/user_event.rs");
    assert!(user_event.contains(".own_application(\"application\", &[\"lot\"])"), "{user_event}");
    assert!(!file("lots/close.rs").contains("looked_up_by"));
    assert!(!file("api.rs").contains(".responses("));
    Ok(())
}

#[test]
fn parameters_that_exclude_each_other_as_far_as_a_release_has_them() -> Result<(), Failure> {
    let generated = |alternatives: Value| -> Result<(String, String), Failure> {
        let mut plain = Plain::read()?;
        plain.overlay["exclusive"] = json!([{
            "targets": ["op POST /lots/{lotId}"], "alternatives": alternatives, "reason": ""
        }]);
        let mut specification = plain.specification();
        specification.committed = false;
        let mut tree = ari_codegen::generate(&specification)?.tree;
        let mut file = |name: &str| tree.remove(name).ok_or_else(|| format!("no {name}"));
        Ok((file("lots/open.rs")?, file("lots/mod.rs")?))
    };
    let whole =
        json!({ "Patient": ["patience", "ghost"], "Musical": ["music"], "Gone": ["ghost2"] });
    let (request, resource) = generated(whole)?;
    assert!(request.contains("pub struct Open<Choice = Undecided>("), "{request}");
    assert!(request.contains("impl<Choice: Allows<Patient>> Open<Choice> {"), "{request}");
    assert!(resource.contains("pub struct Musical;"), "{resource}");
    for text in [request, resource] {
        assert!(!text.contains("Gone") && !text.contains("ghost"), "{text}");
    }
    // What is left of it excludes nothing.
    let (request, resource) = generated(json!({ "Patient": ["patience"], "Gone": ["ghost"] }))?;
    assert!(request.contains("pub struct Open(pub(crate) Prepared<Json<Lot>>);"), "{request}");
    for text in [request, resource] {
        assert!(!text.contains("Patient") && !text.contains("xcludes"), "{text}");
    }
    Ok(())
}

#[test]
fn the_same_decisions_are_remarks_for_another_release() -> Result<(), Failure> {
    let mut plain = Plain::read()?;
    push(
        &mut plain.overlay["names"],
        json!({ "targets": ["field Ghost.a"], "name": "b", "reason": "" }),
    );
    push(
        &mut plain.overlay["corrections"],
        json!({ "targets": ["model Ghost"], "change": { "add_values": ["x"] }, "reason": "" }),
    );
    let mut specification = plain.specification();
    assert!(ari_codegen::generate(&specification).is_err());
    specification.committed = false;
    let generated = ari_codegen::generate(&specification)?;
    let remarks: Vec<String> = generated.remarks.iter().map(ToString::to_string).collect();
    for target in ["field Ghost.a: not in this release", "model Ghost: not in this release"] {
        assert!(remarks.iter().any(|it| it.contains(target)), "{target}: {remarks:?}");
    }
    Ok(())
}
