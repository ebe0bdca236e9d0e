//! An event websocket while it is open, whoever dialled: frames out, requests in, one after the other. Knows no event.

use std::sync::Arc;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::select;
use tokio::sync::mpsc;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use crate::asterisk::{Outgoing, SessionId};
use crate::message::Request;
use crate::wire::mischief::FrameFault;
use crate::wire::sockets::Listed;
use crate::wire::stopping::Stopping;
use crate::wire::{Wire, envelope};

/// As many bytes as a frame that is read may hold.
const LARGEST_FRAME: usize = 65_527;

/// The websocket, over a connection that was accepted or dialled.
pub(crate) type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// The websocket of an upgraded connection.
pub(crate) async fn socket(connection: Upgraded, role: Role) -> Socket {
    let limits = WebSocketConfig::default()
        .max_frame_size(Some(LARGEST_FRAME))
        .max_message_size(Some(LARGEST_FRAME));
    WebSocketStream::from_raw_socket(TokioIo::new(connection), role, Some(limits)).await
}

/// What waits to be sent, and outlives the connections of an outbound websocket.
#[derive(Debug)]
pub(crate) struct Outbox {
    receiver: mpsc::Receiver<Outgoing>,
    /// What a connection failed to take.
    held: Option<Outgoing>,
}

impl Outbox {
    pub fn new(receiver: mpsc::Receiver<Outgoing>) -> Self {
        Self { receiver, held: None }
    }
}

/// How a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// Without a close frame from us.
    Cut,
    /// The other side has closed it.
    Left,
    /// The model has let go of it, and nothing more comes.
    LetGo,
    /// With a close frame of this code.
    Closed(u16),
}

/// What a session is to the rest; dropping it tells the model that it is over.
#[derive(Debug)]
pub(crate) struct Session {
    wire: Arc<Wire>,
    id: SessionId,
    read_only: bool,
    listed: Listed,
}

impl Session {
    pub fn new(
        wire: Arc<Wire>,
        id: SessionId,
        read_only: bool,
        applications: Vec<String>,
        outbox: mpsc::WeakSender<Outgoing>,
    ) -> Self {
        let listed = wire.sockets.list(applications, outbox);
        Self { wire, id, read_only, listed }
    }

    /// What every connection shares.
    pub fn wire(&self) -> &Wire {
        &self.wire
    }

    /// Tells the model that its outbound websocket is connected.
    pub fn connected(&self) {
        self.wire.asterisk.outbound_connected(self.id);
    }

    /// Tells the model that it will not be.
    pub fn failed(&self) {
        self.wire.asterisk.outbound_failed(self.id);
    }

    /// Runs until one side has had enough, and gives the socket back with its close frame sent.
    pub async fn converse(
        &self,
        socket: Socket,
        outbox: &mut Outbox,
        stopping: &mut Stopping,
    ) -> (Ending, Option<Socket>) {
        let (mut sink, mut stream) = socket.split();
        let ending = select! {
            biased;
            () = self.listed.cut() => Ending::Cut,
            () = stopping.stopped() => Ending::Closed(1000),
            ending = self.read(&mut stream) => ending,
            ending = self.write(&mut sink, outbox) => ending,
        };
        let frame = match ending {
            // The library has its answer ready.
            Ending::Left => None,
            Ending::Closed(code) => {
                Some(CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::default() })
            }
            Ending::Cut | Ending::LetGo => return (ending, None),
        };
        let Ok(mut socket) = sink.reunite(stream) else { return (ending, None) };
        self.wire.activity.touch();
        let sent = match frame {
            Some(frame) => socket.close(Some(frame)).await,
            None => socket.flush().await,
        };
        (ending, closed(sent).then_some(socket))
    }

    async fn read(&self, stream: &mut SplitStream<Socket>) -> Ending {
        while let Some(message) = stream.next().await {
            self.wire.activity.touch();
            match message {
                Ok(Message::Text(text)) => {
                    if !self.answer(&text).await {
                        return Ending::Cut;
                    }
                }
                Ok(Message::Close(_)) => return Ending::Left,
                // The library answers pings; Asterisk takes no notice of binary frames.
                Ok(_) => {}
                Err(Error::Capacity(_)) => return Ending::Closed(1009),
                Err(Error::Protocol(
                    ProtocolError::InvalidOpcode(_)
                    | ProtocolError::UnknownDataFrameType(_)
                    | ProtocolError::UnknownControlFrameType(_),
                )) => return Ending::Closed(1003),
                Err(_) => return Ending::Cut,
            }
        }
        Ending::Cut
    }

    /// Answers a request; `false` when the connection ends instead.
    async fn answer(&self, text: &str) -> bool {
        let envelope::Asked { ids, request } = envelope::read(text);
        let response = match request {
            Ok(request) => {
                let request = Request { read_only: self.read_only, ..request };
                let Some(reply) = self.wire.perform(&request).await else { return false };
                ids.answer(reply)
            }
            Err(refusal) => ids.refuse(&refusal),
        };
        self.wire.asterisk.respond(self.id, &response);
        true
    }

    async fn write(&self, sink: &mut SplitSink<Socket, Message>, outbox: &mut Outbox) -> Ending {
        loop {
            let next = match outbox.held.take() {
                Some(held) => Some(held),
                None => outbox.receiver.recv().await,
            };
            let sent = match outbox.held.insert(match next {
                Some(next) => next,
                None => return Ending::LetGo,
            }) {
                Outgoing::Frame(frame) => self.send(sink, frame).await,
                Outgoing::Binary(bytes) => sink.send(Message::Binary(bytes.clone().into())).await,
                Outgoing::Close => return Ending::Closed(1000),
            };
            if sent.is_err() {
                return Ending::Cut;
            }
            outbox.held = None;
            self.wire.activity.touch();
        }
    }

    async fn send(&self, sink: &mut SplitSink<Socket, Message>, frame: &str) -> Result<(), Error> {
        match self.wire.mischief.strike_frame(frame) {
            Some(FrameFault::Half) => {
                let half: String = frame.chars().take(frame.chars().count() / 2).collect();
                return sink.send(Message::text(half)).await;
            }
            Some(FrameFault::Twice) => sink.send(Message::text(frame)).await?,
            None => {}
        }
        sink.send(Message::text(frame)).await
    }
}

/// Is a close frame on its way? The library says of the second one that the connection is closed.
fn closed(sent: Result<(), Error>) -> bool {
    matches!(sent, Ok(()) | Err(Error::ConnectionClosed))
}

impl Drop for Session {
    fn drop(&mut self) {
        self.wire.asterisk.close(self.id);
    }
}
