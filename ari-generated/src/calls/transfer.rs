//! Transfers that a phone asks for and that are this program's to carry out.

use std::sync::Arc;

use ari_runtime::{Delivery, Error};

use crate::bridges::BridgeHandle;
use crate::calls::leg::Leg;
use crate::calls::step::{Leaving, has_left, no_events};
use crate::channels::ChannelHandle;
use crate::events::{ChannelTransfer, Event};
use crate::{Ari, Call, Ended, Events};

/// The transfers that the phone at the other end of a channel asks for, from now on.
#[derive(Debug)]
pub struct Transfers {
    channel: ChannelHandle,
    events: Events,
}

/// A transfer that a phone asked for, and that waits for an answer.
///
/// Asterisk does nothing by itself: call the destination, put it into the bridge, [`accept`](Self::accept), and hang up the
/// channel that asked, unless its phone does. Hanging it up without an answer declines.
#[derive(Clone, Debug)]
pub struct Transfer {
    event: Arc<ChannelTransfer>,
    channel: ChannelHandle,
}

impl Transfers {
    fn new(channel: &ChannelHandle) -> Self {
        Self { channel: channel.clone(), events: channel.events() }
    }

    /// The next one.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::Left`](crate::ErrorKind::Left): the channel left the application.
    /// * [`ErrorKind::Closed`](crate::ErrorKind::Closed): there are no events any more.
    pub async fn next(&mut self) -> Result<Transfer, Error> {
        loop {
            match self.events.next().await {
                Some(Delivery::Event(Event::ChannelTransfer(event)))
                    // What this program reports comes back as an event that has a state.
                    if event.state.is_none()
                        && event.referred_by.source_channel.id == *self.channel.channel_id() =>
                {
                    return Ok(Transfer { event, channel: self.channel.clone() });
                }
                Some(Delivery::Event(Event::StasisEnd(_) | Event::ChannelDestroyed(_)))
                | Some(Delivery::Ended(Ended::Gone | Ended::GoneInGap)) => return Err(has_left()),
                Some(Delivery::Ended(_)) | None => return Err(no_events()),
                Some(_) => {}
            }
        }
    }
}

impl Transfer {
    /// The event that brought it.
    pub fn event(&self) -> &Arc<ChannelTransfer> {
        &self.event
    }

    /// Whom to call: the user part of the address that the phone gave; the rest of it is not told.
    pub fn destination(&self) -> Option<&str> {
        self.event.refer_to.requested_destination.destination.as_deref()
    }

    /// Did the phone call the destination itself before? Then there may be a [`consultation`](Self::consultation).
    pub fn is_attended(&self) -> bool {
        self.event.refer_to.requested_destination.protocol_id.is_some()
    }

    /// The channel of the call by which the phone asked the destination, where that is a call of this server.
    pub fn consultation(&self) -> Option<ChannelHandle> {
        let channel = self.event.refer_to.destination_channel.as_ref()?;
        Some(self.ari().channel(&channel.id))
    }

    /// The channel of whom the phone asked so, where that is a call of this server with two in its bridge. It may be in no
    /// application, and then this transfer can only be declined.
    pub fn consulted(&self) -> Option<ChannelHandle> {
        let channel = self.event.refer_to.connected_channel.as_ref()?;
        Some(self.ari().channel(&channel.id))
    }

    /// The channel that is to be transferred, where it is alone in a bridge with the one that asks.
    pub fn transferee(&self) -> Option<ChannelHandle> {
        let channel = self.event.referred_by.connected_channel.as_ref()?;
        Some(self.ari().channel(&channel.id))
    }

    /// The bridge in which they talk.
    pub fn bridge(&self) -> Option<BridgeHandle> {
        let bridge = self.event.referred_by.bridge.as_ref()?;
        Some(self.ari().bridge(&bridge.id))
    }

    fn ari(&self) -> Ari {
        Ari::from(self.channel.client.clone())
    }

    /// Tells the phone that it goes on, such as while the destination rings; may be repeated.
    ///
    /// # Errors
    ///
    /// * [`ErrorKind::Left`](crate::ErrorKind::Left): the phone hung up.
    /// * What [`transfer_progress`](ChannelHandle::transfer_progress) fails with.
    pub async fn progress(&self) -> Result<(), Error> {
        self.report("channel_progress").await
    }

    /// Tells the phone that the destination has the call.
    ///
    /// # Errors
    ///
    /// As [`progress`](Self::progress).
    pub async fn accept(self) -> Result<(), Error> {
        self.report("channel_answered").await
    }

    /// Tells the phone that the transfer is not wanted; its call goes on as before.
    ///
    /// # Errors
    ///
    /// As [`progress`](Self::progress).
    pub async fn decline(self) -> Result<(), Error> {
        self.report("channel_declined").await
    }

    /// Tells the phone that the destination cannot be reached; its call goes on as before.
    ///
    /// # Errors
    ///
    /// As [`progress`](Self::progress).
    pub async fn unavailable(self) -> Result<(), Error> {
        self.report("channel_unavailable").await
    }

    async fn report(&self, state: &str) -> Result<(), Error> {
        let id = self.channel.channel_id().clone();
        let mut leaving = Leaving::of(&self.channel.client, [id]);
        match self.channel.transfer_progress(state).await {
            Err(error) => Err(leaving.overtaken(error).await),
            done => done,
        }
    }
}

impl Call {
    /// Transfers that the caller's phone asks for, from now on.
    ///
    /// Only PJSIP phones ask, and only if `PJSIP_TRANSFER_HANDLING()` is `ari-only` for their channel, which the dialplan or
    /// [`set_variable`](ChannelHandle::set_variable) sets; otherwise Asterisk transfers by itself. Asterisk 22.10.1 crashes
    /// then when a phone sends `Refer-Sub: false`; a later release mends that.
    ///
    /// Since Asterisk 20.13, 21.8, 22.3 and 23.0.
    pub fn transfers(&self) -> Transfers {
        Transfers::new(self)
    }
}

impl Leg {
    /// Transfers that the other side's phone asks for, from now on; see [`Call::transfers`].
    pub fn transfers(&self) -> Transfers {
        Transfers::new(self)
    }
}
