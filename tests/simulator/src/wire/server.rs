//! The listener and its connections: one task for each, all of them its own. Knows nothing of what is asked.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::stillness::Prompt;
use crate::wire::http::{self, MOST_HEADERS, Upgrade, Upgraded};
use crate::wire::linger::linger;
use crate::wire::outbound::{self, Lines};
use crate::wire::session::socket;
use crate::wire::stopping::{Stop, Stopping};
use crate::wire::{Access, Wire};

/// How long a connection may be idle.
const IDLE: Duration = Duration::from_secs(15);
/// After how long it accepts again what it could not.
const AGAIN: Duration = Duration::from_millis(10);
/// How long everything may take to end well.
const PARTING: Duration = Duration::from_secs(5);
/// Room for as many headers as are refused one by one, each as long as may be.
const BUFFER: usize = 1 << 19;

/// What the server is told.
#[derive(Debug)]
pub(crate) enum Order {
    /// Everything goes at once, and comes again as it was at first.
    Restart(oneshot::Sender<()>),
    /// Everything ends well.
    Stop,
}

/// Serves until it is told to stop, or nobody is left to tell. It tells when calls find whoever is dialled for them.
pub(crate) async fn serve(
    listener: TcpListener,
    wire: Arc<Wire>,
    access: Access,
    lines: Lines,
    sessions: usize,
    mut orders: mpsc::Receiver<Order>,
    started: oneshot::Sender<()>,
) {
    let access = Arc::new(access);
    let (stop, stopping) = Stop::new();
    let mut connections = JoinSet::new();
    let mut dialled = outbound::start(&wire, &lines, &stopping);
    // Nobody has to wait for it.
    let _ = started.send(());
    loop {
        select! {
            biased;
            order = orders.recv() => match order {
                Some(Order::Restart(done)) => {
                    connections.shutdown().await;
                    dialled.shutdown().await;
                    wire.asterisk.restart();
                    dialled = outbound::start(&wire, &lines, &stopping);
                    // Nobody has to wait for it.
                    let _ = done.send(());
                }
                Some(Order::Stop) | None => break,
            },
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else {
                    // Where there are too many open files, there still are at once.
                    sleep(AGAIN).await;
                    continue;
                };
                if wire.mischief.is_refusing() || connections.len() >= sessions {
                    // A reset at best, otherwise an end.
                    let _ = stream.set_zero_linger();
                    continue;
                }
                let (wire, access) = (Arc::clone(&wire), Arc::clone(&access));
                connections.spawn(connection(wire, access, stream, stopping.clone()));
            }
        }
    }
    drop(listener);
    stop.stop();
    // Who does not read, or has a late reply to wait for, is not waited for: what is left ends with the sets.
    let _ = timeout(PARTING, async {
        while connections.join_next().await.is_some() {}
        while dialled.join_next().await.is_some() {}
    })
    .await;
}

async fn connection(
    wire: Arc<Wire>,
    access: Arc<Access>,
    stream: TcpStream,
    mut stopping: Stopping,
) {
    let Ok(stream) = Prompt::new(stream, wire.activity.clone()) else { return };
    let upgrade = Upgrade::default();
    let service = service_fn(|request| {
        http::answer(Arc::clone(&wire), Arc::clone(&access), request, Arc::clone(&upgrade))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_headers(2 * MOST_HEADERS)
        .max_buf_size(BUFFER)
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    // How a connection fails is the client's matter.
    let _ = select! {
        ended = connection.as_mut() => ended,
        () = stopping.stopped() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    let upgraded = upgrade.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(Upgraded { connection, session, mut outbox }) = upgraded else { return };
    let Ok(connection) = connection.await else { return };
    let websocket = socket(connection, Role::Server).await;
    let (_, closed) = session.converse(websocket, &mut outbox, &mut stopping).await;
    drop((session, outbox));
    if let Some(websocket) = closed {
        select! {
            () = linger(websocket) => {}
            () = stopping.stopped() => {}
        }
    }
}
