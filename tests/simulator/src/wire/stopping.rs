//! The end of the simulator, as every connection learns of it.

use tokio::sync::watch;

/// Tells every connection to end.
#[derive(Debug)]
pub(crate) struct Stop(watch::Sender<bool>);

/// Learns that it is to end.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stop {
    pub fn new() -> (Self, Stopping) {
        let (sender, receiver) = watch::channel(false);
        (Self(sender), Stopping(receiver))
    }

    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stopping {
    /// Waits until it is to end.
    pub async fn stopped(&mut self) {
        // An error: nobody is left who could want anything else.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}
