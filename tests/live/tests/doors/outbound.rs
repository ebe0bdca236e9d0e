//! Who may come in, and that one who may not, or misbehaves, disturbs nobody else.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::{Outbound, Setup};
use ari_live_tests::{Items, PATIENCE, eventually};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{PASSWORD, USER, accepted, listen, persistent, start, url};

/// What comes back for these bytes until the connection ends.
async fn answer_to(address: SocketAddr, bytes: &[u8]) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(bytes).await?;
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// The request of a websocket, with further headers.
fn handshake(headers: &str) -> String {
    format!(
        "GET /door HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
    )
}

const GOOD: &str = "Authorization: Basic cGJ4OnNlc2FtZQ==\r\n";

#[tokio::test]
async fn a_wrong_password_or_subprotocol_stays_outside() -> Result<(), Failure> {
    let judged = Arc::new(Mutex::new(Vec::new()));
    let seen = judged.clone();
    let mut listener = listen()
        .admit(move |visitor| {
            let mut seen = seen.lock().unwrap_or_else(|it| it.into_inner());
            seen.push((visitor.path.clone(), visitor.protocols.clone()));
            visitor.path == "/door"
        })
        .await?;
    let address = listener.local_addr();
    let dial = |url: String, app: &str| Outbound::persistent(url, [app]);
    let _outside = start(
        Setup::new()
            .outbound(dial(url(address), "password").credentials(USER, "open"))
            .outbound(dial(url(address), "nobody"))
            .outbound(dial(url(address), "media").credentials(USER, PASSWORD).protocols("media"))
            .outbound(dial(format!("ws://{address}/cellar"), "cellar").credentials(USER, PASSWORD)),
    )
    .await?;
    let inside = persistent(address, &["desk"]).await?;
    let Accepted { ari, visitor, .. } = accepted(&mut listener).await?;
    assert_eq!(visitor.path, "/door");
    assert_eq!(ari.application("desk").get().await?.name, "desk");
    // Asterisk tries again every half second; the hook sees only who has passed until then.
    eventually("the cellar knocked three times", || async {
        let seen = judged.lock().unwrap_or_else(|it| it.into_inner());
        (seen.iter().filter(|(path, _)| path == "/cellar").count() >= 3).then_some(())
    })
    .await;
    let seen = judged.lock().unwrap_or_else(|it| it.into_inner()).clone();
    assert!(seen.iter().all(|(_, protocols)| *protocols == ["ari"]), "{seen:?}");
    assert_eq!(seen.iter().filter(|(path, _)| path == "/door").count(), 1, "{seen:?}");
    let nobody = timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(nobody.is_err(), "{nobody:?}");
    drop(inside);
    Ok(())
}

#[tokio::test]
async fn everybody_is_told_why() -> Result<(), Failure> {
    let listener = listen().admit(|visitor| visitor.query.is_some()).await?;
    let address = listener.local_addr();
    let answer = answer_to(address, handshake("").as_bytes()).await?;
    assert!(answer.starts_with("HTTP/1.1 401 "), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("www-authenticate: basic"), "{answer}");
    let wrong = "Authorization: Basic cGJ4OnNlc2FtZTI=\r\n";
    assert!(answer_to(address, handshake(wrong).as_bytes()).await?.contains(" 401 "));
    let media = format!("{GOOD}Sec-WebSocket-Protocol: media\r\n");
    assert!(answer_to(address, handshake(&media).as_bytes()).await?.contains(" 400 "));
    assert!(answer_to(address, handshake(GOOD).as_bytes()).await?.contains(" 403 "));
    // Browsers open websockets to this machine for any page, and say so.
    let page = format!("{GOOD}Origin: https://evil.example\r\n");
    let page = handshake(&page).replace("/door", "/door?x");
    assert!(answer_to(address, page.as_bytes()).await?.contains(" 403 "));
    Ok(())
}

#[tokio::test]
async fn who_misbehaves_ends_alone() -> Result<(), Failure> {
    let panics = Arc::new(AtomicUsize::new(0));
    let counted = panics.clone();
    let mut listener = listen()
        .admit(move |visitor| {
            if visitor.protocols.is_empty() {
                counted.fetch_add(1, Ordering::Relaxed);
                panic!("nobody expects this");
            }
            true
        })
        .await?;
    let address = listener.local_addr();
    let instance = persistent(address, &["desk"]).await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    let mut items = Items::new(events);

    assert_eq!(answer_to(address, handshake(GOOD).as_bytes()).await?, "");
    assert_eq!(panics.load(Ordering::Relaxed), 1);
    for bytes in [
        "\0\0\0\0\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n".to_owned(),
        "POST /door HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\n", "x".repeat(1 << 20)),
    ] {
        let answer = answer_to(address, bytes.as_bytes()).await?;
        assert!(!answer.contains(" 101 "), "{answer}");
    }
    let ari_spoken = handshake(&format!("{GOOD}Sec-WebSocket-Protocol: ari\r\n"));
    for frame in [
        // A text frame of 2^40 bytes, masked.
        [0x81, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4].as_slice(),
        // One that is not masked, as no client may send it.
        [0x81, 2, b'{', b'}'].as_slice(),
        // A first message that is no event: {} under a mask of zeros.
        [0x81, 0x82, 0, 0, 0, 0, b'{', b'}'].as_slice(),
        // Half a frame, and then the end.
        [0x81, 0x85, 0, 0, 0, 0, b'{'].as_slice(),
    ] {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(ari_spoken.as_bytes()).await?;
        let mut head = vec![0; 12];
        timeout(PATIENCE, stream.read_exact(&mut head)).await??;
        assert!(head.ends_with(b" 101"), "{head:?}");
        stream.write_all(frame).await?;
        stream.shutdown().await?;
        let mut rest = Vec::new();
        let _ = timeout(PATIENCE, stream.read_to_end(&mut rest)).await?;
    }
    // The good one has noticed nothing.
    ari.asterisk().ping().await?;
    let leg = ari.channel(ChannelId::random());
    leg.originate_with_id("Local/wait@default").app("desk").await?;
    let entered = items.find("StasisStart", |it| {
        matches!(it, Delivery::Event(Event::StasisStart(_))).then_some(())
    });
    entered.await;
    assert_eq!((leg.hangup().await?, ari.health().generation), (Removal::Done, 1));
    let nobody = timeout(Duration::from_millis(100), listener.accept()).await;
    assert!(nobody.is_err(), "{nobody:?}");
    drop(instance);
    Ok(())
}

#[tokio::test]
async fn there_is_room_for_so_many() -> Result<(), Failure> {
    let mut listener = listen().max_connections(1).await?;
    let address = listener.local_addr();
    // One who says nothing takes nobody's place, and is not waited for for ever.
    let mut silent = TcpStream::connect(address).await?;
    let first = persistent(address, &["first"]).await?;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    assert_eq!(ari.application("first").get().await?.name, "first");
    let second = persistent(address, &["second"]).await?;
    let nobody = timeout(Duration::from_secs(2), listener.accept()).await;
    assert!(nobody.is_err(), "{nobody:?}");
    ari.asterisk().ping().await?;
    // When the first has gone, there is room for the second.
    drop(first);
    ari.close().await;
    let Accepted { ari, .. } = accepted(&mut listener).await?;
    assert_eq!(ari.application("second").get().await?.name, "second");
    let mut rest = Vec::new();
    let ended = timeout(PATIENCE, silent.read_to_end(&mut rest)).await?;
    assert_eq!((ended.ok(), rest.len()), (Some(0), 0), "its time is up");
    drop(second);
    Ok(())
}

#[tokio::test]
async fn other_hosts_need_what_protects() -> Result<(), Failure> {
    for (listen, part) in [
        (Ari::listen("0.0.0.0:0"), "allow_plain_http"),
        (Ari::listen("[::]:0"), "allow_plain_http"),
        (Ari::listen("0.0.0.0:0").allow_plain_http(), "allow_anyone"),
        (Ari::listen("nonsense"), "127.0.0.1:8090"),
        (Ari::listen("127.0.0.1:0").trust_pem("nonsense"), "identity_pem"),
        (Ari::listen("127.0.0.1:0").identity_pem("nonsense", "nonsense"), "BEGIN"),
        (Ari::listen("127.0.0.1:0").credentials(Credentials::new("a:b", "c")), "colon"),
        (
            Ari::listen("127.0.0.1:0").http(Ari::connect("ftp://x", Credentials::new("a", "b"))),
            "http://",
        ),
    ] {
        let error = listen.await.expect_err(part);
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    let taken = listen().await?;
    let error = Ari::listen(taken.local_addr().to_string()).await.expect_err("taken");
    assert!(error.to_string().contains("cannot be listened at"), "{error}");
    Ok(())
}
