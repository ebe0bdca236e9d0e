//! Devices that applications set, and those that channels have.

use serde_json::json;

use crate::operations::tests::{Bench, failure};
use crate::pbx::channel::State;

fn states(bench: &mut Bench) -> Vec<String> {
    let told = bench.told("a");
    let devices = told.iter().filter(|it| it["type"] == "DeviceStateChanged");
    devices.map(|it| it["device_state"]["state"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_state_is_told_when_it_is_another() {
    let mut bench = Bench::new();
    bench.connects("a", false);
    bench.ask("POST /applications/a/subscription?eventSource=deviceState:Stasis:d");
    for (state, status) in
        [("BUSY", 204), ("BUSY", 204), ("busy", 204), ("UNKNOWN", 500), ("x", 500), ("INUSE", 204)]
    {
        let line = format!("PUT /deviceStates/Stasis:d?deviceState={state}");
        assert_eq!(bench.ask(&line).0, status, "{state}");
    }
    assert_eq!(states(&mut bench), ["BUSY", "INUSE"]);
    assert_eq!(bench.ask("GET /deviceStates").1, r#"[{"name":"Stasis:d","state":"INUSE"}]"#);
    // Nobody is told that it is forgotten.
    assert_eq!(bench.ask("DELETE /deviceStates/Stasis:d"), (204, String::new()));
    assert_eq!(bench.ask("DELETE /deviceStates/Stasis:d").0, 204);
    assert!(states(&mut bench).is_empty());
    let unknown = r#"{"name":"Stasis:d","state":"UNKNOWN"}"#.to_owned();
    assert_eq!(bench.ask("GET /deviceStates/Stasis:d"), (200, unknown));
    assert_eq!(bench.ask("PUT /deviceStates/Stasis:d?deviceState=INUSE").0, 204);
    assert_eq!(states(&mut bench), ["INUSE"]);
}

#[test]
fn the_event_has_an_order_of_its_own() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    bench.ask_with("PUT /deviceStates/stasis:c", r#"{"deviceState":"ONHOLD"}"#);
    let frames = bench.frames("a");
    assert!(
        frames[0].starts_with(r#"{"type":"DeviceStateChanged","application":"a","timestamp":"#)
    );
    let device = r#","device_state":{"name":"Stasis:c","state":"ONHOLD"},"asterisk_id":"#;
    assert!(frames[0].contains(device), "{frames:?}");
}

#[test]
fn only_devices_of_applications_are_theirs() {
    let mut bench = Bench::new();
    let uncontrolled = failure(409, "Uncontrolled device specified");
    assert_eq!(bench.ask("PUT /deviceStates/PJSIP%2Fbob?deviceState=x"), uncontrolled);
    assert_eq!(bench.ask("DELETE /deviceStates/plain"), uncontrolled);
    let missing = failure(404, "Device name is missing");
    assert_eq!(bench.ask("PUT /deviceStates/Stasis:?deviceState=BUSY"), missing);
    assert_eq!(bench.ask("DELETE /deviceStates/Stasis:"), missing);
    assert_eq!(bench.ask("PUT /deviceStates/Stasis:d"), failure(500, "Unknown device"));
    for (device, state) in [
        ("PJSIP%2Falice", "NOT_INUSE"),
        ("PJSIP%2Fnone", "INVALID"),
        ("Nope%2Fx", "INVALID"),
        ("plain", "INVALID"),
        ("Local%2Fnone@default", "INVALID"),
    ] {
        let name = device.replace("%2F", "/");
        let shown = format!(r#"{{"name":"{name}","state":"{state}"}}"#);
        assert_eq!(bench.ask(&format!("GET /deviceStates/{device}")), (200, shown));
    }
}

#[test]
fn a_local_device_is_in_use_from_ringing_to_the_end() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    let state = |bench: &mut Bench| bench.pbx.device_state("Local/x@y");
    bench.pbx.make_local("x@y", "1", "2");
    assert_eq!(state(&mut bench), "INVALID");
    bench.pbx.becomes("1", State::Ringing);
    assert_eq!(states(&mut bench), ["INUSE"]);
    bench.pbx.becomes("2", State::Up);
    bench.pbx.becomes("1", State::Up);
    assert_eq!(states(&mut bench), ["INUSE", "INUSE"]);
    bench.pbx.finish("1", 16);
    let told = bench.told("a");
    let gone = json!({
        "type": "DeviceStateChanged",
        "application": "a",
        "device_state": {"name": "Local/x@y", "state": "INVALID"},
    });
    // Each half says so.
    assert_eq!(told.iter().filter(|it| **it == gone).count(), 2, "{told:#?}");
}

#[test]
fn a_telephone_rings_and_is_in_use() {
    let mut bench = Bench::new();
    bench.connects("a", true);
    bench.channel("c", "PJSIP/alice");
    bench.pbx.becomes("c", State::Ringing);
    bench.pbx.becomes("c", State::Up);
    assert_eq!(states(&mut bench), ["RINGING", "INUSE"]);
    bench.channel("d", "PJSIP/alice");
    bench.pbx.becomes("d", State::Ringing);
    assert_eq!(states(&mut bench), ["RINGINUSE"]);
    bench.pbx.finish("c", 16);
    bench.pbx.finish("d", 16);
    assert_eq!(states(&mut bench), ["RINGING", "NOT_INUSE"]);
}
