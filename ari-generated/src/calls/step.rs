//! What the steps share: the client behind a request, the events of what it makes, and the end of the channel that it is
//! for.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use ari_runtime::{Client, Error, ErrorKind, Events, Prepared, Reply, Subject, Wait, WaitError};

use crate::events::{BridgeDestroyed, StasisEnd};
use crate::{AriApi, ChannelId};

/// As good as for ever: a sound may be long.
const FOREVER: Duration = Duration::MAX;

/// How long after a failure its channel is waited for to leave, which explains it.
pub(super) const LEAVING: Duration = Duration::from_secs(1);

/// A step under way: everything listens before the request leaves.
pub(super) struct Step {
    pub(super) client: Client<AriApi>,
    /// The events of what the step makes.
    pub(super) events: Events<AriApi>,
    pub(super) channel: Leaving,
    /// Has Asterisk tell of the bridge that it is for.
    _bridge: Option<Wait<BridgeDestroyed>>,
}

/// The end of the channels that a step is for, if it is for any.
pub(super) struct Leaving {
    client: Client<AriApi>,
    waits: Vec<(ChannelId, Wait<StasisEnd>)>,
}

impl Step {
    /// Listens for what a request makes, and for the end of the channel that it is for.
    pub(super) async fn new<R: Reply>(
        prepared: &Prepared<R>,
        kind: &'static str,
        id: &str,
    ) -> Result<Self, Error> {
        // Before anything is sent: nobody would hear of its end.
        let client = client_of(prepared).ok_or_else(no_events)?;
        let channel = prepared.value("channelId").map(ChannelId::new);
        if let Some(id) = &channel {
            client.has_moved(id).await;
        }
        let channel = Leaving::of(&client, channel);
        let bridge = match prepared.value("bridgeId") {
            Some(id) => {
                let bridge = Subject::new("bridge", id);
                let wait = client.wait_about(bridge, FOREVER);
                // What happens in a bridge where nobody is, Asterisk tells only to who listens to it.
                client.is_told(bridge).await;
                Some(wait)
            }
            None => None,
        };
        let events = client.events_about(Subject::new(kind, id));
        Ok(Self { client, events, channel, _bridge: bridge })
    }
}

/// The client behind a request, if it hears of anything.
pub(super) fn client_of<R>(prepared: &Prepared<R>) -> Option<Client<AriApi>> {
    Client::<AriApi>::of(prepared.caller()).filter(|it| !it.is_over())
}

impl Leaving {
    /// Listens for the end of these channels' stay.
    pub(super) fn of(
        client: &Client<AriApi>,
        channels: impl IntoIterator<Item = ChannelId>,
    ) -> Self {
        let mut leaving = Self { client: client.clone(), waits: Vec::new() };
        channels.into_iter().for_each(|it| leaving.listen(it));
        leaving
    }

    fn listen(&mut self, channel: ChannelId) {
        let wait = self.client.wait_about(Subject::new("channel", &channel), FOREVER);
        self.waits.push((channel, wait));
    }

    /// Waits until one has left.
    pub(super) async fn left(&mut self) -> Error {
        self.first().await;
        has_left()
    }

    /// Waits until one has left, and tells which.
    pub(super) async fn first(&mut self) -> ChannelId {
        loop {
            let waits = &mut self.waits;
            let (place, ended) = poll_fn(|context| {
                let mut polled = waits.iter_mut().map(|(_, it)| Pin::new(it).poll(context));
                let ready = polled.by_ref().enumerate().find_map(|(place, it)| match it {
                    Poll::Ready(ended) => Some((place, ended)),
                    Poll::Pending => None,
                });
                ready.map_or(Poll::Pending, Poll::Ready)
            })
            .await;
            let (channel, _) = self.waits.swap_remove(place);
            match ended {
                Ok(_) | Err(WaitError::Left | WaitError::EndedInGap) => return channel,
                // It was there when the connection was restored.
                Err(WaitError::Interrupted) => self.listen(channel),
                // Who listens for something else hears that there are no events any more.
                Err(_) => {}
            }
        }
    }

    /// Explains why a request failed: where a hangup was faster, that is no failure.
    pub(super) async fn overtaken(&mut self, error: Error) -> Error {
        if !may_be_overtaken(&error) {
            return error;
        }
        // Perhaps before the step began, which nobody tells again.
        let has_left = |id: &ChannelId| self.client.has_left(Subject::new("channel", id));
        if self.waits.iter().any(|(id, _)| has_left(id)) {
            return self::has_left();
        }
        self.explained(error).await
    }

    /// Explains a failure: a caller who hung up is none.
    pub(super) async fn explained(&mut self, failure: Error) -> Error {
        match tokio::time::timeout(LEAVING, self.left()).await {
            Ok(left) => left,
            Err(_) => failure,
        }
    }
}

/// Does an error say that a channel is not there, as a request's does that a hangup overtook?
pub(super) fn may_be_overtaken(error: &Error) -> bool {
    // 400 where the channel is one of several, 500 where it goes while the request is executed.
    matches!(error.status(), Some(400 | 404 | 409 | 412 | 422 | 500))
}

pub(super) fn no_events() -> Error {
    Error::from_transport(ErrorKind::Closed, "there are no events any more")
}

pub(super) fn has_left() -> Error {
    Error::from_transport(ErrorKind::Left, "the channel left the application")
}
