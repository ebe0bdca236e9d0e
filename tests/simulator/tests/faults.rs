//! Faults on demand: each strikes once, in the order they were asked for, over HTTP and over websockets.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use ari_simulator::{FaultError, Simulator};
use common::{AUTHORIZATION, Came, Socket, Tcp, admitted, gone, request, soon};
use serde_json::json;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;

const PING: &str = "asterisk.ping";
const GET_PING: &str = "GET /ari/asterisk/ping";
const ASK_PING: &str = r#"{"type":"RESTRequest","method":"GET","uri":"asterisk/ping"}"#;

#[tokio::test]
async fn what_does_not_exist_is_refused() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let operation = Err(FaultError::UnknownOperation("channels.anser".into()));
    assert_eq!(faults.lose_response("channels.anser"), operation);
    assert_eq!(faults.delay("channels.anser", Duration::ZERO), operation);
    assert_eq!(faults.fail("channels.anser", 503), operation);
    assert_eq!(faults.fail("channels.answer", 200), Err(FaultError::NoFailure(200)));
    assert_eq!(faults.fail("channels.answer", 600), Err(FaultError::NoFailure(600)));
    for name in ["ChannelDtmf", "Event", "Message", "Channel", ""] {
        let unknown = Err(FaultError::UnknownEvent(name.into()));
        assert_eq!(faults.duplicate(name), unknown);
        assert_eq!(faults.truncate(name), unknown);
    }
    let application = Err(FaultError::UnknownApplication("ivr".into()));
    assert_eq!(faults.send_raw("ivr", ""), application);
    assert_eq!(faults.send_binary("ivr", ""), application);
    assert_eq!(faults.drop_sockets_of("ivr"), application);
    assert_eq!(faults.replace_application("ivr"), application);
    assert_eq!(faults.drop_sockets(), 0);
    faults.duplicate("ChannelDtmfReceived").unwrap();
    faults.delay("channels.answer", Duration::ZERO).unwrap();
    simulator.stop().await;
    assert_eq!(faults.restart().await, Err(FaultError::Stopped));
}

#[tokio::test]
async fn faults_of_an_operation_strike_in_order() {
    let simulator = Simulator::start().await.unwrap();
    let usual = admitted(&simulator, GET_PING, "", "").await.status;
    let faults = simulator.faults();
    faults.fail(PING, 503).unwrap();
    faults.lose_response(PING).unwrap();
    faults.fail(PING, 409).unwrap();
    let other = admitted(&simulator, "GET /ari/bogus", "", "").await;
    assert_eq!(other.status, 404, "another operation");
    let response = admitted(&simulator, GET_PING, "", "").await;
    assert_eq!(response.line, "HTTP/1.1 503 Service Unavailable");
    assert_eq!(response.json(), json!({"message": "Asterisk not booted"}));
    assert_eq!(response.header("connection"), Some("close"));
    let mut tcp = Tcp::to(&simulator).await;
    tcp.send(request(GET_PING, AUTHORIZATION, "")).await;
    assert!(tcp.response().await.is_none(), "the response should be lost");
    assert_eq!(admitted(&simulator, GET_PING, "", "").await.status, 409);
    assert_eq!(admitted(&simulator, GET_PING, "", "").await.status, usual);
    faults.fail(PING, 503).unwrap();
    faults.slow(Duration::from_secs(3600));
    faults.forget();
    assert_eq!(admitted(&simulator, GET_PING, "", "").await.status, usual);
}

#[tokio::test]
async fn what_has_not_struck_is_pending() {
    let simulator = Simulator::builder().sound("hello", Duration::from_secs(1));
    let simulator = simulator.start().await.unwrap();
    let faults = simulator.faults();
    assert!(faults.pending().is_empty());
    faults.duplicate("BridgeCreated").unwrap();
    faults.fail("bridges.create", 500).unwrap();
    faults.lose_response(PING).unwrap();
    faults.delay("bridges.createWithId", Duration::from_millis(1)).unwrap();
    let all = [
        "fail bridges.create 500",
        "lose_response asterisk.ping",
        "delay bridges.createWithId 1ms",
        "duplicate BridgeCreated",
    ];
    assert_eq!(faults.pending(), all);
    // The one without an id means both, the one with an id itself.
    let response = admitted(&simulator, "POST /ari/bridges/room", "", "").await;
    assert_eq!(response.status, 500);
    assert_eq!(faults.pending(), all[1..]);
    assert_eq!(admitted(&simulator, "POST /ari/bridges", "", "").await.status, 200);
    assert_eq!(faults.pending(), all[1..]);
    assert_eq!(admitted(&simulator, "POST /ari/bridges/room", "", "").await.status, 200);
    assert_eq!(faults.pending(), [all[1], all[3]]);
    faults.forget();
    assert!(faults.pending().is_empty());
}

#[tokio::test]
async fn they_strike_on_websockets_too() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a").await;
    simulator.faults().fail(PING, 500).unwrap();
    simulator.faults().lose_response(PING).unwrap();
    let response = socket.ask(ASK_PING).await;
    assert_eq!(response["status_code"], 500);
    assert_eq!(response["reason_phrase"], "Internal Server Error");
    socket.send(Message::text(ASK_PING)).await;
    assert_eq!(socket.come().await, Came::End);
    gone(&simulator, "a").await;
}

#[tokio::test(start_paused = true)]
async fn replies_are_late() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let mut socket = Socket::open(&simulator, "app=a").await;
    let (long, longer) = (Duration::from_secs(5), Duration::from_secs(7));
    faults.delay(PING, long).unwrap();
    let since = Instant::now();
    admitted(&simulator, GET_PING, "", "").await;
    assert!(since.elapsed() >= long);
    faults.slow(longer);
    let since = Instant::now();
    socket.ask(ASK_PING).await;
    assert!(since.elapsed() >= longer);
    faults.delay(PING, long).unwrap();
    let since = Instant::now();
    socket.send(Message::text(ASK_PING)).await;
    // What has nothing to do with the request does not wait for it.
    faults.send_raw("a", "between").unwrap();
    assert_eq!(socket.text().await, "between");
    assert!(since.elapsed() < long);
    assert_ne!(socket.text().await, "between");
    assert!(since.elapsed() >= long + longer);
    faults.slow(Duration::ZERO);
    let since = Instant::now();
    admitted(&simulator, GET_PING, "", "").await;
    assert!(since.elapsed() < long);
}

#[tokio::test(start_paused = true)]
async fn a_late_reply_does_not_hold_up_the_end() {
    let simulator = Simulator::start().await.unwrap();
    simulator.faults().slow(Duration::from_secs(3600));
    let mut tcp = Tcp::to(&simulator).await;
    tcp.send(request(GET_PING, AUTHORIZATION, "")).await;
    let mut socket = Socket::open(&simulator, "app=a").await;
    socket.send(Message::text(ASK_PING)).await;
    let since = Instant::now();
    simulator.stop().await;
    assert!(since.elapsed() < Duration::from_secs(60));
    assert_eq!(socket.come().await, Came::Close(1000));
    tcp.ends().await;
}

#[tokio::test]
async fn frames_come_twice_by_halves_or_from_nowhere() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let mut socket = Socket::open(&simulator, "app=a,b,c,d").await;
    faults.truncate("RESTResponse").unwrap();
    faults.duplicate("ApplicationReplaced").unwrap();
    faults.truncate("ApplicationReplaced").unwrap();
    for application in ["b", "c", "d"] {
        faults.replace_application(application).unwrap();
    }
    let whole = socket.text().await;
    assert!(whole.contains(r#""type":"ApplicationReplaced""#), "{whole}");
    assert_eq!(socket.text().await, whole);
    let half = socket.text().await;
    assert!(whole.starts_with(&half[..20]) && half.len() < whole.len(), "{half}");
    assert!(socket.text().await.contains(r#""application":"d""#));
    faults.send_raw("a", r#"{"type":"#).unwrap();
    faults.send_binary("a", [0, 255]).unwrap();
    faults.replace_application("a").unwrap();
    assert_eq!(socket.text().await, r#"{"type":"#);
    assert_eq!(socket.come().await, Came::Binary(vec![0, 255]));
    assert!(socket.text().await.contains(r#""application":"a""#));
}

#[tokio::test]
async fn sockets_are_cut() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let mut a = Socket::open(&simulator, "app=a").await;
    let mut b = Socket::open(&simulator, "app=b,c").await;
    let mut d = Socket::open(&simulator, "app=d").await;
    faults.drop_sockets_of("c").unwrap();
    assert_eq!(b.come().await, Came::End);
    gone(&simulator, "b").await;
    assert_eq!(a.ask(ASK_PING).await["type"], "RESTResponse");
    assert_eq!(faults.drop_sockets(), 2);
    assert_eq!(a.come().await, Came::End);
    assert_eq!(d.come().await, Came::End);
}

#[tokio::test]
async fn new_connections_are_refused_for_a_while() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let mut socket = Socket::open(&simulator, "app=a").await;
    faults.refuse_connections(true);
    for _ in 0..3 {
        Tcp::to(&simulator).await.ends().await;
    }
    assert_eq!(socket.ask(ASK_PING).await["type"], "RESTResponse", "who is in stays");
    faults.refuse_connections(false);
    admitted(&simulator, GET_PING, "", "").await;
}

#[tokio::test]
async fn a_restart_cuts_everything_and_keeps_the_port() {
    let simulator = Simulator::start().await.unwrap();
    let faults = simulator.faults();
    let mut socket = Socket::open(&simulator, "app=a").await;
    let mut tcp = Tcp::to(&simulator).await;
    tcp.send(request(GET_PING, AUTHORIZATION, "")).await;
    tcp.response().await.unwrap();
    faults.fail(PING, 503).unwrap();
    soon(faults.restart()).await.unwrap();
    assert!(faults.send_raw("a", "").is_err(), "the application is gone when it returns");
    assert_eq!(socket.come().await, Came::End);
    tcp.ends().await;
    assert_eq!(admitted(&simulator, GET_PING, "", "").await.status, 503, "faults stay");
    let mut socket = Socket::open(&simulator, "app=a").await;
    assert_eq!(socket.ask(ASK_PING).await["type"], "RESTResponse");
}
