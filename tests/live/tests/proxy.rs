//! The proxy does what it says, shown with a server that echoes: tests that rely on its faults must not pass without
//! them.

use std::future::Future;
use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_live_tests::{Proxy, Which, eventually};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(20);
/// How long nothing has to happen to be believed.
const QUIET: Duration = Duration::from_millis(150);

const UPGRADE: &str = "GET /ari/events?app=x HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\n\r\n";
const UPGRADED: &str = "HTTP/1.1 101 Switching Protocols\r\n\r\n";
const REFUSED: &str = "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n";

/// A server that echoes what it gets, but answers handshakes, and hangs up on `bye`.
struct Server {
    address: String,
    open: Arc<AtomicUsize>,
    _tasks: JoinSet<()>,
}

impl Server {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("it is bound").to_string();
        let open = Arc::new(AtomicUsize::new(0));
        let mut tasks = JoinSet::new();
        let count = open.clone();
        tasks.spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let count = count.clone();
                connections.spawn(async move {
                    let _ = answer(stream).await;
                    count.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Self { address, open, _tasks: tasks }
    }

    fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }

    async fn comes_to(&self, open: usize) {
        reaches(&format!("{open} at the server"), || self.open() == open).await;
    }
}

async fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; 65_536];
    loop {
        let length = stream.read(&mut buffer).await?;
        let answer = match &buffer[..length] {
            b"" | b"bye" => return Ok(()),
            chunk if chunk == UPGRADE.as_bytes() => UPGRADED.as_bytes(),
            chunk if chunk.starts_with(b"GET /refused") => REFUSED.as_bytes(),
            chunk => chunk,
        };
        stream.write_all(answer).await?;
    }
}

/// A client's end of a connection through the proxy.
struct Client(TcpStream);

impl Client {
    async fn new(proxy: &Proxy) -> Self {
        Self(dial(proxy).await.expect("the proxy accepts"))
    }

    async fn websocket(proxy: &Proxy) -> Self {
        let mut client = Self::new(proxy).await;
        client.send(UPGRADE).await;
        assert_eq!(client.receive().await, UPGRADED);
        client
    }

    async fn send(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.expect("it is sent");
    }

    async fn receive(&mut self) -> String {
        self.read().await.expect("something comes")
    }

    /// What comes next, empty at the end.
    async fn read(&mut self) -> io::Result<String> {
        let mut buffer = vec![0; 65_536];
        let length = within("an answer", self.0.read(&mut buffer)).await?;
        Ok(String::from_utf8_lossy(&buffer[..length]).into_owned())
    }

    async fn echoes(&mut self, text: &str) {
        self.send(text).await;
        assert_eq!(self.receive().await, text);
    }

    async fn hears_nothing(&mut self) {
        let read = timeout(QUIET, self.0.read(&mut [0; 100])).await;
        assert!(read.is_err(), "there is something: {read:?}");
    }

    async fn is_reset(&mut self) {
        assert_eq!(self.read().await.map_err(|it| it.kind()), Err(ErrorKind::ConnectionReset));
    }

    async fn is_at_the_end(&mut self) {
        assert_eq!(self.receive().await, "");
    }
}

async fn dial(proxy: &Proxy) -> io::Result<TcpStream> {
    let url = proxy.url();
    let address = url.strip_prefix("http://").expect("an http URL");
    within("a connection", TcpStream::connect(address)).await
}

async fn within<F: Future>(what: &str, future: F) -> F::Output {
    match timeout(PATIENCE, future).await {
        Ok(output) => output,
        Err(_) => panic!("not in time: {what}"),
    }
}

async fn reaches(what: &str, condition: impl Fn() -> bool) {
    eventually(what, || std::future::ready(condition().then_some(()))).await;
}

async fn counts(proxy: &Proxy, connections: usize, websockets: usize) {
    let what = format!("{connections} connections with {websockets} websockets: {proxy:?}");
    reaches(&what, || (proxy.connections(), proxy.websockets()) == (connections, websockets)).await;
}

/// A server, a proxy, a plain connection and a websocket, both of which work.
async fn stage() -> (Server, Proxy, Client, Client) {
    let server = Server::new().await;
    let proxy = Proxy::start(&format!("http://{}/ari", server.address)).await;
    let mut plain = Client::new(&proxy).await;
    plain.echoes("GET /ari/channels HTTP/1.1\r\n\r\n").await;
    let websocket = Client::websocket(&proxy).await;
    counts(&proxy, 2, 1).await;
    (server, proxy, plain, websocket)
}

#[tokio::test]
async fn without_faults_everything_goes_through_and_is_counted() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    let long = "x".repeat(300_000);
    plain.send(&long).await;
    let mut echo = String::new();
    while echo.len() < long.len() {
        echo += &plain.receive().await;
    }
    assert!(echo == long);
    websocket.echoes("frame").await;
    drop(plain);
    server.comes_to(1).await;
    counts(&proxy, 1, 1).await;
    websocket.send("bye").await;
    websocket.is_at_the_end().await;
    assert_eq!(proxy.websockets(), 1, "the client still holds it");
    drop(websocket);
    counts(&proxy, 0, 0).await;
    assert_eq!(proxy.accepted(), 2);
}

#[tokio::test]
async fn what_upgrades_a_connection_is_the_answer() {
    let (_server, proxy, mut plain, _websocket) = stage().await;
    plain.send(&UPGRADE.replace("/ari/events", "/refused")).await;
    assert_eq!(plain.receive().await, REFUSED);
    assert_eq!(proxy.websockets(), 1, "it was refused");
    plain.echoes("POST /ari/channels HTTP/1.1\r\n\r\nupgrade: websocket\r\n").await;
    assert_eq!(proxy.websockets(), 1, "that was in a body");
    plain.send(UPGRADE).await;
    assert_eq!(plain.receive().await, UPGRADED);
    assert_eq!(proxy.websockets(), 2);
}

#[tokio::test]
async fn a_delay_holds_back_either_direction() {
    let (_server, proxy, mut plain, mut websocket) = stage().await;
    proxy.delay(QUIET);
    for client in [&mut plain, &mut websocket, &mut Client::new(&proxy).await] {
        let sent = Instant::now();
        client.echoes("slow").await;
        assert!(sent.elapsed() >= 2 * QUIET, "{:?}", sent.elapsed());
    }
    proxy.delay(2 * PATIENCE);
    proxy.delay(Duration::ZERO);
    plain.echoes("fast").await;
}

#[tokio::test]
async fn a_stall_holds_back_everything_until_it_ends() {
    let (_server, proxy, mut plain, mut websocket) = stage().await;
    proxy.stall(Which::All);
    let mut new = Client::new(&proxy).await;
    for client in [&mut plain, &mut websocket, &mut new] {
        client.send("held").await;
        client.hears_nothing().await;
    }
    proxy.resume();
    for client in [&mut plain, &mut websocket, &mut new] {
        assert_eq!(client.receive().await, "held");
        client.echoes("again").await;
    }
}

#[tokio::test]
async fn a_stall_of_websockets_leaves_the_others_alone() {
    let (_server, proxy, mut plain, mut websocket) = stage().await;
    proxy.stall(Which::Websockets);
    let mut new = Client::new(&proxy).await;
    new.send(UPGRADE).await;
    websocket.send("held").await;
    websocket.hears_nothing().await;
    new.hears_nothing().await;
    plain.echoes("fine").await;
    proxy.resume();
    assert_eq!(websocket.receive().await, "held");
    assert_eq!(new.receive().await, UPGRADED);
}

#[tokio::test]
async fn a_server_does_not_learn_in_a_stall_that_the_client_left() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.stall(Which::All);
    // The second is read by nobody as long as the first is held back.
    for client in [&mut plain, &mut websocket] {
        client.send("first").await;
        sleep(QUIET).await;
        client.send("second").await;
    }
    let silent = Client::new(&proxy).await;
    server.comes_to(3).await;
    drop((plain, websocket, silent));
    counts(&proxy, 0, 0).await;
    sleep(QUIET).await;
    assert_eq!(server.open(), 3, "nothing gets through");
    proxy.resume();
    server.comes_to(0).await;
}

#[tokio::test]
async fn a_reset_is_seen_on_both_sides() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.reset(Which::Websockets);
    websocket.is_reset().await;
    server.comes_to(1).await;
    counts(&proxy, 1, 0).await;
    plain.echoes("fine").await;
    proxy.stall(Which::All);
    proxy.reset(Which::All);
    plain.is_reset().await;
    server.comes_to(0).await;
    counts(&proxy, 0, 0).await;
    proxy.resume();
    Client::new(&proxy).await.echoes("a new one").await;
}

#[tokio::test]
async fn a_close_is_an_end_and_counts_until_the_client_closes_too() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.close(Which::Websockets);
    websocket.is_at_the_end().await;
    server.comes_to(1).await;
    plain.echoes("fine").await;
    counts(&proxy, 2, 1).await;
    drop(websocket);
    counts(&proxy, 1, 0).await;
    proxy.close(Which::All);
    plain.is_at_the_end().await;
    plain.send("into the void").await;
    sleep(QUIET).await;
    plain.is_at_the_end().await;
    proxy.reset(Which::All);
    plain.send("").await;
    counts(&proxy, 0, 0).await;
    server.comes_to(0).await;
}

#[tokio::test]
async fn a_cut_loses_the_end_of_a_frame_and_the_websocket() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.cut_mid_frame();
    plain.echoes("whole").await;
    websocket.hears_nothing().await;
    websocket.send("frame").await;
    assert_eq!(websocket.receive().await, "fram");
    websocket.is_at_the_end().await;
    server.comes_to(1).await;
    Client::websocket(&proxy).await.echoes("whole").await;
}

#[tokio::test]
async fn connections_are_refused_and_accepted_again_on_the_same_port() {
    let (_server, proxy, mut plain, mut websocket) = stage().await;
    let url = proxy.url();
    for _ in 0..10 {
        proxy.refuse().await;
        let error = dial(&proxy).await.map_err(|it| it.kind());
        assert_eq!(error.err(), Some(ErrorKind::ConnectionRefused));
        plain.echoes("fine").await;
        websocket.echoes("fine").await;
        proxy.accept();
        Client::new(&proxy).await.echoes("a new one").await;
    }
    proxy.refuse().await;
    proxy.refuse().await;
    proxy.accept();
    proxy.accept();
    Client::new(&proxy).await.echoes("a new one").await;
    assert_eq!(proxy.url(), url);
}

#[tokio::test]
async fn a_request_hangs_with_its_connection_only() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.hang("/ari/applications");
    plain.echoes("GET /ari/channels?x=/ari/applications HTTP/1.1\r\n\r\n").await;
    plain.send("GET /ari/applications/x HTTP/1.1\r\n\r\n").await;
    plain.hears_nothing().await;
    proxy.unhang();
    plain.send("GET /ari/channels HTTP/1.1\r\n\r\n").await;
    plain.hears_nothing().await;
    counts(&proxy, 2, 1).await;
    websocket.echoes("GET /ari/applications of a frame").await;
    Client::new(&proxy).await.echoes("GET /ari/applications HTTP/1.1\r\n\r\n").await;
    drop(plain);
    counts(&proxy, 1, 1).await;
    server.comes_to(1).await;
}

#[tokio::test]
async fn handshakes_hang_too_and_hanging_connections_can_be_ended() {
    let (_server, proxy, mut plain, mut websocket) = stage().await;
    proxy.hang("/nothing");
    proxy.hang("/ari/events");
    let mut new = Client::new(&proxy).await;
    new.send(UPGRADE).await;
    new.hears_nothing().await;
    plain.send("GET /nothing HTTP/1.1\r\n\r\n").await;
    plain.hears_nothing().await;
    websocket.echoes("fine").await;
    proxy.reset(Which::Websockets);
    new.is_reset().await;
    proxy.close(Which::All);
    plain.is_at_the_end().await;
}

#[tokio::test]
async fn a_server_that_is_gone_breaks_new_connections() {
    let (server, proxy, mut plain, _websocket) = stage().await;
    drop(server);
    assert!(matches!(plain.read().await.as_deref(), Ok("") | Err(_)));
    Client::new(&proxy).await.is_reset().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dropping_it_ends_everything() {
    let (server, proxy, mut plain, mut websocket) = stage().await;
    proxy.stall(Which::All);
    plain.send("held").await;
    let address = proxy.url().replace("http://", "");
    drop(proxy);
    // A stream with bytes that nobody read is reset.
    for client in [&mut plain, &mut websocket] {
        assert!(matches!(client.read().await.as_deref(), Ok("") | Err(_)));
    }
    server.comes_to(0).await;
    let error = within("an end", TcpStream::connect(address)).await.map_err(|it| it.kind());
    assert_eq!(error.err(), Some(ErrorKind::ConnectionRefused));
}
