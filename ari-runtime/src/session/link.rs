//! The task that owns the event websocket: reads every frame at once and hands it to the hub; knows no kinds.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::watch;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};

use crate::defaults;
use crate::delivery::hub::Hub;
use crate::delivery::{Ended, Lost};
use crate::event::ApiEvent;
use crate::event::scan;
use crate::session::socket::EventSocket;

/// Keeps the connection: when the last one is dropped, the task closes the socket and ends.
#[derive(Debug)]
pub(crate) struct Link {
    /// The task holds the receiver until it ends.
    stop: watch::Sender<bool>,
}

impl Link {
    /// Starts the task that reads a socket until events of these kinds have told that all its applications were taken.
    pub(crate) fn start<E: ApiEvent>(
        socket: EventSocket,
        hub: Arc<Hub<E>>,
        replacing: &'static [E::Kind],
        applications: Vec<String>,
    ) -> Arc<Self> {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(read(socket, Reader { hub, replacing, applications }, stopped));
        Arc::new(Self { stop })
    }

    /// Closes the socket and waits until the task has ended, whoever else waits for it.
    pub(crate) async fn close(&self) {
        self.stop.send_replace(true);
        self.stop.closed().await;
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// What the task hands frames to; dropping it, also by a panic, ends the streams.
struct Reader<E: ApiEvent> {
    hub: Arc<Hub<E>>,
    replacing: &'static [E::Kind],
    /// Applications that nobody took yet.
    applications: Vec<String>,
}

impl<E: ApiEvent> Reader<E> {
    /// Hands out a frame; is there an application left?
    fn frame(&mut self, text: &str) -> bool {
        if self.hub.frame(text, self.replacing) {
            let taken = scan::peek(text, "application").unwrap_or_default();
            tracing::warn!(application = %taken, "another connection took the application");
            self.applications.retain(|it| *it != taken);
        }
        !self.applications.is_empty()
    }
}

impl<E: ApiEvent> Drop for Reader<E> {
    fn drop(&mut self) {
        let reason = "the task that reads the connection ended".to_owned();
        // Does nothing where the end was told already.
        self.hub.end(Some(Lost { reason }), Ended::Lost);
    }
}

async fn read<E: ApiEvent>(
    mut socket: EventSocket,
    mut reader: Reader<E>,
    mut stopped: watch::Receiver<bool>,
) {
    let (lost, ended) = loop {
        let message = tokio::select! {
            biased;
            // First, so that a flood of frames cannot keep the end from coming.
            _ = stopped.wait_for(|stop| *stop) => break (None, Ended::Closed),
            message = socket.next() => message,
        };
        match message {
            Some(Ok(Message::Text(text))) => {
                if !reader.frame(&text) {
                    break (None, Ended::Replaced);
                }
            }
            // The library answers pings; Asterisk sends no binary frames here.
            Some(Ok(Message::Close(frame))) => {
                let reason = match frame {
                    Some(frame) => {
                        format!("Asterisk closed the connection with code {}", frame.code)
                    }
                    None => "Asterisk closed the connection".to_owned(),
                };
                break (Some(Lost { reason }), Ended::Lost);
            }
            Some(Ok(_)) => {}
            Some(Err(error)) => {
                break (Some(Lost { reason: explain(&error) }), Ended::Lost);
            }
            None => {
                let reason = "the connection ended without a close".to_owned();
                break (Some(Lost { reason }), Ended::Lost);
            }
        }
    };
    if let Some(lost) = &lost {
        tracing::warn!(reason = lost.reason, "lost the event connection");
    }
    reader.hub.end(lost, ended);
    close(socket).await;
}

fn explain(error: &tungstenite::Error) -> String {
    format!("the connection failed: {error}")
}

/// Says goodbye, but does not wait for ever.
async fn close(mut socket: EventSocket) {
    let normal = CloseFrame { code: CloseCode::Normal, reason: "".into() };
    let goodbye = async {
        if socket.close(Some(normal)).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    };
    if timeout(defaults::CLOSE_DEADLINE, goodbye).await.is_err() {
        tracing::debug!("Asterisk did not answer the close in time");
    }
}
