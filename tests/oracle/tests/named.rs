//! Events of a kind that the SDK does not know, as a type of one's own: in order, and with everything that is none of them.

#[allow(dead_code, reason = "the great flood is another test's")]
mod flood;

use std::time::Duration;

use ari_generated::{Ari, Credentials, Delivery, Ended, Event, EventKind, Events};
use flood::Server;
use serde::Deserialize;

/// What a vendor's module sends.
#[derive(Debug, Deserialize, PartialEq)]
struct QueueGrew {
    #[serde(rename = "type")]
    kind: String,
    queue: Queue,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Queue {
    name: String,
    lengths: Vec<u32>,
}

fn grew(name: &str, lengths: &[u32]) -> QueueGrew {
    let queue = Queue { name: name.into(), lengths: lengths.into() };
    QueueGrew { kind: "QueueGrew".into(), queue }
}

const FRAMES: &[&str] = &[
    r#"{"queue":{"name":"one","lengths":[1,2]},"type":"QueueGrew","application":"a"}"#,
    r#"{"type":"QueueShrank","queue":{"name":"one","lengths":[1]}}"#,
    // A length that is none.
    r#"{"type":"QueueGrew","queue":{"name":"two","lengths":[3,{"type":"QueueGrew"}]}}"#,
    r#"{"type":"ChannelDreamed","inside":{"type":"QueueGrew","queue":{"name":"x","lengths":[]}}}"#,
    // Broken off, behind the kind and before it.
    r#"{"type":"QueueGrew","queue":{"na"#,
    r#"{"queue":{"name":"three","lengths":[]},"ty"#,
    r#"{"type":"queueGrew","queue":{"name":"four","lengths":[]}}"#,
    r#"{"type":"Queue\u0047rew","queue":{"name":"five","lengths":[]}}"#,
    r#"{"type":"DeviceStateChanged","application":"a","timestamp":"2026-11-21T08:14:58.391+0000","device_state":{"name":"Local/1","state":"INUSE"}}"#,
    r#"{"type":"QueueGrew","queue":{"name":"last","lengths":[4]}}"#,
];

async fn connect() -> (Ari, Events, Server) {
    let server = Server::start(FRAMES.len() as u64, 1, |it| FRAMES[it as usize].to_owned()).await;
    let credentials = Credentials::new("user", "secret");
    let connected = Ari::connect(&server.url, credentials).app("a").await;
    let (ari, events) = connected.expect("the server takes everyone");
    (ari, events, server)
}

async fn soon<T>(it: impl Future<Output = Option<T>>) -> T {
    let it = tokio::time::timeout(Duration::from_secs(60), it).await;
    it.expect("it comes in time").expect("the stream goes on")
}

#[tokio::test]
async fn a_kind_that_is_not_known_is_listened_to_by_its_name() {
    let (ari, everything, server) = connect().await;
    let mut grown = ari.events_named::<QueueGrew>("QueueGrew");
    let mut shrunk = ari.events_named::<serde_json::Value>("QueueShrank");
    drop(everything);
    server.go_at_once();

    let item = soon(grown.next()).await;
    assert_eq!(item, Delivery::Event(grew("one", &[1, 2])));
    let Delivery::Malformed(fault) = soon(grown.next()).await else { panic!("it is no queue") };
    assert_eq!(fault.kind.as_deref(), Some("QueueGrew"));
    assert_eq!(fault.path, "$.queue.lengths[1]");
    assert_eq!(fault.raw, FRAMES[2]);
    let Delivery::Malformed(fault) = soon(grown.next()).await else { panic!("it is no JSON") };
    assert_eq!((fault.kind.as_deref(), &*fault.raw), (Some("QueueGrew"), FRAMES[4]));
    assert_eq!(soon(grown.next()).await, Delivery::Event(grew("five", &[])));
    assert_eq!(soon(grown.next()).await, Delivery::Event(grew("last", &[4])));

    let Delivery::Event(value) = soon(shrunk.next()).await else { panic!("it is a value") };
    assert_eq!(
        value.to_string(),
        serde_json::from_str::<serde_json::Value>(FRAMES[1]).expect("JSON").to_string()
    );

    // Four frames had a reader, one was broken; the others were only looked at.
    let frames = ari.health().frames;
    assert_eq!((frames.received, frames.wanted, frames.malformed), (10, 5, 1), "{frames:?}");
    assert_eq!(frames.filtered, 4, "{frames:?}");
    assert_eq!(grown.counts().offered, 5);

    ari.close().await;
    assert_eq!(soon(grown.next()).await, Delivery::Ended(Ended::Closed));
    assert_eq!(grown.next().await, None);
}

#[tokio::test]
async fn who_stops_listening_to_a_name_has_its_frames_filtered() {
    let (ari, everything, server) = connect().await;
    let mut last = ari.events_named::<QueueGrew>("QueueGrew");
    drop(ari.events_named::<QueueGrew>("QueueShrank"));
    drop(ari.events_named::<QueueGrew>("QueueGrew"));
    drop(everything);
    server.go_at_once();
    for _ in 0..5 {
        soon(last.next()).await;
    }
    let frames = ari.health().frames;
    assert_eq!((frames.wanted, frames.malformed, frames.filtered), (4, 1, 5), "{frames:?}");
    drop(last);
    ari.close().await;
}

#[tokio::test]
async fn a_reader_that_is_too_slow_is_told_what_it_missed() {
    let (ari, everything, server) = connect().await;
    let mut grown = ari.events_named::<QueueGrew>("QueueGrew").with_capacity(2);
    let mut device = ari.events_of([EventKind::DeviceStateChanged]);
    let mut others = ari.events_named::<QueueGrew>("QueueGrew");
    drop(everything);
    server.go_at_once();
    for _ in 0..5 {
        soon(others.next()).await;
    }
    assert!(matches!(soon(device.next()).await, Delivery::Event(Event::DeviceStateChanged(_))));
    assert_eq!(soon(grown.next()).await, Delivery::Event(grew("one", &[1, 2])));
    assert!(matches!(soon(grown.next()).await, Delivery::Malformed(_)));
    let Delivery::Missed(missed) = soon(grown.next()).await else { panic!("it held two") };
    assert_eq!(missed.count, 3);
    ari.close().await;
    assert_eq!(soon(grown.next()).await, Delivery::Ended(Ended::Closed));
}

#[tokio::test]
async fn a_kind_that_is_known_may_be_named_too() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Changed {
        device_state: Device,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    struct Device {
        name: String,
    }
    let (ari, everything, server) = connect().await;
    let mut changed = ari.events_named::<Changed>("DeviceStateChanged");
    drop(everything);
    server.go_at_once();
    let device_state = Device { name: "Local/1".into() };
    assert_eq!(soon(changed.next()).await, Delivery::Event(Changed { device_state }));
    ari.close().await;
}

#[test]
fn an_unknown_event_is_decoded_into_a_type_and_its_faults_have_a_path() {
    let decode = |text: &str| match Event::decode(text).expect("it is an event") {
        Event::Unrecognized(raw) => raw.decode::<QueueGrew>(),
        other => panic!("{other:?} is known"),
    };
    assert_eq!(decode(FRAMES[0]), Ok(grew("one", &[1, 2])));
    let fault = decode(FRAMES[2]).expect_err("a length is none");
    assert_eq!((fault.path.as_str(), fault.raw.as_str()), ("$.queue.lengths[1]", FRAMES[2]));
    assert_eq!(fault.kind.as_deref(), Some("QueueGrew"));
    let fault = decode(r#"{"type":"QueueGrew"}"#).expect_err("the queue is missing");
    assert_eq!((fault.path.as_str(), fault.message.as_str()), ("$", "missing field `queue`"));
}
