//! What Asterisk tells of itself, and of its sounds and mailboxes.

use std::sync::Arc;

use serde_json::Value;
use tokio::sync::Notify;

use crate::operations::tests::{Bench, failure};
use crate::pbx::{Pbx, Settings};

fn json(reply: &(u16, String)) -> Value {
    assert_eq!(reply.0, 200, "{reply:?}");
    serde_json::from_str(&reply.1).expect("a body is JSON")
}

#[test]
fn information_comes_in_the_parts_that_are_wanted() {
    let mut bench = Bench::new();
    let system = r#"{"system":{"version":"22.10.1","entity_id":"02:00:00:00:00:01"}}"#;
    assert_eq!(bench.ask("GET /asterisk/info?only=system").1, system);
    assert_eq!(bench.ask("GET /asterisk/info?only=bogus,system").1, system);
    assert_eq!(bench.ask("GET /asterisk/info?only=bogus").1, "{}");
    assert_eq!(bench.ask("GET /asterisk/info?only=").1, "{}");
    let config = r#"{"config":{"name":"","default_language":"en","setid":{"user":"","group":""}}}"#;
    assert_eq!(bench.ask("GET /asterisk/info?only=config").1, config);
    let all = json(&bench.ask("GET /asterisk/info"));
    for part in ["build", "system", "config", "status"] {
        assert!(all[part].is_object(), "{part}");
    }
    let ping = bench.ask("GET /asterisk/ping").1;
    assert!(ping.starts_with(r#"{"ping":"pong","timestamp":""#), "{ping}");
}

#[test]
fn modules_come_and_go() {
    let mut bench = Bench::new();
    for (line, status, message) in [
        ("GET nope.so", 404, "Module could not be found in running modules"),
        ("GET app_stasis", 409, "Module information could not be retrieved"),
        ("POST app_milliwatt.so", 409, "Module is already loaded"),
        ("POST nope.so", 409, "Module load declined"),
        ("PUT nope.so", 404, "Module not found in running modules"),
        ("PUT app_dial.so", 409, "Module does not support reloading"),
        ("PUT res_ari", 204, ""),
        ("DELETE nope.so", 404, "Module not found in running modules"),
        ("DELETE res_ari.so", 409, "Module could not be unloaded"),
        ("DELETE app_milliwatt", 204, ""),
        ("GET app_milliwatt.so", 404, "Module could not be found in running modules"),
        ("PUT app_milliwatt.so", 404, "Module not found in running modules"),
        ("POST app_milliwatt", 204, ""),
        ("POST app_record.so", 204, ""),
        ("POST app_record.so", 409, "Module is already loaded"),
    ] {
        let expected = match message {
            "" => (status, String::new()),
            message => failure(status, message),
        };
        assert_eq!(bench.ask(&line.replace(' ', " /asterisk/modules/")), expected, "{line}");
    }
    let module = json(&bench.ask("GET /asterisk/modules/res_ari.so"));
    assert_eq!(module["status"], "Running");
    let modules = json(&bench.ask("GET /asterisk/modules"));
    assert!(modules.as_array().is_some_and(|it| it.contains(&module)));
}

#[test]
fn logs_come_and_go_at_the_next_rotation() {
    let mut bench = Bench::new();
    let required = failure(400, "Configuration levels are required");
    assert_eq!(bench.ask("POST /asterisk/logging/l1"), required);
    assert_eq!(bench.ask("POST /asterisk/logging/l1?configuration="), required);
    assert_eq!(bench.ask("POST /asterisk/logging/l1?configuration=warning,notice").0, 204);
    let exists = failure(409, "Log channel already exists");
    assert_eq!(bench.ask("POST /asterisk/logging/l1?configuration=notice"), exists);
    bench.ask("POST /asterisk/logging/l2?configuration=[json]verbose(3),bogus,dtmf");
    bench.ask("POST /asterisk/logging/l3?configuration=*");
    let logs = json(&bench.ask("GET /asterisk/logging"));
    let shown: Vec<_> = logs
        .as_array()
        .into_iter()
        .flatten()
        .map(|it| {
            (it["channel"].as_str().unwrap_or(""), it["configuration"].as_str().unwrap_or(""))
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("/var/log/asterisk/l3", "DEBUG TRACE NOTICE WARNING ERROR VERBOSE DTMF CC "),
            ("/var/log/asterisk/l2", "VERBOSE DTMF "),
            ("/var/log/asterisk/l1", "NOTICE WARNING "),
            ("/var/log/asterisk/messages.log", "NOTICE WARNING ERROR "),
        ]
    );
    let none = failure(404, "Log channel does not exist");
    assert_eq!(bench.ask("DELETE /asterisk/logging/l1"), (204, String::new()));
    assert_eq!(bench.ask("DELETE /asterisk/logging/l1"), none);
    assert_eq!(bench.ask("PUT /asterisk/logging/nope/rotate"), none);
    assert_eq!(bench.ask("PUT /asterisk/logging/l2/rotate").0, 204);
    assert_eq!(bench.ask("DELETE /asterisk/logging/l2"), none);
}

#[test]
fn global_variables_are_told() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    let required = failure(400, "Variable name is required");
    assert_eq!(bench.ask("GET /asterisk/variable"), required);
    assert_eq!(bench.ask("POST /asterisk/variable?variable=&value=x"), required);
    for line in [
        "variable=GV&value=1",
        "variable=GV&value=",
        "variable=GV2",
        "variable=CALLERID(num)&value=2",
        "variable=GLOBAL(Z)&value=2",
    ] {
        assert_eq!(bench.ask(&format!("POST /asterisk/variable?{line}")).0, 204);
    }
    let frames = bench.frames("a");
    assert_eq!(frames.len(), 3);
    let begin = r#"{"variable":"GV","value":"1","type":"ChannelVarset","timestamp":"#;
    assert!(frames[0].starts_with(begin), "{}", frames[0]);
    for (name, value) in [("Z", "2"), ("GV", ""), ("NOPE", ""), ("NOFUNC(x)", ""), ("LEN(abc)", "")]
    {
        let reply = bench.ask(&format!("GET /asterisk/variable?variable={name}"));
        assert_eq!(reply, (200, format!(r#"{{"value":"{value}"}}"#)));
    }
}

#[test]
fn global_variables_of_the_dialplan_are_as_they_were_after_a_restart() {
    let mut bench = Bench::new();
    let mut settings = Settings::default();
    settings.dialplan.add("[globals]\nTRUNK=PJSIP/trunk\nLINE=${TRUNK}/1").expect("it is read");
    bench.pbx = Pbx::new(Arc::new(settings), Arc::new(Notify::new()));
    let line = "GET /asterisk/variable?variable=LINE";
    let value = (200, r#"{"value":"PJSIP/trunk/1"}"#.to_owned());
    assert_eq!(bench.ask(line), value);
    assert_eq!(bench.ask("POST /asterisk/variable?variable=LINE&value=none").0, 204);
    assert_ne!(bench.ask(line), value);
    bench.pbx.restart();
    assert_eq!(bench.ask(line), value);
}

#[test]
fn sounds_are_those_of_the_settings_and_a_few_more() {
    let mut bench = Bench::new();
    let sound = r#"{"id":"digits/1","formats":[{"language":"en","format":"gsm"}]}"#;
    assert_eq!(bench.ask("GET /sounds/digits%2F1"), (200, sound.to_owned()));
    assert_eq!(bench.ask("GET /sounds/mine").0, 200);
    assert_eq!(bench.ask("GET /sounds/nope"), failure(404, "Sound not found"));
    assert_eq!(bench.ask("GET /sounds/digits/1"), failure(404, "Resource not found"));
    let nothing = failure(404, "No sounds found that matched the query");
    assert_eq!(bench.ask("GET /sounds?lang=de"), nothing);
    assert_eq!(bench.ask("GET /sounds?format=wav"), nothing);
    let all = bench.ask("GET /sounds");
    assert_eq!(bench.ask("GET /sounds?lang=en&format=gsm"), all);
    assert!(json(&all).as_array().is_some_and(|it| it.iter().any(|it| it["id"] == "mine")));
}

#[test]
fn there_are_no_mailboxes() {
    let mut bench = Bench::new();
    for line in ["GET /mailboxes", "GET /mailboxes/1", "DELETE /mailboxes/1"] {
        assert_eq!(bench.ask(line), failure(404, "Resource not found"), "{line}");
    }
    let line = "PUT /mailboxes/1?oldMessages=1&newMessages=2";
    assert_eq!(bench.ask(line), failure(404, "Resource not found"));
}
