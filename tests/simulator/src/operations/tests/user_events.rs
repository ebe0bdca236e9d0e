//! Events that programs and the dialplan make.

use crate::operations::tests::{Bench, failure};

/// The frame from its name to what follows.
fn middle(frame: &str) -> &str {
    let from = frame.find("\"eventname\"").expect("it has a name");
    let to = frame.find(",\"asterisk_id\"").expect("it says whose it is");
    &frame[from..to]
}

#[test]
fn one_application_is_told_and_nobody_else() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    bench.connects("other", true);
    bench.channel("c", "UnicastRTP/x");
    assert_eq!(bench.ask("POST /events/user/e1?application=a"), (204, String::new()));
    let body = r#"{"variables":{"a":"1","n":5,"z":null,"nested":{"x":[1,true]}}}"#;
    bench.ask_with("POST /events/user/e2?application=a&source=channel:c,channel:c", body);
    let body =
        r#"{"application":"a","source":["endpoint:PJSIP/bob"],"variables":{"eventname":"mine"}}"#;
    bench.ask_with("POST /events/user/e%20x%2Fy", body);
    let frames = bench.frames("a");
    assert_eq!(frames.len(), 3);
    assert_eq!(middle(&frames[0]), r#""eventname":"e1","userevent":{"eventname":"e1"}"#);
    let fields = r#""eventname":"e2","userevent":{"a":"1","n":5,"nested":{"x":[1,true]},"z":null,"eventname":"e2"},"channel":{"id":"c","#;
    assert!(middle(&frames[1]).starts_with(fields), "{}", frames[1]);
    let bob = r#"{"technology":"PJSIP","resource":"bob","state":"online","channel_ids":[]}"#;
    let fields =
        format!(r#""eventname":"e x/y","userevent":{{"eventname":"e x/y"}},"endpoint":{bob}"#);
    assert_eq!(middle(&frames[2]), fields);
    assert!(bench.frames("other").is_empty());
}

#[test]
fn what_is_not_there_is_refused() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    bench.channel("c", "UnicastRTP/x");
    let missing = failure(400, "Missing parameter application");
    assert_eq!(bench.ask("POST /events/user/e"), missing);
    assert_eq!(bench.ask("POST /events/user/e?application="), missing);
    let line = "POST /events/user/e?application=nope&source=bogus:";
    assert_eq!(bench.ask(line), failure(404, "Application not found"));
    for source in ["", "bogus", "deviceState:x", "channel:c,bogus:1"] {
        let line = format!("POST /events/user/e?application=a&source={source}");
        assert_eq!(bench.ask(&line), failure(400, "Invalid event source URI scheme"), "{source}");
    }
    for source in ["channel:", "channel:x", "bridge:x", "endpoint:PJSIP", "endpoint:PJSIP/x"] {
        let line = format!("POST /events/user/e?application=a&source={source}");
        assert_eq!(bench.ask(&line), failure(422, "Event source was not found"), "{source}");
    }
    for variables in ["\"x\"", "[1]"] {
        let body = format!(r#"{{"variables":{variables}}}"#);
        let reply = bench.ask_with("POST /events/user/e?application=a", &body);
        assert_eq!(reply, failure(500, "Error processing request"));
    }
    assert!(bench.frames("a").is_empty());
}

#[test]
fn the_dialplan_tells_whoever_has_subscribed() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    bench.channel("c", "UnicastRTP/x");
    bench.pbx.dialplan_event("c", "two,a: b");
    bench.pbx.dialplan_event("c", "three,a:b,novalue,  sp ace :  x y ,eventname: zz,a: again");
    let frames = bench.frames("a");
    let fields = r#""eventname":"two","userevent":{"eventname":"two","a":"b"},"channel":"#;
    assert!(middle(&frames[0]).starts_with(fields), "{}", frames[0]);
    let fields = r#""eventname":"zz","userevent":{"eventname":"zz","a":"again","  sp ace ":"x y"},"channel":"#;
    assert!(middle(&frames[1]).starts_with(fields), "{}", frames[1]);
    bench.pbx.dialplan_event("c", "");
    assert_eq!(bench.ask("GET /channels/c").0, 404);
}
