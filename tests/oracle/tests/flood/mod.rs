//! A server that floods its clients with numbered frames, and the books of what it sends.

use std::sync::Arc;

use ari_generated::ChannelId;
use futures_util::{SinkExt, StreamExt};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_tungstenite::tungstenite::Message;

/// How many channels the frames are about.
pub const CHANNELS: usize = 2_000;
/// How many of them are destroyed after the flood.
const DESTROYED: usize = 500;
/// How far the server goes ahead of the reader that keeps up.
const AHEAD: u64 = 512;

/// What one frame is.
#[derive(Clone, Debug)]
pub struct Facts {
    pub number: u64,
    /// The `type`, where there is one.
    pub kind: Option<&'static str>,
    /// The channel whose stream has to hear of it.
    pub heard_on: Option<usize>,
    pub malformed: bool,
    channel: usize,
}

/// None is part of another.
pub fn channel_id(channel: usize) -> ChannelId {
    ChannelId::new(format!("call-{channel:06}-x"))
}

pub fn is_destroyed(channel: usize) -> bool {
    channel < DESTROYED
}

/// So many frames of all sorts, and the ends of some channels after them.
pub fn flood(frames: u64) -> impl Iterator<Item = Facts> {
    (0..frames + DESTROYED as u64).map(move |it| facts(it, frames))
}

pub fn facts(number: u64, frames: u64) -> Facts {
    if number >= frames {
        let channel = (number - frames) as usize;
        let kind = Some("ChannelDestroyed");
        return Facts { number, kind, heard_on: Some(channel), malformed: false, channel };
    }
    // Any mixing will do, as long as it is the same each time.
    let mut mixed = (number + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed ^= mixed >> 32;
    let channel = (mixed >> 8) as usize % CHANNELS;
    // An event of an unknown kind is about nothing that is known.
    let (kind, heard, malformed) = match mixed % 100 {
        0..40 => (Some("ChannelVarset"), true, false),
        40..70 => (Some("ChannelDtmfReceived"), true, false),
        70..80 => (Some("DeviceStateChanged"), false, false),
        80..88 => (Some("PlaybackFinished"), true, false),
        88..94 => (Some("ChannelSomethingNew"), false, false),
        94..96 => (Some("ChannelDtmfReceived"), true, true),
        96..98 => (None, true, true),
        _ => (None, false, true),
    };
    Facts { number, kind, heard_on: heard.then_some(channel), malformed, channel }
}

/// The frame, its number in a place where it can be read without parsing.
pub fn render(it: &Facts) -> String {
    let number = format!("{{\"asterisk_id\":\"{:010}\",", it.number);
    let common = r#""application":"conservation","timestamp":"2026-11-21T08:14:58.391+0000""#;
    let id = channel_id(it.channel);
    let channel = format!(
        r#""channel":{{"id":"{id}","name":"Local/wait@default-1;1","state":"Up","protocol_id":"","caller":{{"name":"","number":""}},"connected":{{"name":"","number":""}},"accountcode":"","dialplan":{{"context":"default","exten":"wait","priority":1,"app_name":"Stasis","app_data":"x"}},"creationtime":"2026-11-21T08:14:58.186+0000","language":"en"}}"#
    );
    match (it.kind, it.malformed) {
        (Some("ChannelVarset"), _) => {
            format!(
                r#"{number}"variable":"A","value":"1","type":"ChannelVarset",{common},{channel}}}"#
            )
        }
        (Some("ChannelDtmfReceived"), false) => format!(
            r#"{number}"type":"ChannelDtmfReceived",{common},"digit":"1","duration_ms":100,{channel}}}"#
        ),
        // A digit that is none.
        (Some("ChannelDtmfReceived"), true) => format!(
            r#"{number}"type":"ChannelDtmfReceived",{common},"digit":[1],"duration_ms":100,{channel}}}"#
        ),
        (Some("DeviceStateChanged"), _) => format!(
            r#"{number}"type":"DeviceStateChanged",{common},"device_state":{{"name":"Local/{}","state":"INUSE"}}}}"#,
            it.channel % 50
        ),
        (Some("PlaybackFinished"), _) => format!(
            r#"{number}"type":"PlaybackFinished",{common},"playback":{{"id":"p{}","media_uri":"digits:1","target_uri":"channel:{id}","language":"en","state":"done"}}}}"#,
            it.number
        ),
        (Some("ChannelDestroyed"), _) => format!(
            r#"{number}"type":"ChannelDestroyed",{common},"cause":16,"cause_txt":"Normal Clearing",{channel}}}"#
        ),
        (Some(kind), _) => format!(r#"{number}"type":"{kind}",{common},{channel}}}"#),
        // Broken off before the type, and about a channel; or nothing but rubbish.
        (None, _) if it.heard_on.is_some() => format!(r#"{number}{channel},"ty"#),
        (None, _) => format!(r#"{number}"nothing":[]}}"#),
    }
}

/// The number of a frame.
pub fn number_in(text: &str) -> u64 {
    text.get(16..26).and_then(|it| it.parse().ok()).expect("every frame begins with its number")
}

/// Sends each client the same frames once it is told to.
pub struct Server {
    pub url: String,
    /// How far the reader that keeps up is; nothing is sent before there is a word of it.
    pub progress: watch::Sender<Option<u64>>,
}

impl Server {
    /// Sends so many frames; what is one of several copies counts as one in the reader's progress.
    pub async fn start(
        count: u64,
        copies: u64,
        frame: impl Fn(u64) -> String + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let (progress, _) = watch::channel(None);
        let frame = Arc::new(frame);
        let told = progress.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, count, copies, frame.clone(), told.subscribe()));
            }
        });
        Self { url, progress }
    }

    /// Lets the frames come, never far ahead of the reader that tells its progress.
    pub fn go(&self) {
        self.progress.send_replace(Some(0));
    }

    /// Lets the frames come all at once.
    pub fn go_at_once(&self) {
        self.progress.send_replace(Some(u64::MAX / 4));
    }

    /// Waits until the reader has read a frame.
    pub async fn arrived(&self, number: u64) {
        let mut progress = self.progress.subscribe();
        let waiting = progress.wait_for(|it| *it == Some(number));
        let waited = tokio::time::timeout(std::time::Duration::from_secs(300), waiting).await;
        waited.expect("the frames come").expect("the server is there");
    }
}

async fn serve(
    mut stream: TcpStream,
    count: u64,
    copies: u64,
    frame: Arc<impl Fn(u64) -> String>,
    mut progress: watch::Receiver<Option<u64>>,
) {
    let mut head = [0; 4_096];
    let length = loop {
        match stream.peek(&mut head).await {
            Ok(length) if head[..length].ends_with(b"\r\n\r\n") => break length,
            Ok(0) | Err(_) => return,
            Ok(_) => tokio::task::yield_now().await,
        }
    };
    if !String::from_utf8_lossy(&head[..length]).to_lowercase().contains("upgrade: websocket") {
        let answer = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        let _ = stream.write_all(answer).await;
        return;
    }
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    for number in 0..count {
        if number.is_multiple_of(128) {
            let near = |it: &Option<u64>| it.is_some_and(|it| it * copies + AHEAD >= number);
            if socket.flush().await.is_err() || progress.wait_for(near).await.is_err() {
                return;
            }
        }
        if socket.feed(Message::text(frame(number))).await.is_err() {
            return;
        }
    }
    let _ = socket.flush().await;
    while let Some(Ok(_)) = socket.next().await {}
}
