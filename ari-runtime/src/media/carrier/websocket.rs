//! A media websocket: audio in binary frames, control in text frames.

use std::task::{Context, Poll, ready};

use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error as WebsocketError, Message};

use crate::defaults;
use crate::media::carrier::{Carrier, Received, Sent};
use crate::media::control::Notation;
use crate::media::control::event::Event;
use crate::media::end::MediaEnd;
use crate::session::socket::Framed;

/// The subprotocol of media websockets.
pub(crate) const PROTOCOL: &str = "media";

/// The largest frame that Asterisk writes and reads.
const LARGEST_FRAME: usize = 65_535;

/// How much is read at once. Each frame leaves at once, by itself: of several in one record of TLS, known releases read the
/// first, and the others when something more comes.
pub(crate) fn limits() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(defaults::MEDIA_READ_BUFFER)
        .write_buffer_size(0)
        .max_frame_size(Some(LARGEST_FRAME))
        .max_message_size(Some(LARGEST_FRAME))
}

/// A media websocket that is open.
pub(crate) struct Websocket {
    inner: Framed,
    notation: Notation,
    has_queue: bool,
    is_closed: bool,
}

impl Websocket {
    pub(crate) fn new(inner: Framed, notation: Notation, has_queue: bool) -> Self {
        Self { inner, notation, has_queue, is_closed: false }
    }

    /// The same, of a format that Asterisk queues or not.
    pub(crate) fn with_queue(self, has_queue: bool) -> Self {
        Self { has_queue, ..self }
    }
}

fn lost(error: &WebsocketError) -> MediaEnd {
    match error {
        WebsocketError::ConnectionClosed | WebsocketError::AlreadyClosed => MediaEnd::Closed,
        error => MediaEnd::Lost(error.to_string()),
    }
}

impl Carrier for Websocket {
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<Result<Received, MediaEnd>> {
        loop {
            let received = match self.inner.poll_next_unpin(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => Err(MediaEnd::Lost("it ended without a close".to_owned())),
                Poll::Ready(Some(Err(error))) => Err(lost(&error)),
                Poll::Ready(Some(Ok(message))) => match message {
                    Message::Binary(audio) => Ok(Received::Audio(audio)),
                    Message::Text(text) => Ok(Received::Event(Event::read(&text))),
                    Message::Close(Some(frame)) if frame.code != CloseCode::Normal => {
                        // Asterisk gives the cause of the hangup as the code at times.
                        Err(MediaEnd::Lost(format!("Asterisk closed it with code {}", frame.code)))
                    }
                    Message::Close(_) => Err(MediaEnd::Closed),
                    // The library answers pings.
                    _ => continue,
                },
            };
            return Poll::Ready(received);
        }
    }

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        self.inner.poll_ready_unpin(context).map_err(|error| lost(&error))
    }

    fn send(&mut self, what: Sent) -> Result<(), MediaEnd> {
        let message = match what {
            Sent::Audio(audio) => Message::Binary(audio),
            Sent::Command(command) => match command.text(self.notation) {
                Ok(text) => Message::text(text),
                Err(error) => {
                    // What can be refused is refused where it is asked for.
                    tracing::error!(%error, "a command was not sent");
                    return Ok(());
                }
            },
        };
        self.inner.start_send_unpin(message).map_err(|error| lost(&error))
    }

    fn poll_flush(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        self.inner.poll_flush_unpin(context).map_err(|error| lost(&error))
    }

    fn poll_close(&mut self, context: &mut Context<'_>) -> Poll<Result<(), MediaEnd>> {
        if !self.is_closed {
            let closed = ready!(self.inner.poll_close_unpin(context));
            self.is_closed = true;
            closed.map_err(|error| lost(&error))?;
        }
        while let Some(Ok(_)) = ready!(self.inner.poll_next_unpin(context)) {}
        Poll::Ready(Ok(()))
    }

    fn has_control(&self) -> bool {
        true
    }

    fn needs_silence(&self) -> bool {
        false
    }

    fn has_queue(&self) -> bool {
        self.has_queue
    }
}
