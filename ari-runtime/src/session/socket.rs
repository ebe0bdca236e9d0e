//! The event websocket once it is open: messages in, pings and requests out, the farewell; knows no event.

use std::future::poll_fn;
use std::task::Poll;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::defaults;

/// What bytes come and go through.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Wire for S {}

/// A websocket over any of them.
pub(crate) type Framed = WebSocketStream<Box<dyn Wire>>;

/// The event websocket.
pub(crate) struct EventSocket {
    inner: Framed,
    outgoing: Outgoing,
    /// A message that was read to know whose the connection is.
    first: Option<Utf8Bytes>,
    is_accepted: bool,
    over_tls: bool,
}

/// What is on its way out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outgoing {
    Nothing,
    Something,
    /// Nothing can be sent any more; what still comes is read all the same.
    Broken,
}

/// What came through it.
pub(crate) enum Received {
    Text(Utf8Bytes),
    Pong,
    Other,
    /// Nothing came, but everything that was to be sent has left.
    Sent,
}

/// Why nothing more comes.
pub(crate) enum Cut {
    /// Asterisk said that it is done.
    Closed,
    Lost(String),
}

impl EventSocket {
    /// A connection that was dialled.
    pub(crate) async fn dialled(stream: impl Wire + 'static, over_tls: bool) -> Self {
        let stream: Box<dyn Wire> = Box::new(stream);
        let inner = Framed::from_raw_socket(stream, Role::Client, Some(limits(over_tls))).await;
        Self { inner, outgoing: Outgoing::Nothing, first: None, is_accepted: false, over_tls }
    }

    /// A connection that was accepted.
    pub(crate) fn accepted(inner: Framed, over_tls: bool) -> Self {
        Self { inner, outgoing: Outgoing::Nothing, first: None, is_accepted: true, over_tls }
    }

    /// Has a message come again.
    pub(crate) fn put_back(&mut self, message: Utf8Bytes) {
        self.first = Some(message);
    }

    /// The next message, or why there will be none; cancelling it loses nothing.
    pub(crate) async fn next(&mut self) -> Result<Received, Cut> {
        if let Some(first) = self.first.take() {
            return Ok(Received::Text(first));
        }
        let lost = |reason: String| Err(Cut::Lost(reason));
        let message = poll_fn(|context| {
            // Beside the reading: a peer that takes nothing any more must not keep us from what it still sends.
            if self.outgoing == Outgoing::Something
                && let Poll::Ready(sent) = self.inner.poll_flush_unpin(context)
            {
                self.outgoing = if sent.is_ok() { Outgoing::Nothing } else { Outgoing::Broken };
                return Poll::Ready(None);
            }
            self.inner.poll_next_unpin(context).map(Some)
        });
        let Some(message) = message.await else { return Ok(Received::Sent) };
        message.map_or_else(
            || lost("the connection ended without a close".to_owned()),
            |message| match message {
                Ok(Message::Text(text)) => Ok(Received::Text(text)),
                Ok(Message::Pong(_)) => Ok(Received::Pong),
                Ok(Message::Close(Some(frame))) if frame.code == CloseCode::Normal => {
                    Err(Cut::Closed)
                }
                Ok(Message::Close(Some(frame))) => {
                    lost(format!("Asterisk closed the connection with code {}", frame.code))
                }
                Ok(Message::Close(None)) => lost("Asterisk closed the connection".to_owned()),
                // The library answers pings; Asterisk sends no binary frames here.
                Ok(_) => Ok(Received::Other),
                Err(error) => lost(format!("the connection failed: {error}")),
            },
        )
    }

    /// Is everything that was to be sent on its way?
    pub(crate) fn is_idle(&self) -> bool {
        self.outgoing == Outgoing::Nothing
    }

    /// May requests leave together, or each only when the one before has left?
    pub(crate) fn gathers(&self) -> bool {
        !self.over_tls
    }

    /// Can nothing be sent any more?
    pub(crate) fn is_broken(&self) -> bool {
        self.outgoing == Outgoing::Broken
    }

    /// Has a request sent while the next message is awaited.
    pub(crate) fn send(&mut self, frame: String) {
        self.begin(Message::text(frame));
    }

    /// The same of a ping, unless it had to leave together with something else and may not.
    pub(crate) fn ping(&mut self) {
        if self.is_idle() || self.gathers() {
            self.begin(Message::Ping(Bytes::new()));
        }
    }

    fn begin(&mut self, message: Message) {
        if self.outgoing == Outgoing::Broken {
            return;
        }
        // An error is one of the connection, which reading tells too.
        let begun = self.inner.start_send_unpin(message);
        self.outgoing = if begun.is_ok() { Outgoing::Something } else { Outgoing::Broken };
    }

    /// Says goodbye, but does not wait for ever.
    pub(crate) async fn close(mut self) {
        if self.is_accepted {
            // Known releases (22.10.1) can crash when a connection that they made ends while they send.
            let quiet =
                async { while let Ok(Ok(_)) = timeout(defaults::QUIET, self.next()).await {} };
            let _ = timeout(defaults::CLOSE_DEADLINE, quiet).await;
        }
        let normal = CloseFrame { code: CloseCode::Normal, reason: "".into() };
        let goodbye = async {
            if self.inner.close(Some(normal)).await.is_ok() {
                while let Some(Ok(_)) = self.inner.next().await {}
            }
        };
        if timeout(defaults::CLOSE_DEADLINE, goodbye).await.is_err() {
            tracing::debug!("Asterisk did not answer the close in time");
        }
    }
}

/// How much is read and gathered at once at most. Over TLS nothing is gathered: of several frames in one record, known releases
/// (22.10.1) read the first, and the others when something more comes.
pub(crate) fn limits(over_tls: bool) -> WebSocketConfig {
    let limits = WebSocketConfig::default()
        .read_buffer_size(defaults::READ_BUFFER)
        .max_frame_size(Some(defaults::LARGEST_FRAME))
        .max_message_size(Some(defaults::LARGEST_FRAME));
    if over_tls { limits.write_buffer_size(0) } else { limits }
}
