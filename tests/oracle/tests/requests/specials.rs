//! What only some requests have: values that report, bodies of their own shape, defaults that must be sent, limits.

use ari_generated::enums::{InfoSection, MuteDirection};
use ari_generated::models::ConfigTuple;
use ari_generated::{
    BridgeId, ChannelId, Error, ErrorKind, EventFilter, EventKind, PlaybackId, Request,
    VariableValue,
};
use serde_json::{Value, json};

use super::{client, sent};

fn body(request: Result<Request, Error>) -> Option<Value> {
    sent(&request.expect("a request")).body
}

fn query(request: Result<Request, Error>) -> Vec<(String, String)> {
    sent(&request.expect("a request")).query
}

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn a_variable_may_report_its_changes() {
    let ari = client();
    let id = ChannelId::new("a");
    let request = ari.channels().set_channel_vars(
        &id,
        [
            ("A", VariableValue::new("1").report_events(true)),
            ("B", VariableValue::new("2").report_events(false)),
            ("C", VariableValue::new("3")),
        ],
    );
    let wanted = json!({"variables": {
        "A": {"value": "1", "report_events": true},
        "B": {"value": "2", "report_events": false},
        "C": "3",
    }});
    assert_eq!(body(request.request()), Some(wanted));
}

#[test]
fn the_filter_is_the_whole_body() {
    let ari = client();
    let filter = EventFilter::disallow([EventKind::ChannelVarset, EventKind::ChannelDialplan]);
    let request = ari.applications().filter("app").filter(filter).request();
    // A list that is left out stays as it was on the server, and an empty one filters nothing.
    let kinds = json!([{"type": "ChannelVarset"}, {"type": "ChannelDialplan"}]);
    assert_eq!(body(request), Some(json!({"allowed": [], "disallowed": kinds})));
    let request = ari.application("app").filter().filter(EventFilter::none()).request();
    assert_eq!(body(request), Some(json!({"allowed": [], "disallowed": []})));
    assert_eq!(body(ari.applications().filter("app").request()), None);
}

#[test]
fn the_fields_of_an_object_stand_under_their_name() {
    let ari = client();
    let request = ari
        .asterisk()
        .update_object("res_pjsip", "aor", "alice")
        .fields([ConfigTuple::new("max_contacts", "1"), ConfigTuple::new("mailboxes", "a,b")]);
    let wanted = json!({"fields": [
        {"attribute": "max_contacts", "value": "1"},
        {"attribute": "mailboxes", "value": "a,b"},
    ]});
    assert_eq!(body(request.request()), Some(wanted));
}

#[test]
fn a_bridge_without_an_id_is_made_without_a_body() {
    let ari = client();
    let request = ari.bridges().create().bridge_type("mixing,dtmf_events").name("b");
    let wanted = [pair("type", "mixing,dtmf_events"), pair("name", "b")];
    assert_eq!(query(request.request()), wanted);
    assert_eq!(body(request.request()), None);
    let request = ari.bridges().create().name("b".repeat(5_000)).request();
    assert_eq!(request.map_err(|it| it.kind()), Err(ErrorKind::InvalidInput));
}

#[test]
fn a_direction_is_sent_once_whoever_chose_it() {
    let ari = client();
    let id = ChannelId::new("a");
    for request in [ari.channels().mute(&id).request(), ari.channel(&id).unmute().request()] {
        assert_eq!(query(request), [pair("direction", "both")]);
    }
    let request = ari.channels().mute(&id).direction(MuteDirection::In).request();
    assert_eq!(query(request), [pair("direction", "in")]);
}

#[test]
fn the_last_of_two_values_counts() {
    let ari = client();
    let request = ari.channels().originate("Local/1").app("a").app("b").request();
    assert_eq!(query(request), [pair("endpoint", "Local/1"), pair("app", "b")]);
    let request = ari.asterisk().get_info().only([InfoSection::Build, InfoSection::System]);
    assert_eq!(query(request.request()), [pair("only", "build,system")]);
    let request =
        ari.asterisk().get_info().only([InfoSection::Build]).only([InfoSection::Status]).request();
    assert_eq!(query(request), [pair("only", "status")]);
}

#[test]
fn a_list_never_repeats_its_name() {
    let ari = client();
    let ids = [ChannelId::new("a"), ChannelId::new("b")];
    let request = ari.bridges().add_channel(BridgeId::new("x"), &ids).request();
    assert_eq!(request.expect("a request").query_string(), "channel=a%2Cb");
}

/// Asterisk cuts a list in the query with a function that takes quotes and backslashes for syntax and removes them, and
/// that cuts nowhere inside brackets; in the body the same texts are taken as they are.
#[test]
fn an_item_that_asterisk_would_read_as_syntax_goes_into_the_body() {
    let ari = client();
    let id = ChannelId::new("a");
    for item in ["sound:a\"b", "sound:a\\b", "sound:a(b", "sound:a[b"] {
        let play = ari.channels().play(&id, [item, "sound:c"]).request();
        assert_eq!(body(play), Some(json!({"media": [item, "sound:c"]})), "{item}");
    }
    let play = ari.channels().play_with_id(&id, PlaybackId::new("p"), ["tone:ring"]).request();
    assert_eq!(query(play), [pair("media", "tone:ring")], "what is plain stays in the query");
}

/// From 128 items on, a list in the query is answered with 400; one in the body is not counted.
#[test]
fn more_items_than_asterisk_counts_go_into_the_body() {
    let ari = client();
    let items = |count: usize| (0..count).map(|it| format!("V{it}")).collect::<Vec<_>>();
    let id = ChannelId::new("a");
    let few = ari.channels().get_channel_vars(&id, items(127)).request();
    assert_eq!(query(few), [pair("variables", &items(127).join(","))]);
    let many = ari.channels().get_channel_vars(&id, items(128)).request();
    assert_eq!(body(many), Some(json!({"variables": items(128)})));
}

/// A request line of more than 4,095 bytes is answered with 400.
#[test]
fn no_request_line_is_longer_than_asterisk_reads() {
    let ari = client();
    let id = ChannelId::new("a");
    let mut in_query = 0;
    let mut in_body = 0;
    for length in 3_000..4_200 {
        let value = "v".repeat(length);
        let request = ari.channels().set_channel_var(&id, "V").value(&value).request();
        let request = request.expect("a request");
        let line = format!("POST /ari{}?{} HTTP/1.1\r\n", request.path(), request.query_string());
        if request.query().next().is_none() {
            in_body += 1;
            let body = sent(&request).body;
            assert_eq!(body, Some(json!({"variable": "V", "value": value})));
        } else {
            in_query += 1;
            assert!(line.len() <= 4_095, "{} bytes", line.len());
            assert_eq!(request.body(), None);
        }
    }
    assert!(in_query > 600 && in_body > 100, "{in_query} in the query, {in_body} in the body");
}

#[test]
fn a_path_that_is_longer_than_asterisk_reads_is_refused() {
    let ari = client();
    for length in 1_000..1_500 {
        let id = ChannelId::new("ä".repeat(length / 2));
        match ari.channels().hangup(&id).request() {
            Ok(request) => {
                let line = format!("DELETE /ari{} HTTP/1.1\r\n", request.path());
                assert!(line.len() <= 4_095, "{} bytes", line.len());
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::InvalidInput);
                assert!(length > 1_200, "{length} bytes would fit");
            }
        }
    }
}

#[test]
fn an_empty_text_is_a_value() {
    let ari = client();
    let id = ChannelId::new("a");
    let request = ari.channels().set_channel_var(&id, "V").value("").request();
    assert_eq!(query(request), [pair("variable", "V"), pair("value", "")]);
}
