//! The task that owns the event websocket: reads every frame at once and hands it to the hub; knows no kinds.

use std::sync::{Arc, Mutex, PoisonError};

use futures_util::StreamExt;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{self, Message};

use crate::defaults;
use crate::delivery::{Ended, Lost};
use crate::event::ApiEvent;
use crate::frame::Frame;
use crate::hub::Hub;
use crate::socket::EventSocket;

/// Keeps the connection: when the last one is dropped, the task closes the socket and ends.
#[derive(Debug)]
pub(crate) struct Link {
    stop: watch::Sender<bool>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Link {
    /// Starts the task that reads a socket until an event of one of these kinds says that it was replaced.
    pub(crate) fn start<E: ApiEvent>(
        socket: EventSocket,
        hub: Arc<Hub<E>>,
        replacing: &'static [E::Kind],
    ) -> Arc<Self> {
        let (stop, stopped) = watch::channel(false);
        let task = tokio::spawn(read(socket, hub, replacing, stopped));
        Arc::new(Self { stop, task: Mutex::new(Some(task)) })
    }

    /// Closes the socket and waits until the task has ended.
    pub(crate) async fn close(&self) {
        self.stop.send_replace(true);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // The task bounds its own end; it panics only if a consumer's waker does.
            if let Err(error) = task.await {
                tracing::error!(%error, "the event task failed");
            }
        }
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

async fn read<E: ApiEvent>(
    mut socket: EventSocket,
    hub: Arc<Hub<E>>,
    replacing: &[E::Kind],
    mut stopped: watch::Receiver<bool>,
) {
    let (lost, ended) = loop {
        let message = tokio::select! {
            biased;
            message = socket.next() => message,
            _ = stopped.wait_for(|stop| *stop) => break (None, Ended::Closed),
        };
        match message {
            Some(Ok(Message::Text(text))) => {
                if hub.frame(Frame::new(text), replacing) {
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
    hub.end(lost, ended);
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
