//! The same websocket read without the SDK: the floor that its cost is set against.

use std::hint::black_box;

use ari_generated::Event;
use futures_util::StreamExt;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::server::Server;

/// A websocket with nothing around it.
pub struct Bare(WebSocketStream<TcpStream>);

impl Bare {
    /// Connects.
    ///
    /// # Panics
    ///
    /// The server refuses.
    pub async fn connect(server: &Server) -> Self {
        let address = server.url.trim_start_matches("http://");
        let stream = TcpStream::connect(address).await.expect("the server listens");
        let url = format!("ws://{address}/ari/events");
        let (socket, _) = client_async(url, stream).await.expect("the server takes everyone");
        Self(socket)
    }

    /// Reads so many frames and decodes each, if that is wanted.
    ///
    /// # Panics
    ///
    /// The connection breaks.
    pub async fn read(&mut self, frames: usize, decode: bool) {
        for _ in 0..frames {
            let Some(Ok(Message::Text(text))) = self.0.next().await else {
                panic!("the connection broke");
            };
            if decode {
                let _ = black_box(Event::decode(&text));
            } else {
                black_box(text);
            }
        }
    }
}
