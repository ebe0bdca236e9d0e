//! Connections per call, asked for as the model asks for them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::accept_async;
use tokio_tungstenite::tungstenite::Message;

use super::{Line, PerCall, Persistence, dial_calls};
use crate::asterisk::{Asterisk, Outgoing};
use crate::pbx::Settings;
use crate::stillness::Activity;
use crate::wire::stopping::Stop;
use crate::wire::{Mischief, Server, Sockets, Wire};

const ATTEMPTS: u32 = 3;

struct Calls {
    wire: Arc<Wire>,
    asks: mpsc::Sender<PerCall>,
    stop: Stop,
}

async fn calls(url: &str) -> Calls {
    let wire = Arc::new(Wire {
        asterisk: Asterisk::new(Settings::default()),
        activity: Activity::default(),
        mischief: Mischief::default(),
        sockets: Sockets::default(),
    });
    let line = Line {
        server: Server::new(url, None).unwrap(),
        applications: vec!["ivr".to_owned()],
        subscribe_all: false,
        interval: Duration::from_millis(10),
        persistence: Persistence::PerCall { attempts: ATTEMPTS },
    };
    let (asks, asked) = mpsc::channel(4);
    let (stop, stopping) = Stop::new();
    tokio::spawn(dial_calls(line, Arc::clone(&wire), asked, stopping, ATTEMPTS));
    Calls { wire, asks, stop }
}

impl Calls {
    /// Asks for a connection; the sender is what the model keeps.
    async fn ask(&self) -> mpsc::Sender<Outgoing> {
        let (outbox, receiver) = mpsc::channel(8);
        let application = "ivr:Local/x@default-00000000;1".to_owned();
        let weak = outbox.downgrade();
        let applications = [application.clone()];
        let session = self.wire.asterisk.open_outbound(&applications, false, outbox.clone());
        let call = PerCall { session, application, outbox: receiver, sender: weak };
        self.asks.send(call).await.unwrap();
        outbox
    }
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), future).await.expect("nothing came")
}

#[tokio::test]
async fn a_call_has_its_own_connection_until_the_model_closes_it() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let calls = calls(&format!("ws://{}/", listener.local_addr().unwrap())).await;
    let model = calls.ask().await;
    let accept = async || accept_async(listener.accept().await.unwrap().0).await.unwrap();
    let mut first = soon(accept()).await;
    let registered = soon(first.next()).await.unwrap().unwrap().into_text().unwrap();
    assert!(registered.contains("ApplicationRegistered"), "{registered}");
    assert!(registered.contains("ivr:Local/x@default-00000000;1"), "{registered}");
    model.send(Outgoing::Frame("one".to_owned())).await.unwrap();
    assert_eq!(soon(first.next()).await.unwrap().unwrap(), Message::text("one"));
    // The server loses it in the middle of the call.
    drop(first);
    let mut second = soon(accept()).await;
    let registered = soon(second.next()).await.unwrap().unwrap().into_text().unwrap();
    assert!(registered.contains("ApplicationRegistered"), "{registered}");
    model.send(Outgoing::Close).await.unwrap();
    let Message::Close(Some(frame)) = soon(second.next()).await.unwrap().unwrap() else {
        panic!("no close frame")
    };
    assert_eq!(u16::from(frame.code), 1000);
    soon(model.closed()).await;
    drop(calls.stop);
}

#[tokio::test]
async fn what_the_model_lets_go_of_ends_without_a_close_frame() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let calls = calls(&format!("ws://{}/", listener.local_addr().unwrap())).await;
    let model = calls.ask().await;
    let stream = soon(listener.accept()).await.unwrap().0;
    let mut socket = soon(accept_async(stream)).await.unwrap();
    soon(socket.next()).await.unwrap().unwrap();
    model.send(Outgoing::Frame("last".to_owned())).await.unwrap();
    calls.wire.asterisk.restart();
    drop(model);
    assert_eq!(soon(socket.next()).await.unwrap().unwrap(), Message::text("last"));
    assert!(soon(socket.next()).await.unwrap().is_err());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let calls = calls(&format!("ws://{}/", listener.local_addr().unwrap())).await;
    let model = calls.ask().await;
    for _ in 0..ATTEMPTS {
        drop(soon(listener.accept()).await.unwrap());
    }
    soon(model.closed()).await;
    // The next call tries again.
    let _model = calls.ask().await;
    drop(soon(listener.accept()).await.unwrap());
}
