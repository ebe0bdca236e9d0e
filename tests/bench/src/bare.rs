//! The same websocket and the same HTTP client with nothing around them: the floor that a client's cost is set against.

use std::collections::VecDeque;
use std::hint::black_box;
use std::time::Duration;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use ari_generated::Event;
use futures_util::{SinkExt, StreamExt};
use serde::de::IgnoredAny;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

/// A websocket and an HTTP client; decodes what it reads, or does not.
#[derive(Clone)]
pub struct Bare<const DECODING: bool> {
    http: reqwest::Client,
    account: Account,
    requests: Option<mpsc::Sender<(String, oneshot::Sender<()>)>>,
}

/// What comes through the websocket.
pub struct Frames(Option<WebSocketStream<TcpStream>>);

/// Connects to an account's websocket.
///
/// # Errors
///
/// The server refuses.
pub async fn websocket(account: &Account) -> Result<WebSocketStream<TcpStream>, Failure> {
    let stream = TcpStream::connect(account.url.trim_start_matches("http://")).await?;
    stream.set_nodelay(true)?;
    let (socket, _) = client_async(account.websocket(), stream).await?;
    Ok(socket)
}

impl<const DECODING: bool> Contestant for Bare<DECODING> {
    type Events = Frames;

    fn decode(frame: &str) -> bool {
        serde_json::from_str::<IgnoredAny>(black_box(frame)).is_ok()
    }

    async fn connect(account: &Account, way: Way, _: usize) -> Result<(Self, Frames), Failure> {
        let socket = websocket(account).await?;
        // Fails where it was done before.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build()?;
        let mut bare = Self { http, account: account.clone(), requests: None };
        if way == Way::Http {
            return Ok((bare, Frames(Some(socket))));
        }
        let (sender, requests) = mpsc::channel(1_024);
        tokio::spawn(carry(socket, requests));
        bare.requests = Some(sender);
        Ok((bare, Frames(None)))
    }

    async fn next(Frames(socket): &mut Frames) -> Seen {
        let Some(socket) = socket else { return Seen::End };
        let Some(Ok(Message::Text(text))) = socket.next().await else { return Seen::End };
        if DECODING {
            let _ = black_box(Event::decode(&text));
        } else {
            black_box(text);
        }
        Seen::Frame
    }

    async fn answer(&self, channel: &str) -> Result<(), Failure> {
        if let Some(requests) = &self.requests {
            let (answered, answer) = oneshot::channel();
            let request = format!(
                r#"{{"type":"RESTRequest","request_id":"1","method":"POST","uri":"channels/{channel}/answer"}}"#
            );
            requests.send((request, answered)).await?;
            return Ok(answer.await?);
        }
        let Account { url, user, password, .. } = &self.account;
        let request = self.http.post(format!("{url}/ari/channels/{channel}/answer"));
        let request = request.basic_auth(user, Some(password)).timeout(Duration::from_secs(30));
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }

    async fn serve(self, _: Frames, _: mpsc::Sender<()>) -> Result<(), Failure> {
        Err("a websocket serves no calls".into())
    }

    async fn originate(&self, _: &str, _: &str) -> Result<(), Failure> {
        Err("a websocket makes no calls".into())
    }
}

/// Sends requests and hands out answers, which come in the order of the requests.
async fn carry(
    mut socket: WebSocketStream<TcpStream>,
    mut requests: mpsc::Receiver<(String, oneshot::Sender<()>)>,
) -> Option<()> {
    let mut waiting = VecDeque::new();
    loop {
        tokio::select! {
            request = requests.recv() => {
                let (request, answered) = request?;
                waiting.push_back(answered);
                socket.send(Message::text(request)).await.ok()?;
            }
            message = socket.next() => {
                black_box(message?.ok()?.into_text().ok()?);
                let _ = waiting.pop_front()?.send(());
            }
        }
    }
}
