//! The end of a connection whose close frame is sent: what still comes is read, lest the system take the frame back.

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::wire::session::Socket;

/// Reads until the other side is gone too.
pub(crate) async fn linger(mut socket: Socket) {
    let connection = socket.get_mut();
    let mut scratch = [0; 4096];
    if connection.shutdown().await.is_ok() {
        while matches!(connection.read(&mut scratch).await, Ok(1..)) {}
    }
}
