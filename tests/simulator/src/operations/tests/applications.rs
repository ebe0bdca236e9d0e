//! What applications subscribe to, and what is left of them when nobody is connected.

use crate::operations::tests::{Bench, failure};

/// What an application shows that has subscribed to these.
fn shown(name: &str, channels: &str, endpoints: &str, devices: &str) -> (u16, String) {
    let text = format!(
        r#"{{"name":"{name}","channel_ids":[{channels}],"bridge_ids":[],"endpoint_ids":[{endpoints}],"device_names":[{devices}],"events_allowed":[],"events_disallowed":[]}}"#
    );
    (200, text)
}

const ALL_CHANNELS: &str = r#""__AST_CHANNEL_ALL_TOPIC""#;
const NO_SUCH_SCHEME: &str = "Invalid event source URI scheme";

fn subscribe(bench: &mut Bench, source: &str) -> (u16, String) {
    bench.ask(&format!("POST /applications/a/subscription?eventSource={source}"))
}

fn unsubscribe(bench: &mut Bench, source: &str) -> (u16, String) {
    bench.ask(&format!("DELETE /applications/a/subscription?eventSource={source}"))
}

#[test]
fn sources_that_are_none_are_refused() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    for source in ["", "bogus", "bogus:x", "channel", "deviceState", "Channel:x"] {
        assert_eq!(subscribe(&mut bench, source), failure(400, NO_SUCH_SCHEME), "{source}");
        assert_eq!(unsubscribe(&mut bench, source), failure(400, NO_SUCH_SCHEME), "{source}");
    }
    for source in ["channel:x", "bridge:x", "endpoint:PJSIP/x", "endpoint:X", "endpoint:/"] {
        assert_eq!(subscribe(&mut bench, source), failure(422, "Event source does not exist"));
        let not_subscribed = failure(422, "Event source was not subscribed to");
        assert_eq!(unsubscribe(&mut bench, source), not_subscribed, "{source}");
    }
    let missing = failure(400, "Missing parameter eventSource");
    assert_eq!(bench.ask("POST /applications/a/subscription"), missing);
    assert_eq!(bench.ask("POST /applications/nobody/subscription"), missing);
    let nobody = failure(404, "Application not found");
    assert_eq!(bench.ask("POST /applications/nobody/subscription?eventSource=bogus:"), nobody);
    assert_eq!(bench.ask("GET /applications/nobody"), nobody);
}

#[test]
fn channels_and_technologies_are_counted_and_devices_are_not() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    bench.channel("c", "UnicastRTP/x");
    assert_eq!(
        subscribe(&mut bench, "channel:c,endpoint:PJSIP"),
        shown("a", "\"c\"", "\"PJSIP\"", "")
    );
    subscribe(&mut bench, "channel:c");
    assert_eq!(unsubscribe(&mut bench, "channel:c"), shown("a", "\"c\"", "\"PJSIP\"", ""));
    assert_eq!(unsubscribe(&mut bench, "channel:c"), shown("a", "", "\"PJSIP\"", ""));
    assert_eq!(unsubscribe(&mut bench, "channel:c").0, 422);
    subscribe(&mut bench, "deviceState:Stasis:z");
    subscribe(&mut bench, "deviceState:Stasis:z");
    assert_eq!(unsubscribe(&mut bench, "deviceState:Stasis:z"), shown("a", "", "\"PJSIP\"", ""));
    assert_eq!(unsubscribe(&mut bench, "deviceState:Stasis:z").0, 422);
}

#[test]
fn who_is_told_of_everything_subscribes_to_nothing_more() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    bench.channel("c", "UnicastRTP/x");
    // What was there before stays, and doubles events.
    subscribe(&mut bench, "channel:c");
    let both = format!("{ALL_CHANNELS},\"c\"");
    assert_eq!(subscribe(&mut bench, "channel:"), shown("a", &both, "", ""));
    bench.pbx.tell_state("c");
    assert_eq!(bench.types("a"), ["ChannelStateChange", "ChannelStateChange"]);
    assert_eq!(unsubscribe(&mut bench, "channel:c"), shown("a", ALL_CHANNELS, "", ""));
    assert_eq!(subscribe(&mut bench, "channel:c"), shown("a", ALL_CHANNELS, "", ""));
    bench.pbx.tell_state("c");
    assert_eq!(bench.types("a"), ["ChannelStateChange"]);
    // There is no way back.
    assert_eq!(unsubscribe(&mut bench, "channel:"), failure(501, "Method not implemented"));
    assert_eq!(unsubscribe(&mut bench, "bridge:").0, 422);
}

#[test]
fn devices_have_a_way_back() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    assert_eq!(unsubscribe(&mut bench, "deviceState:Stasis:z").0, 200);
    let (status, text) = unsubscribe(&mut bench, "deviceState:");
    assert!(status == 200 && text.contains(r#""device_names":[]"#), "{text}");
    assert_eq!(unsubscribe(&mut bench, "deviceState:").0, 422);
}

#[test]
fn what_came_before_a_failure_stays() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    assert_eq!(subscribe(&mut bench, "deviceState:Stasis:c,bogus:").0, 400);
    assert_eq!(bench.ask("GET /applications/a"), shown("a", "", "", "\"Stasis:c\""));
    let body = r#"{"eventSource":["endpoint:PJSIP/bob","endpoint:PJSIP"]}"#;
    let both = "\"PJSIP\",\"PJSIP/bob\"";
    let reply = bench.ask_with("POST /applications/a/subscription", body);
    assert_eq!(reply, shown("a", "", both, "\"Stasis:c\""));
}

#[test]
fn nothing_is_left_of_who_only_heard_everything() {
    let mut bench = Bench::new();
    bench.channel("c", "UnicastRTP/x");
    for (all, source) in [
        (true, "channel:c"),
        (true, "endpoint:PJSIP"),
        (true, ""),
        (false, ""),
        (false, "channel:"),
        (false, "endpoint:"),
        (false, "deviceState:"),
        (false, "deviceState:Stasis:a"),
    ] {
        bench.connects("a", all);
        subscribe(&mut bench, source);
        bench.disconnects("a");
        let reply = bench.ask("GET /applications/a");
        assert_eq!(reply, failure(404, "Application not found"), "{all} {source}");
    }
}

#[test]
fn subscriptions_and_filters_outlive_a_connection() {
    let mut bench = Bench::new();
    bench.channel("c", "UnicastRTP/x");
    bench.connects("a", false);
    subscribe(&mut bench, "channel:c,deviceState:Stasis:a,endpoint:");
    let filter = r#"{"disallowed":[{"type":"Dial"}]}"#;
    bench.ask_with("PUT /applications/a/eventFilter", filter);
    bench.disconnects("a");
    let left = r#"{"name":"a","channel_ids":["c"],"bridge_ids":[],"endpoint_ids":[],"device_names":["Stasis:a"],"events_allowed":[],"events_disallowed":[{"type":"Dial"}]}"#;
    assert_eq!(bench.ask("GET /applications/a").1, left);
    // Connecting again with subscribeAll does not help.
    bench.connects("a", true);
    assert_eq!(bench.ask("GET /applications/a").1, left);
    bench.disconnects("a");
    // Nobody looks for applications that are over before the next one comes.
    bench.pbx.finish("c", 0);
    assert_eq!(bench.ask("GET /applications/a").0, 200);
    bench.connects("b", false);
    assert_eq!(bench.ask("GET /applications/a").0, 404);
}

#[test]
fn a_filter_is_set_in_parts_and_cleared_as_a_whole() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    let mut filter = |body: &str| {
        let (status, text) = bench.ask_with("PUT /applications/a/eventFilter", body);
        (status, text.split_once("\"events_allowed\":").map_or(text.clone(), |it| it.1.to_owned()))
    };
    let both = r#"[{"type":"A"}],"events_disallowed":[{"type":"B"}]}"#.to_owned();
    filter(r#"{"allowed":[{"type":"A"}]}"#);
    assert_eq!(filter(r#"{"disallowed":[{"type":"B"}]}"#), (200, both.clone()));
    for body in [
        r#"{"allowed":null}"#,
        r#"{"allowed":{}}"#,
        r#"{"allowed":["A"]}"#,
        r#"{"allowed":[{"type":1}]}"#,
        r#"{"allowed":[{"type":""}]}"#,
        r#"{"disallowed":[{}]}"#,
        r#"{"allowed":"x"}"#,
    ] {
        assert_eq!(filter(body), failure(400, "Invalid format definition"), "{body}");
    }
    assert_eq!(filter(r#"{"other":1}"#), (200, both));
    assert_eq!(filter("{}"), (200, r#"[],"events_disallowed":[]}"#.to_owned()));
    assert_eq!(bench.ask("PUT /applications/nobody/eventFilter").0, 404);
}

#[test]
fn a_filter_decides_what_is_told() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    bench.channel("c", "UnicastRTP/x");
    bench.ask_with("PUT /applications/a/eventFilter", r#"{"allowed":[{"type":"Dial"}]}"#);
    bench.pbx.tell_state("c");
    assert!(bench.types("a").is_empty());
    let filter = r#"{"allowed":[],"disallowed":[{"type":"Dial"}]}"#;
    bench.ask_with("PUT /applications/a/eventFilter", filter);
    bench.pbx.tell_state("c");
    assert_eq!(bench.types("a"), ["ChannelStateChange"]);
}
