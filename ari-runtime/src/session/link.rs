//! Keeps the connection while somebody needs it, and ends it when nobody does.

use tokio::sync::watch;

/// When the last one is dropped, the task that owns the connection closes it and ends.
#[derive(Debug)]
pub(crate) struct Link {
    /// The task holds the receiver until it ends.
    stop: watch::Sender<bool>,
}

/// The task's end of a link.
#[derive(Clone, Debug)]
pub(crate) struct Stopped(watch::Receiver<bool>);

impl Link {
    pub(crate) fn new() -> (Self, Stopped) {
        let (stop, stopped) = watch::channel(false);
        (Self { stop }, Stopped(stopped))
    }

    /// Has the connection closed, and waits until the task has ended, whoever else waits for it.
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

impl Stopped {
    /// Completes when nobody needs the connection any more.
    pub(crate) async fn stopped(&mut self) {
        // An error means that the link is gone.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
