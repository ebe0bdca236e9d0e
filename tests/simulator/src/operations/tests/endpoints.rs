//! Endpoints, and what is sent to them.

use crate::operations::tests::{Bench, failure};
use crate::pbx::endpoints::{Content, Sent};

const ALICE: &str =
    r#"{"technology":"PJSIP","resource":"alice","state":"online","channel_ids":["c"]}"#;
const BOB: &str = r#"{"technology":"PJSIP","resource":"bob","state":"online","channel_ids":[]}"#;

#[test]
fn endpoints_know_their_channels() {
    let mut bench = Bench::new();
    bench.channel("c", "PJSIP/alice");
    assert_eq!(bench.ask("GET /endpoints"), (200, format!("[{ALICE},{BOB}]")));
    assert_eq!(bench.ask("GET /endpoints/PJSIP"), (200, format!("[{ALICE},{BOB}]")));
    assert_eq!(bench.ask("GET /endpoints/pjsip/alice"), (200, ALICE.to_owned()));
    for (path, message) in [
        ("Local", "No Endpoints found - invalid tech Local"),
        ("pjsip", "No Endpoints found - invalid tech pjsip"),
        ("PJSIP/ALICE", "Endpoint not found"),
        ("Nope/alice", "Endpoint not found"),
    ] {
        assert_eq!(bench.ask(&format!("GET /endpoints/{path}")), failure(404, message));
    }
}

#[test]
fn texts_and_transfers_are_kept() {
    let mut bench = Bench::new();
    let accepted = (202, String::new());
    let body = r#"{"variables":{"X-Foo":"bar"}}"#;
    let line = "PUT /endpoints/PJSIP/bob/sendMessage?from=sip:me@x&body=yo";
    assert_eq!(bench.ask_with(line, body), accepted);
    let line = "POST /endpoints/refer?to=pjsip:alice/sip:q@z&refer_to=sip:z@y&to_self=true";
    assert_eq!(bench.ask(line), accepted);
    let text = Sent {
        endpoint: "PJSIP/bob".to_owned(),
        from: "sip:me@x".to_owned(),
        content: Content::Text("yo".to_owned()),
        variables: vec![("X-Foo".to_owned(), "bar".to_owned())],
    };
    let refer = Sent {
        endpoint: "PJSIP/alice".to_owned(),
        from: String::new(),
        content: Content::Refer { to: "sip:z@y".to_owned(), to_self: true },
        variables: Vec::new(),
    };
    assert_eq!(bench.pbx.sent, [text, refer]);
}

#[test]
fn nothing_is_sent_to_nobody() {
    let mut bench = Bench::new();
    let not_found = failure(404, "Endpoint not found");
    for line in ["PUT /endpoints/sendMessage", "POST /endpoints/refer"] {
        assert_eq!(bench.ask(line), failure(400, "To must be specified"));
        assert_eq!(bench.ask(&format!("{line}?to=&from=x")), failure(400, "To must be specified"));
        for to in ["bogus:bob", "pjsip:nope", "bob", "PJSIP/bob", "pjsip:sip:q@z"] {
            assert_eq!(bench.ask(&format!("{line}?to={to}&from=x&refer_to=y")), not_found, "{to}");
        }
        let numbers = r#"{"variables":{"a":1}}"#;
        let message = "Only string values in the 'variables' object allowed";
        let line = format!("{line}?to=pjsip:bob&from=x");
        assert_eq!(bench.ask_with(&line, numbers), failure(400, message));
    }
    assert_eq!(bench.ask("POST /endpoints/Nope/bob/refer?from=x"), not_found);
    assert!(bench.pbx.sent.is_empty());
}
