//! Waiting until a channel is answered.

use std::time::Duration;

use ari_runtime::{Delivery, Ended, Error, ErrorKind};
use tokio::time::{Instant, timeout_at};

use crate::calls::step::{has_left, no_events};
use crate::channels::ChannelHandle;
use crate::enums::ChannelState;
use crate::events::Event;

impl ChannelHandle {
    /// Waits until the channel is answered, at once if it is.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::Left`]: the channel left the application or is gone.
    /// * [`ErrorKind::NoEvent`]: it was not answered in this time.
    /// * What looking at the channel can fail with.
    pub async fn until_up(&self, within: Duration) -> Result<(), Error> {
        let deadline = Instant::now().checked_add(within);
        let up = async {
            let mut events = self.events();
            loop {
                // What was answered before it was listened to is up already.
                if self.get().await?.state == ChannelState::Up {
                    return Ok(());
                }
                // Until there is a reason to look again: an event may have passed while there was no connection.
                loop {
                    match events.next().await {
                        Some(Delivery::Event(Event::ChannelStateChange(it)))
                            if it.channel.state == ChannelState::Up =>
                        {
                            return Ok(());
                        }
                        Some(Delivery::Event(Event::StasisEnd(_) | Event::ChannelDestroyed(_))) => {
                            return Err(has_left());
                        }
                        Some(Delivery::Resynced(_)) => break,
                        Some(Delivery::Ended(Ended::Gone | Ended::GoneInGap)) => {
                            return Err(has_left());
                        }
                        Some(Delivery::Ended(_)) | None => return Err(no_events()),
                        Some(_) => {}
                    }
                }
            }
        };
        match deadline {
            None => up.await,
            Some(deadline) => timeout_at(deadline, up).await.unwrap_or_else(|_| {
                let message = format!("the channel was not answered within {within:?}");
                Err(Error::from_transport(ErrorKind::NoEvent, message))
            }),
        }
    }
}
