//! Paused time with a server in the same runtime: what costs no time, what costs how much, and in which order.

#![expect(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::future::{Future, IntoFuture};
use std::net::SocketAddr;
use std::time::Duration;

use ari_generated::Credentials;
use ari_generated::prelude::*;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, interval, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Message, Role};

use crate::stillness::{Activity, LONGEST, Prompt, keep};

const DEADLINE: Duration = Duration::from_secs(2);

/// What may be lost where delivery is not immediate.
const TOLERANCE: Duration = LONGEST.saturating_mul(2);

/// A server that is kept still.
async fn server() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let activity = Activity::default();
    tokio::spawn(keep(activity.clone()));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(serve(Prompt::new(stream, activity.clone()).unwrap()));
        }
    });
    address
}

/// `/ari/after/N` answers after so many seconds, `/ari/large/N` with so many bytes, `/ari/events` is a websocket, and
/// the rest is answered at once.
async fn serve(stream: Prompt) {
    let mut stream = BufReader::new(stream);
    while let Some((path, key, length)) = head(&mut stream).await {
        let mut body = vec![0; length];
        if stream.read_exact(&mut body).await.is_err() {
            return;
        }
        if let Some(key) = key {
            let accept = derive_accept_key(key.as_bytes());
            let head = format!(
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
                 Sec-WebSocket-Protocol: ari\r\nSec-WebSocket-Accept: {accept}\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await.unwrap();
            let mut socket = WebSocketStream::from_raw_socket(stream, Role::Server, None).await;
            // Reading answers pings.
            while let Some(Ok(message)) = socket.next().await {
                if message.is_text() && socket.send(message).await.is_err() {
                    return;
                }
            }
            return;
        }
        let mut reply = b"{\"value\":\"\"}".to_vec();
        if let Some(seconds) = path.strip_prefix("/ari/after/") {
            sleep(Duration::from_secs(seconds.parse().unwrap())).await;
        } else if let Some(bytes) = path.strip_prefix("/ari/large/") {
            reply = vec![b'x'; bytes.parse().unwrap()];
        }
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            reply.len()
        );
        if stream.write_all(head.as_bytes()).await.is_err()
            || stream.write_all(&reply).await.is_err()
        {
            return;
        }
    }
}

/// The path, the websocket's key and the length of the body.
async fn head(
    stream: &mut (impl AsyncBufReadExt + Unpin),
) -> Option<(String, Option<String>, usize)> {
    let (mut path, mut key, mut length) = (String::new(), None, 0);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            return Some((path, key, length));
        }
        if path.is_empty() {
            let target = line.split(' ').nth(1).unwrap();
            path = target.split('?').next().unwrap().to_owned();
        } else if let Some((name, value)) = line.split_once(": ") {
            match name.to_lowercase().as_str() {
                "sec-websocket-key" => key = Some(value.trim().to_owned()),
                "content-length" => length = value.trim().parse().unwrap(),
                _ => {}
            }
        }
    }
}

/// A client that writes line by line and did not set `TCP_NODELAY`, the worst one for a paused clock.
struct Plain(BufReader<TcpStream>);

impl Plain {
    async fn connect(address: SocketAddr) -> Self {
        Self(BufReader::new(TcpStream::connect(address).await.unwrap()))
    }

    /// The number of bytes that came.
    async fn get(&mut self, path: &str) -> usize {
        self.0.write_all(format!("GET {path} HTTP/1.1\r\n").as_bytes()).await.unwrap();
        self.0.write_all(b"Host: here\r\n").await.unwrap();
        self.0.write_all(b"\r\n").await.unwrap();
        let (_, _, length) = head(&mut self.0).await.unwrap();
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).await.unwrap();
        length
    }
}

/// What it was and how much simulated time it took, where real time must not matter.
async fn timed<T>(what: impl Future<Output = T>) -> (T, Duration) {
    let begin = Instant::now();
    let result = what.await;
    (result, begin.elapsed())
}

fn near(took: Duration, expected: Duration) {
    assert!(took >= expected && took <= expected + TOLERANCE, "{took:?} and not {expected:?}");
}

#[tokio::test(start_paused = true)]
async fn a_thousand_requests_take_no_time() {
    let address = server().await;
    let (client, connecting) = timed(timeout(DEADLINE, Plain::connect(address))).await;
    let mut client = client.unwrap();
    near(connecting, Duration::ZERO);
    let ((), took) = timed(async {
        for number in 0..1_000 {
            let answer = timeout(DEADLINE, client.get("/ari/now")).await;
            assert!(answer.is_ok(), "request {number}");
        }
    })
    .await;
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_hundred_connections_take_no_time() {
    let address = server().await;
    let ((), took) = timed(async {
        for number in 0..100 {
            let request = async { Plain::connect(address).await.get("/ari/now").await };
            assert!(timeout(DEADLINE, request).await.is_ok(), "connection {number}");
        }
    })
    .await;
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn clients_side_by_side_take_no_time() {
    let address = server().await;
    let clients = (0..20).map(|_| async {
        let mut client = Plain::connect(address).await;
        for _ in 0..50 {
            timeout(DEADLINE, client.get("/ari/now")).await.unwrap();
        }
    });
    let (_, took) = timed(futures_util::future::join_all(clients)).await;
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_large_answer_takes_no_time() {
    let address = server().await;
    let mut client = Plain::connect(address).await;
    let (answer, took) = timed(timeout(DEADLINE, client.get("/ari/large/30000000"))).await;
    assert_eq!(answer.unwrap(), 30_000_000);
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_does_not_stop_the_clock() {
    let address = server().await;
    let mut client = TcpStream::connect(address).await.unwrap();
    client.write_all(b"GET /ari/large/30000000 HTTP/1.1\r\n\r\n").await.unwrap();
    let ((), took) = timed(sleep(Duration::from_secs(60))).await;
    near(took, Duration::from_secs(60));
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_ten_minutes_comes_within_the_deadline() {
    let address = server().await;
    let mut client = Plain::connect(address).await;
    let limit = Duration::from_secs(700);
    let (answer, took) = timed(timeout(limit, client.get("/ari/after/600"))).await;
    assert!(answer.is_ok());
    near(took, Duration::from_secs(600));
}

#[tokio::test(start_paused = true)]
async fn a_deadline_before_the_answer_is_kept() {
    let address = server().await;
    let mut client = Plain::connect(address).await;
    let limit = Duration::from_secs(500);
    let (answer, took) = timed(timeout(limit, client.get("/ari/after/600"))).await;
    assert!(answer.is_err());
    near(took, limit);
}

#[tokio::test(start_paused = true)]
async fn timers_and_requests_take_turns() {
    let address = server().await;
    let mut client = Plain::connect(address).await;
    let begin = Instant::now();
    for round in 1..=10 {
        sleep(Duration::from_secs(300)).await;
        let (answer, took) = timed(timeout(DEADLINE, client.get("/ari/now"))).await;
        assert!(answer.is_ok(), "round {round}");
        near(took, Duration::ZERO);
    }
    assert!(begin.elapsed() <= Duration::from_secs(3_000) + TOLERANCE * 10);
}

#[tokio::test(start_paused = true)]
async fn a_websocket_is_kept_alive_for_an_hour() {
    let address = server().await;
    let stream = TcpStream::connect(address).await.unwrap();
    let mut request = format!("ws://{address}/ari/events").into_client_request().unwrap();
    request.headers_mut().insert("Sec-WebSocket-Protocol", "ari".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::client_async(request, stream).await.unwrap();
    let begin = Instant::now();
    let mut every = interval(Duration::from_secs(30));
    while begin.elapsed() < Duration::from_secs(3_600) {
        every.tick().await;
        socket.send(Message::Ping(vec![1].into())).await.unwrap();
        let pong = timeout(Duration::from_secs(5), socket.next()).await;
        assert!(matches!(pong, Ok(Some(Ok(Message::Pong(_))))), "at {:?}", begin.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn what_blocks_stops_the_clock() {
    let address = server().await;
    let ((), took) = timed(async {
        // Names are looked up in a blocking task.
        let stream = timeout(DEADLINE, TcpStream::connect(("localhost", address.port()))).await;
        let mut client = Plain(BufReader::new(stream.unwrap().unwrap()));
        let wait = Duration::from_millis(50);
        tokio::task::spawn_blocking(move || std::thread::sleep(wait)).await.unwrap();
        timeout(DEADLINE, client.get("/ari/now")).await.unwrap();
    })
    .await;
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn two_servers_keep_one_clock() {
    let addresses = [server().await, server().await];
    for round in 0..20 {
        sleep(Duration::from_secs(30)).await;
        for address in addresses {
            let request = async { Plain::connect(address).await.get("/ari/now").await };
            let (answer, took) = timed(timeout(DEADLINE, request)).await;
            assert!(answer.is_ok(), "round {round}");
            near(took, Duration::ZERO);
        }
    }
}

#[tokio::test]
async fn time_that_is_paused_later_is_kept_too() {
    let address = server().await;
    let mut client = Plain::connect(address).await;
    client.get("/ari/now").await;
    tokio::time::pause();
    sleep(Duration::from_secs(60)).await;
    let (answer, took) = timed(timeout(DEADLINE, client.get("/ari/now"))).await;
    assert!(answer.is_ok());
    near(took, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn the_client_lives_through_an_hour() {
    let address = server().await;
    let url = format!("http://{address}");
    let (ari, _events) = Ari::connect(url, Credentials::new("u", "p")).app("still").await.unwrap();
    let ((), took) = timed(async {
        for round in 0..200 {
            let answer = ari.asterisk().get_global_var("X").await;
            assert!(answer.is_ok(), "round {round}: {answer:?}");
        }
    })
    .await;
    near(took, Duration::ZERO);
    for round in 0..12 {
        sleep(Duration::from_secs(300)).await;
        let (answer, took) = timed(ari.asterisk().get_global_var("X").into_future()).await;
        assert!(answer.is_ok(), "round {round}: {answer:?}");
        near(took, Duration::ZERO);
    }
    let health = ari.health();
    assert_eq!(health.generation, 1, "{health:?}");
    assert!(health.last_pong.unwrap() < Duration::from_secs(11), "{health:?}");
}
