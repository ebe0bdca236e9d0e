//! Outbound websockets: the handshake that a server sees, and what it is told when the connection comes again.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::time::Duration;

use ari_simulator::{Error, Outbound, Simulator};
use common::{Came, Socket, soon};
use serde_json::json;
use tokio::net::TcpListener;
use tokio_tungstenite::accept_hdr_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};

async fn listen() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("ws://{}/ari/out?x=1", listener.local_addr().unwrap());
    (listener, url)
}

/// Takes the next connection, naming a protocol or none.
#[expect(clippy::result_large_err, reason = "the library wants its own type")]
async fn accept(listener: &TcpListener, protocol: Option<&str>) -> (Socket, Request) {
    let (stream, _) = soon(listener.accept()).await.unwrap();
    let mut seen = None;
    let look = |request: &Request, mut response: Response| {
        seen = Some(request.clone());
        if let Some(protocol) = protocol {
            let protocol = protocol.parse().unwrap();
            response.headers_mut().insert("sec-websocket-protocol", protocol);
        }
        Ok(response)
    };
    let socket = soon(accept_hdr_async(stream, look)).await.unwrap();
    (Socket(socket), seen.unwrap())
}

async fn registered(socket: &mut Socket, applications: &[&str]) {
    for application in applications {
        let event = socket.json().await;
        assert_eq!(event["type"], "ApplicationRegistered");
        assert_eq!(event["application"], *application);
    }
}

#[tokio::test]
async fn a_persistent_connection_shows_who_it_is_and_comes_again() {
    let (listener, url) = listen().await;
    let outbound = Outbound::persistent(url, ["a", "b"])
        .credentials("me", "secret")
        .reconnect_interval(Duration::from_millis(20));
    let simulator = Simulator::builder().outbound(outbound).start().await.unwrap();
    let (mut socket, request) = accept(&listener, Some("ari")).await;
    assert_eq!(request.uri(), "/ari/out?x=1");
    let header = |name: &str| request.headers().get(name).unwrap().to_str().unwrap();
    assert_eq!(header("authorization"), "Basic bWU6c2VjcmV0");
    assert_eq!(header("sec-websocket-protocol"), "ari");
    assert_eq!(header("sec-websocket-version"), "13");
    assert_eq!(header("host"), listener.local_addr().unwrap().to_string());
    registered(&mut socket, &["a", "b"]).await;

    let request = json!({"type": "RESTRequest", "method": "GET", "uri": "bogus"});
    let response = socket.ask(&request.to_string()).await;
    assert_eq!((&response["status_code"], &response["application"]), (&json!(404), &json!("a")));

    // What comes while nobody listens is kept, and comes before the registrations.
    drop(socket);
    // A connection that ends takes what was written into it along.
    let (stream, _) = soon(listener.accept()).await.unwrap();
    for number in 0..50 {
        simulator.faults().send_raw("b", number.to_string()).unwrap();
    }
    drop(stream);
    // A server may name no protocol.
    let (mut socket, _) = accept(&listener, None).await;
    for number in 0..50 {
        assert_eq!(socket.text().await, number.to_string());
    }
    registered(&mut socket, &["a", "b"]).await;

    simulator.faults().drop_sockets_of("a").unwrap();
    assert_eq!(socket.come().await, Came::End);
    let (mut socket, _) = accept(&listener, Some("ari")).await;
    registered(&mut socket, &["a", "b"]).await;

    soon(simulator.faults().restart()).await.unwrap();
    assert_eq!(socket.come().await, Came::End);
    let (mut socket, _) = accept(&listener, Some("ari")).await;
    registered(&mut socket, &["a", "b"]).await;

    let stopped = tokio::spawn(simulator.stop());
    assert_eq!(socket.come().await, Came::Close(1000));
    soon(stopped).await.unwrap();
}

#[tokio::test]
async fn another_protocol_is_left_at_once() {
    let (listener, url) = listen().await;
    let outbound = Outbound::persistent(url, ["a"]).reconnect_interval(Duration::from_millis(20));
    let simulator = Simulator::builder().outbound(outbound).start().await.unwrap();
    let (mut socket, request) = accept(&listener, Some("other")).await;
    assert!(request.headers().get("authorization").is_none());
    assert_eq!(socket.come().await, Came::End);
    let (mut socket, _) = accept(&listener, Some("ari")).await;
    registered(&mut socket, &["a"]).await;
    // A close of the server's is no end either.
    socket.send(Message::Close(None)).await;
    let (mut socket, _) = accept(&listener, Some("ari")).await;
    registered(&mut socket, &["a"]).await;
    drop(simulator);
    assert_eq!(socket.come().await, Came::End);
}

#[tokio::test]
async fn only_plain_websockets_are_dialled() {
    for url in ["wss://127.0.0.1:1/", "http://127.0.0.1:1/", "127.0.0.1:1", "ws:///x", " "] {
        let outbound = Outbound::per_call(url, ["a"]);
        let refused = Simulator::builder().outbound(outbound).start().await.err();
        assert!(matches!(refused, Some(Error::Outbound { .. })), "{url}: {refused:?}");
    }
}
