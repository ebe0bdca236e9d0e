//! Two connections that seem to come from one Asterisk: the first is dead, or there are two machines of one name.
//!
//! By stand-ins for Asterisk, since no real one falls silent when it is told to.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::{Items, PATIENCE};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::Failure;
use crate::scene::{PASSWORD, USER, accepted, listen};

type Socket = WebSocketStream<TcpStream>;

/// Comes in as Asterisk would, for the application `desk`.
async fn come(address: std::net::SocketAddr) -> Result<Socket, Failure> {
    let stream = TcpStream::connect(address).await?;
    let mut request = format!("ws://{address}/door").into_client_request()?;
    let basic = base64(&format!("{USER}:{PASSWORD}"));
    request.headers_mut().insert("Authorization", format!("Basic {basic}").parse()?);
    request.headers_mut().insert("Sec-WebSocket-Protocol", "ari".parse()?);
    let (mut socket, _) = client_async(request, stream).await?;
    let first = r#"{"type":"ApplicationRegistered","timestamp":"2026-11-21T07:57:01.565+0000","application":"desk","asterisk_id":"aa:bb"}"#;
    socket.send(Message::text(first)).await?;
    Ok(socket)
}

/// Answers pings and the question about the application.
async fn live(mut socket: Socket) {
    while let Some(Ok(message)) = socket.next().await {
        let Ok(text) = message.into_text() else { continue };
        let Ok(request) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        let body = r#"{"name":"desk","channel_ids":[],"bridge_ids":[],"endpoint_ids":[],"device_names":[],"events_allowed":[],"events_disallowed":[]}"#;
        let answer = serde_json::json!({
            "type": "RESTResponse", "request_id": request["request_id"], "status_code": 200,
            "reason_phrase": "OK", "message_body": body, "application": "desk",
        });
        if socket.send(Message::text(answer.to_string())).await.is_err() {
            return;
        }
    }
}

fn base64(text: &str) -> String {
    use std::fmt::Write;
    // Three bytes become four letters.
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = letters[(bits >> (18 - 6 * place) & 63) as usize] as char;
            let _ = encoded.write_char(if place > chunk.len() { '=' } else { letter });
        }
    }
    encoded
}

#[tokio::test]
async fn one_that_fell_silent_is_succeeded() -> Result<(), Failure> {
    let mut listener = listen().await?;
    let silent = come(listener.local_addr()).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);
    tokio::spawn(live(come(listener.local_addr()).await?));
    // Pings would find it 20 s later.
    let lost = items.lost().await;
    assert!(lost.reason.contains("again"), "{lost:?}");
    assert_eq!(items.reconnected().await.generation, 2);
    ari.application("desk").get().await?;
    drop(silent);
    Ok(())
}

#[tokio::test]
async fn two_machines_of_one_name_do_not_take_each_others_place() -> Result<(), Failure> {
    let mut listener = listen().await?;
    tokio::spawn(live(come(listener.local_addr()).await?));
    let first = accepted(&mut listener).await?;
    tokio::spawn(live(come(listener.local_addr()).await?));
    let second = accepted(&mut listener).await?;
    assert_ne!(first.visitor.remote, second.visitor.remote);
    for accepted in [first, second] {
        accepted.ari.application("desk").get().await?;
        let mut items = Items::new(accepted.events);
        let registered = items.find("ApplicationRegistered", |it| {
            matches!(it, Delivery::Event(Event::ApplicationRegistered(_))).then_some(())
        });
        registered.await;
        let more = timeout(Duration::from_millis(100), items.next()).await;
        assert!(more.is_err(), "{more:?}");
    }
    Ok(())
}

#[tokio::test]
async fn one_that_does_not_come_back_is_given_up() -> Result<(), Failure> {
    let mut listener = listen().give_up_after(Duration::from_millis(300)).await?;
    let socket = come(listener.local_addr()).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    drop(socket);
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Lost);
    let error = timeout(PATIENCE, ari.application("desk").get().into_future()).await?;
    assert_eq!(error.expect_err("it is over").kind(), ErrorKind::Closed);
    // Who comes now is another.
    tokio::spawn(live(come(listener.local_addr()).await?));
    accepted(&mut listener).await?;
    Ok(())
}
