//! Configuration that is pushed.

use serde_json::Value;

use crate::operations::tests::{Bench, failure};

const FOLDER: &str = "/asterisk/config/dynamic";

fn put(bench: &mut Bench, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let field = |(name, value): &(&str, &str)| {
        serde_json::json!({"attribute": name, "value": value}).to_string()
    };
    let fields: Vec<String> = fields.iter().map(field).collect();
    let body = format!(r#"{{"fields":[{}]}}"#, fields.join(","));
    bench.ask_with(&format!("PUT {FOLDER}/res_pjsip/{path}"), &body)
}

/// The value of a field in a reply.
fn value(reply: &(u16, String), name: &str) -> Option<String> {
    let tuples: Vec<Value> = serde_json::from_str(&reply.1).ok()?;
    let tuple = tuples.iter().find(|it| it["attribute"] == name)?;
    tuple["value"].as_str().map(str::to_owned)
}

#[test]
fn objects_are_made_changed_and_removed() {
    let mut bench = Bench::new();
    let made = put(&mut bench, "aor/n1", &[("max_contacts", "2")]);
    assert_eq!(made.0, 200);
    let begin =
        r#"[{"attribute":"minimum_expiration","value":"60"},{"attribute":"default_expiration","#;
    assert!(made.1.starts_with(begin), "{}", made.1);
    assert_eq!(value(&made, "max_contacts").as_deref(), Some("2"));
    put(&mut bench, "aor/n1", &[("qualify_frequency", "30")]);
    let now = bench.ask(&format!("GET {FOLDER}/res_pjsip/aor/n1"));
    assert_eq!(value(&now, "max_contacts").as_deref(), Some("2"));
    assert_eq!(value(&now, "qualify_frequency").as_deref(), Some("30"));
    let endpoint = put(&mut bench, "endpoint/n1", &[("allow", "ulaw"), ("context", "x")]);
    assert_eq!(value(&endpoint, "allow").as_deref(), Some("(ulaw)"));
    let shown = r#"{"technology":"PJSIP","resource":"n1","state":"offline","channel_ids":[]}"#;
    assert_eq!(bench.ask("GET /endpoints/PJSIP/n1"), (200, shown.to_owned()));
    // Nobody is there yet.
    assert_eq!(bench.ask("PUT /endpoints/sendMessage?to=pjsip:n1&from=x").0, 404);
    let line = format!("DELETE {FOLDER}/res_pjsip/endpoint/n1");
    assert_eq!(bench.ask(&line), (204, String::new()));
    assert_eq!(bench.ask(&line), failure(404, "Object with id 'n1' not found"));
    assert_eq!(bench.ask("GET /endpoints/PJSIP/n1").0, 404);
}

#[test]
fn what_cannot_be_is_refused() {
    let mut bench = Bench::new();
    for verb in ["GET", "DELETE", "PUT"] {
        for (path, message) in [
            ("bogus/endpoint/x", "configClass 'bogus' not found"),
            ("res_pjsip/bogus/x", "objectType 'bogus' not found"),
        ] {
            assert_eq!(bench.ask(&format!("{verb} {FOLDER}/{path}")), failure(404, message));
        }
    }
    let line = format!("GET {FOLDER}/res_pjsip/transport/x");
    assert_eq!(bench.ask(&line), failure(404, "Object with id 'x' not found"));
    let invalid = failure(400, "Creation of object 'n2' failed field value validation");
    assert_eq!(put(&mut bench, "aor/n2", &[("bogus", "x")]), invalid);
    assert_eq!(put(&mut bench, "aor/n1", &[]).0, 200);
    let invalid = failure(400, "Update of object 'n1' failed field value validation");
    assert_eq!(put(&mut bench, "aor/n1", &[("bogus", "x")]), invalid);
    assert_eq!(put(&mut bench, "aor/n1", &[("max_contacts", "x")]), invalid);
    let nothing = failure(400, "Fields must be provided to update object 'n1'");
    assert_eq!(bench.ask(&format!("PUT {FOLDER}/res_pjsip/aor/n1")), nothing);
    // Asterisk would end here.
    let line = format!("PUT {FOLDER}/res_pjsip/aor/n1");
    let body = r#"{"fields":[{"attribute":"max_contacts"}]}"#;
    assert_eq!(bench.ask_with(&line, body), invalid);
}

#[test]
fn the_telephones_of_the_settings_stay_as_they_are() {
    let mut bench = Bench::new();
    let fields = [("context", "x")];
    let fixed = failure(403, "Cannot update sorcery objects of type 'endpoint'");
    assert_eq!(put(&mut bench, "endpoint/alice", &fields), fixed);
    let fixed = failure(403, "Could not delete object with id 'alice'");
    assert_eq!(bench.ask(&format!("DELETE {FOLDER}/res_pjsip/endpoint/alice")), fixed);
    assert_eq!(bench.ask(&format!("GET {FOLDER}/res_pjsip/endpoint/alice")).0, 200);
    let fixed = failure(403, "Cannot create sorcery objects of type 'global'");
    assert_eq!(put(&mut bench, "global/x", &fields), fixed);
}
