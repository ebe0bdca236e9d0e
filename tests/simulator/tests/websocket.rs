//! Event websockets and REST over them, as seen of Asterisk 22.10.1.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use ari_simulator::Simulator;
use common::{AUTHORIZATION, Came, Response, Socket, Tcp, ask, gone, soon};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

const UPGRADE: &str = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
const KEY: &str = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const VERSION: &str = "Sec-WebSocket-Version: 13\r\n";

async fn shake(simulator: &Simulator, query: &str, headers: &str) -> Response {
    let line = format!("GET /ari/events{query}");
    ask(simulator, &line, &format!("{AUTHORIZATION}{headers}"), "").await
}

#[tokio::test]
async fn handshakes_succeed() {
    let simulator = Simulator::start().await.unwrap();
    let all = format!("{UPGRADE}{KEY}{VERSION}");
    for headers in [
        all.clone(),
        format!("{UPGRADE}{KEY}Sec-WebSocket-Version: 7\r\n"),
        format!("{UPGRADE}{KEY}Sec-WebSocket-Version: 8\r\n"),
    ] {
        let response = shake(&simulator, "?app=a,b&subscribeAll=true", &headers).await;
        assert_eq!(response.line, "HTTP/1.1 101 Switching Protocols");
        let accept = Some("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assert_eq!(response.header("sec-websocket-accept"), accept);
        assert_eq!(response.header("sec-websocket-protocol"), None);
    }
    // The blank before the second element of a list is repeated.
    for (offered, repeated) in
        [("ari", "ari"), ("bogus, ari", " ari"), ("bogus,ari", "ari"), ("ari, bogus", "ari")]
    {
        let headers = format!("{all}Sec-WebSocket-Protocol: {offered}\r\n");
        let response = shake(&simulator, "?app=a", &headers).await;
        assert_eq!(response.header("sec-websocket-protocol"), Some(repeated), "{offered}");
    }
    let long = "a".repeat(73);
    assert_eq!(shake(&simulator, &format!("?app={long}"), &all).await.status, 101);
}

#[tokio::test]
async fn handshakes_fail() {
    let simulator = Simulator::start().await.unwrap();
    let all = format!("{UPGRADE}{KEY}{VERSION}");
    let h2c = format!("Upgrade: h2c\r\nConnection: Upgrade\r\n{KEY}{VERSION}");
    let long = format!("?app={}", "a".repeat(74));
    for (query, headers, status, text) in [
        ("?app=a", String::new(), 426, ""),
        ("", String::new(), 426, ""),
        ("?app=a", h2c, 426, ""),
        ("", all.clone(), 400, "HTTP request is missing param: [app]"),
        ("?app=", all.clone(), 400, "HTTP request is missing param: [app]"),
        ("?app=,", all.clone(), 500, "Stasis app registration failed"),
        ("?app=a,,b", all.clone(), 500, "Stasis app registration failed"),
        ("?app=a,", all.clone(), 500, "Stasis app registration failed"),
        (&long, all.clone(), 500, "Stasis app registration failed"),
    ] {
        let response = shake(&simulator, query, &headers).await;
        assert_eq!(response.status, status, "{query}");
        assert_eq!(response.header("content-type"), Some("text/html"), "{query}");
        assert!(response.body.contains(&format!("<p>{text}</p>")), "{query}: {}", response.body);
    }
    for headers in [
        format!("{UPGRADE}{KEY}Sec-WebSocket-Version: 12\r\n"),
        format!("{UPGRADE}{KEY}"),
        format!("{UPGRADE}{VERSION}"),
        format!("{all}Sec-WebSocket-Protocol: bogus\r\n"),
    ] {
        // Before it asks for the application.
        let response = shake(&simulator, "", &headers).await;
        assert_eq!((response.status, response.body.as_str()), (400, ""), "{headers}");
        assert_eq!(response.header("sec-websocket-version"), Some("7, 8, 13"));
        assert_eq!(response.header("content-type"), None);
        assert_eq!(response.header("content-length"), Some("0"));
    }
    let url = format!("ws://{}/ari/events?app=a", simulator.address());
    let refused = Socket::of(&simulator, &url).await.err().unwrap();
    assert!(matches!(refused, Error::Http(response) if response.status() == 401));
}

#[tokio::test]
async fn the_first_of_repeated_applications_counts() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a,b&app=c").await;
    let response = socket.ask(r#"{"type":"RESTRequest","method":"GET","uri":"bogus"}"#).await;
    assert_eq!(response["application"], "a", "the first of the session");
    assert!(simulator.faults().replace_application("c").is_err());
    simulator.faults().replace_application("b").unwrap();
    assert_eq!(socket.json().await["application"], "b");
}

/// The envelope of a response without what only the model knows.
fn envelope(mut response: Value) -> Value {
    let all = response.as_object_mut().unwrap();
    for key in ["application", "timestamp", "asterisk_id"] {
        assert!(all.remove(key).is_some_and(|it| it.is_string()), "{key}");
    }
    response
}

#[tokio::test]
async fn a_response_has_its_keys_in_order() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=ivr").await;
    let request = r#"{"type":"RESTRequest","transaction_id":"t","request_id":"é","method":"GET",
        "uri":"channels/nope?x=1"}"#;
    socket.send(Message::text(request)).await;
    let text = socket.text().await;
    let start = r#"{"type":"RESTResponse","transaction_id":"t","request_id":"é","status_code":404,"reason_phrase":"Not Found","uri":"channels/nope","content_type":"application/json","message_body":"{\"message\":\"Channel not found\"}","application":"ivr","timestamp":""#;
    assert!(text.starts_with(start), "{text}");
    assert!(text.contains(r#","asterisk_id":""#), "{text}");
}

#[tokio::test]
async fn what_asks_nothing_is_refused() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=ivr").await;
    for unreadable in [r#"{"a":"#, r#""x""#, "null", "5", "", " "] {
        let expected = json!({
            "type": "RESTResponse", "transaction_id": "", "request_id": "", "status_code": 400,
            "reason_phrase": "Failed to parse request message JSON", "uri": "",
        });
        assert_eq!(envelope(socket.ask(unreadable).await), expected, "{unreadable:?}");
    }
    let form = "application/x-www-form-urlencoded";
    for (extra, uri, message) in [
        (json!({"type": "Foo"}), "", "Unknown request type."),
        (json!({"uri": ""}), "", "Empty or missing 'uri' property."),
        (json!({"uri": 5}), "", "Empty or missing 'uri' property."),
        (json!({"uri": null, "method": "bogus"}), "", "Empty or missing 'uri' property."),
        (json!({"method": "get"}), "bogus", "Unknown or missing 'method' property."),
        (json!({"method": "PATCH"}), "bogus", "Unknown or missing 'method' property."),
        (json!({"method": null}), "bogus", "Unknown or missing 'method' property."),
        (
            json!({"query_strings": [{"name": "only"}]}),
            "bogus",
            "Unable to parse 'query_strings' array.",
        ),
        (
            json!({"query_strings": [{"name": "x", "value": 5}]}),
            "bogus",
            "Unable to parse 'query_strings' array.",
        ),
        (json!({"query_strings": [5]}), "bogus", "Unable to parse 'query_strings' array."),
        (json!({"message_body": "{}"}), "bogus", "No 'content_type' for 'message_body'."),
        (
            json!({"message_body": "{}", "content_type": "text/plain"}),
            "bogus",
            "Unknown content type.",
        ),
        (
            json!({"message_body": "{}", "content_type": "application/json; charset=utf-8"}),
            "bogus",
            "Unknown content type.",
        ),
        (
            json!({"message_body": "{bad", "content_type": "application/json"}),
            "bogus",
            "Unable to parse 'message_body' as 'application/json'.",
        ),
        (
            json!({"message_body": "1", "content_type": "application/json"}),
            "bogus",
            "Unable to parse 'message_body' as 'application/json'.",
        ),
        (json!({"uri": "events?app=z"}), "events", "Can't upgrade to websocket from a websocket"),
    ] {
        let mut request = json!({
            "type": "RESTRequest", "transaction_id": "t", "request_id": "r", "method": "GET",
            "uri": "bogus?a=b",
        });
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let expected = json!({
            "type": "RESTResponse", "transaction_id": "t", "request_id": "r", "status_code": 400,
            "reason_phrase": "Bad request", "uri": uri, "content_type": "application/json",
            "message_body": json!({"message": message}).to_string(),
        });
        assert_eq!(envelope(socket.ask(&request.to_string()).await), expected, "{extra}");
    }
    for nothing in ["{}", "[1,2]", r#"{"type":5,"request_id":"r"}"#] {
        let response = socket.ask(nothing).await;
        assert_eq!(response["message_body"], r#"{"message":"No 'type' property."}"#, "{nothing}");
        assert_eq!(response["request_id"], "", "{nothing}");
    }
    // These do ask.
    for extra in [
        json!({"request_id": 7, "transaction_id": null}),
        json!({"query_strings": {"only": "status"}}),
        json!({"message_body": {"a": "b"}}),
        json!({"message_body": "", "content_type": "text/plain"}),
        json!({"message_body": "[1]", "content_type": "application/json"}),
        json!({"message_body": "a=b", "content_type": form}),
        json!({"method": "HEAD"}),
    ] {
        let mut request = json!({"type": "RESTRequest", "method": "PUT", "uri": "bogus"});
        request.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let response = socket.ask(&request.to_string()).await;
        assert_eq!((&response["status_code"], &response["request_id"]), (&json!(404), &json!("")));
    }
}

#[tokio::test]
async fn who_may_only_look_writes_nothing_here_either() {
    let simulator = Simulator::builder().read_only_user("wall", "w").start().await.unwrap();
    let url = format!("ws://{}/ari/events?app=a&api_key=wall:w", simulator.address());
    let mut socket = Socket::of(&simulator, &url).await.unwrap();
    let mut request = json!({"type": "RESTRequest", "method": "POST", "uri": "bogus"});
    let response = socket.ask(&request.to_string()).await;
    assert_eq!(response["reason_phrase"], "Forbidden");
    assert_eq!(response["message_body"], r#"{"message":"Write access denied"}"#);
    request["method"] = json!("OPTIONS");
    assert_eq!(socket.ask(&request.to_string()).await["status_code"], 404);
}

#[tokio::test]
async fn requests_are_answered_in_order() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a").await;
    for number in 0..200 {
        let id = number.to_string();
        let request =
            json!({"type": "RESTRequest", "request_id": id, "method": "GET", "uri": "bogus"});
        socket.send(Message::text(request.to_string())).await;
    }
    for number in 0..200 {
        assert_eq!(socket.json().await["request_id"], number.to_string());
    }
}

#[tokio::test]
async fn other_frames() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a").await;
    socket.send(Message::Ping("hello".into())).await;
    assert_eq!(socket.come().await, Came::Pong(b"hello".to_vec()));
    // Nobody takes notice of these.
    socket.send(Message::Binary("hello".into())).await;
    socket.send(Message::Pong("hello".into())).await;
    let request = r#"{"type":"RESTRequest","method":"GET","uri":"bogus"}"#;
    assert_eq!(socket.ask(request).await["status_code"], 404);
    let frame = CloseFrame { code: 4000.into(), reason: "bye".into() };
    socket.send(Message::Close(Some(frame))).await;
    assert_eq!(socket.come().await, Came::Close(4000));
    assert_eq!(socket.come().await, Came::End);
    // Its applications are nobody's then.
    gone(&simulator, "a").await;
}

#[tokio::test]
async fn a_request_may_have_65527_bytes() {
    let simulator = Simulator::start().await.unwrap();
    let request = |length: usize| {
        let text = |pad: &str| {
            json!({"type": "RESTRequest", "method": "GET", "uri": "bogus", "pad": pad}).to_string()
        };
        text(&"x".repeat(length - text("").len()))
    };
    let mut socket = Socket::open(&simulator, "app=a").await;
    assert_eq!(socket.ask(&request(65_527)).await["status_code"], 404);
    for length in [65_528, 70_000, 1_000_000] {
        let mut socket = Socket::open(&simulator, "app=a").await;
        socket.send(Message::text(request(length))).await;
        assert_eq!(socket.come().await, Came::Close(1009), "{length}");
        assert_eq!(socket.come().await, Came::End);
    }
}

#[tokio::test]
async fn stopping_says_goodbye_and_dropping_does_not() {
    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a").await;
    let stopped = tokio::spawn(simulator.stop());
    assert_eq!(socket.come().await, Came::Close(1000));
    assert_eq!(socket.come().await, Came::End);
    soon(stopped).await.unwrap();

    let simulator = Simulator::start().await.unwrap();
    let mut socket = Socket::open(&simulator, "app=a").await;
    drop(simulator);
    assert_eq!(socket.come().await, Came::End);
}

#[tokio::test]
async fn a_client_that_goes_half_way_leaves_nothing() {
    let simulator = Simulator::start().await.unwrap();
    let mut tcp = Tcp::to(&simulator).await;
    let headers = format!("{AUTHORIZATION}{UPGRADE}{KEY}{VERSION}");
    tcp.send(common::request("GET /ari/events?app=a", &headers, "")).await;
    assert_eq!(tcp.response().await.unwrap().status, 101);
    drop(tcp);
    gone(&simulator, "a").await;
}
