//! The same websocket and the same HTTP client with nothing around them: the floor that a client's cost is set against.

use std::collections::VecDeque;
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use ari_generated::Event;
use base64::prelude::{BASE64_STANDARD, Engine};
use futures_util::{SinkExt, StreamExt};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{Method, redirect, retry};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::interval;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use crate::server::{FRAME, FRAME_TIME};

/// A websocket and an HTTP client; decodes what it reads, or does not.
#[derive(Clone)]
pub struct Bare<const DECODING: bool> {
    http: reqwest::Client,
    url: String,
    requests: Option<mpsc::Sender<(String, oneshot::Sender<()>)>>,
}

/// What comes through the websocket.
pub struct Frames(Option<WebSocketStream<TcpStream>>);

/// As much of an event as tells what to do.
#[derive(Deserialize)]
struct Told<'a> {
    r#type: &'a str,
    channel: Option<Channel<'a>>,
}

#[derive(Deserialize)]
struct Channel<'a> {
    id: &'a str,
}

/// Connects to an account's websocket, with a buffer as large as the SDK's.
async fn websocket(account: &Account) -> Result<WebSocketStream<TcpStream>, Failure> {
    let stream = TcpStream::connect(account.url.trim_start_matches("http://")).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(16 << 10);
    let (socket, _) = client_async_with_config(account.websocket(), stream, Some(config)).await?;
    Ok(socket)
}

/// An HTTP client that does nothing but what is asked, as the SDK's.
fn http(account: &Account) -> Result<reqwest::Client, Failure> {
    // Fails where it was done before.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let credentials = format!("{}:{}", account.user, account.password);
    let mut authorization =
        HeaderValue::try_from(format!("Basic {}", BASE64_STANDARD.encode(credentials)))?;
    authorization.set_sensitive(true);
    let builder = reqwest::Client::builder().no_proxy().http1_only();
    let builder = builder.redirect(redirect::Policy::none()).retry(retry::never());
    let headers = HeaderMap::from_iter([(AUTHORIZATION, authorization)]);
    Ok(builder.default_headers(headers).timeout(Duration::from_secs(30)).build()?)
}

impl<const DECODING: bool> Bare<DECODING> {
    async fn send(&self, method: Method, path: &str) -> Result<(), Failure> {
        let request = self.http.request(method, format!("{}/ari/{path}", self.url));
        request.send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }
}

impl<const DECODING: bool> Contestant for Bare<DECODING> {
    type Events = Frames;

    fn decode(frame: &str) -> bool {
        serde_json::from_str::<IgnoredAny>(black_box(frame)).is_ok()
    }

    async fn connect(account: &Account, way: Way, _: usize) -> Result<(Self, Frames), Failure> {
        let socket = websocket(account).await?;
        let mut bare = Self { http: http(account)?, url: account.url.clone(), requests: None };
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
        let Some(requests) = &self.requests else {
            return self.send(Method::POST, &format!("channels/{channel}/answer")).await;
        };
        let (answered, answer) = oneshot::channel();
        let request = format!(
            r#"{{"type":"RESTRequest","request_id":"1","method":"POST","uri":"channels/{channel}/answer"}}"#
        );
        requests.send((request, answered)).await?;
        Ok(answer.await?)
    }

    async fn talk(
        self,
        stream: usize,
        opened: mpsc::Sender<()>,
        heard: Arc<AtomicUsize>,
    ) -> Result<(), Failure> {
        let tcp = TcpStream::connect(self.url.trim_start_matches("http://")).await?;
        tcp.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(16 << 10);
        let url = format!("{}/media/{stream}", self.url.replacen("http", "ws", 1));
        let (mut socket, _) = client_async_with_config(url, tcp, Some(config)).await?;
        opened.send(()).await?;
        let mut ticks = interval(FRAME_TIME);
        loop {
            tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(Message::Binary(frame))) => {
                        black_box(frame);
                        heard.fetch_add(1, Ordering::Relaxed);
                    }
                    Some(Ok(_)) => {}
                    _ => return Err("the stream ended".into()),
                },
                _ = ticks.tick() => socket.send(Message::Binary(FRAME)).await?,
            }
        }
    }

    async fn serve(self, frames: Frames, ended: mpsc::Sender<()>) -> Result<(), Failure> {
        let mut socket = frames.0.ok_or("events come where requests do not go")?;
        while let Some(Ok(Message::Text(text))) = socket.next().await {
            let told: Told = serde_json::from_str(&text)?;
            match told {
                Told { r#type: "StasisStart", channel: Some(Channel { id }) } => {
                    let (bare, id) = (self.clone(), id.to_owned());
                    tokio::spawn(async move {
                        bare.answer(&id).await?;
                        bare.send(Method::DELETE, &format!("channels/{id}")).await
                    });
                }
                Told { r#type: "StasisEnd", .. } => ended.send(()).await?,
                _ => {}
            }
        }
        Ok(())
    }

    async fn originate(&self, endpoint: &str, app: &str) -> Result<(), Failure> {
        self.send(Method::POST, &format!("channels?endpoint={endpoint}&app={app}")).await
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
