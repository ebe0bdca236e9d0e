//! A vendor's events over a connection: one that the client was generated with, and one that it has never heard of.

use std::time::Duration;

use acme_ari::{Ari, Credentials, Delivery, Ended, Event, EventKind};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio_tungstenite::tungstenite::Message;

/// A kind that not even the vendor's specification has.
#[derive(Debug, Deserialize, PartialEq)]
struct AgentYawned {
    agent: String,
    loudness: u8,
}

const FRAMES: [&str; 4] = [
    r#"{"type":"AgentYawned","agent":"bob","loudness":3}"#,
    r#"{"type":"AgentPaused","application":"a","timestamp":"2026-11-21T08:14:58.391+0000","agent":{"id":"bob"},"seconds":30}"#,
    r#"{"type":"AgentYawned","agent":"bob","loudness":300}"#,
    r#"{"type":"AgentYawned","agent":"eve","loudness":1}"#,
];

/// Sends the frames to whoever comes, once it is told to.
async fn server(go: tokio::sync::oneshot::Receiver<()>) -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        let Ok((stream, _)) = listener.accept().await else { return };
        let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
        drop(go.await);
        for frame in FRAMES {
            let _ = socket.send(Message::text(frame)).await;
        }
        while let Some(Ok(_)) = socket.next().await {}
    });
    Ok(url)
}

async fn soon<T>(it: impl Future<Output = Option<T>>) -> T {
    let it = tokio::time::timeout(Duration::from_secs(60), it).await;
    it.expect("it comes in time").expect("the stream goes on")
}

#[tokio::test]
async fn they_come_in_order_and_as_their_types() {
    let (go, told) = tokio::sync::oneshot::channel();
    let url = server(told).await.expect("a port is free");
    let credentials = Credentials::new("user", "secret");
    let connected = Ari::connect(url, credentials).app("a").await;
    let (ari, everything) = connected.expect("the server takes everyone");
    let mut yawns = ari.events_named::<AgentYawned>("AgentYawned");
    let mut pauses = ari.events_of([EventKind::AgentPaused]);
    drop(everything);
    go.send(()).expect("the server is there");

    let Delivery::Event(Event::AgentPaused(paused)) = soon(pauses.next()).await else {
        panic!("another kind")
    };
    assert_eq!(paused.agent.id.as_str(), "bob");
    let yawn = |agent: &str, loudness| AgentYawned { agent: agent.into(), loudness };
    assert_eq!(soon(yawns.next()).await, Delivery::Event(yawn("bob", 3)));
    let Delivery::Malformed(fault) = soon(yawns.next()).await else { panic!("too loud for a u8") };
    assert_eq!(fault.path, "$.loudness");
    assert_eq!(soon(yawns.next()).await, Delivery::Event(yawn("eve", 1)));
    ari.close().await;
    assert_eq!(soon(yawns.next()).await, Delivery::Ended(Ended::Closed));
}
