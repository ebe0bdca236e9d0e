//! An API of two operations, and a server that misbehaves as a test wants it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_runtime::{
    Api, ApiEvent, BodyShape, Caller, Client, Connect, Credentials, Frame, Json, Method, Nothing,
    Operation, Prepared, RawEvent, Session, Subject,
};
use serde::de::MapAccess;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub static READ: Operation =
    Operation::new("things.get", Method::Get, "/things/{id}", BodyShape::Members)
        .errors(&[(404, "There is no such thing")]);
pub static CHANGE: Operation =
    Operation::new("things.do", Method::Post, "/things", BodyShape::Members);

/// An API without events.
pub struct Bare;

#[derive(Clone, Debug)]
pub struct NoEvent;

impl Api for Bare {
    type Event = NoEvent;
    type Client = BareClient;
    type Call = ari_runtime::Call<Bare>;
    type CallHandle = ();

    const SESSION: Session<()> = Session::new();
}

pub struct BareClient(pub Client<Bare>);

impl From<Client<Bare>> for BareClient {
    fn from(client: Client<Bare>) -> Self {
        Self(client)
    }
}

impl ApiEvent for NoEvent {
    type Kind = ();

    fn kind(_: &str) -> Option<()> {
        None
    }

    fn name((): ()) -> &'static str {
        "Nothing"
    }

    fn read<'de, A: MapAccess<'de>>((): (), _: A, _: &Frame) -> Result<Self, A::Error> {
        Ok(Self)
    }

    fn known_kind(&self) -> Option<()> {
        None
    }

    fn raw(&self) -> Option<&str> {
        None
    }

    fn unrecognized(_: RawEvent) -> Self {
        Self
    }

    fn concerns(&self, _: &mut dyn FnMut(Subject<'_>)) {}
}

/// A server that treats each connection with a function, and counts them.
pub struct Server {
    pub url: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    pub async fn start<F: Future<Output = ()> + Send>(
        treat: impl Fn(TcpStream) -> F + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let connections = Arc::new(AtomicUsize::new(0));
        let counter = connections.clone();
        let treat = Arc::new(treat);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counter.fetch_add(1, Ordering::SeqCst);
                let treat = treat.clone();
                tokio::spawn(async move { treat(stream).await });
            }
        });
        Self { url, connections }
    }

    /// One that gives every request the same answer.
    pub async fn answering(answer: &'static str) -> Self {
        Self::start(move |mut stream| async move {
            while read_request(&mut stream).await.is_some() {
                let _ = stream.write_all(answer.as_bytes()).await;
            }
        })
        .await
    }

    pub fn connect(&self) -> Connect<Bare> {
        Connect::new(&self.url, Credentials::new("user", "secret"))
            .max_connections(2)
            .request_deadline(Duration::from_millis(500))
    }

    pub fn caller(&self) -> Caller {
        caller(self.connect())
    }

    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// What the requests of a client are sent with.
pub fn caller(connect: Connect<Bare>) -> Caller {
    connect.rest().expect("the URL is one").0.caller().clone()
}

/// The head of a request, and its body where one is announced.
pub async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let length = stream.read(&mut buffer).await.ok().filter(|it| *it > 0)?;
        text.push_str(&String::from_utf8_lossy(&buffer[..length]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let announced = head.lines().find_map(|it| {
            it.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok()
        });
        if body.len() >= announced.unwrap_or(0) {
            return Some(text);
        }
    }
}

pub fn read(caller: &Caller) -> Prepared<Json<serde_json::Value>> {
    Prepared::new(caller.clone(), &READ).segment("1")
}

pub fn change(caller: &Caller) -> Prepared<Nothing> {
    Prepared::new(caller.clone(), &CHANGE)
}
