//! What the steps share: the client behind a request, the events of what it makes, and the end of the channel that it is
//! for.

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

/// The end of the channel that a step is for, if it is for one.
pub(super) struct Leaving {
    client: Client<AriApi>,
    channel: Option<ChannelId>,
    wait: Option<Wait<StasisEnd>>,
}

impl Step {
    /// Listens for what a request makes, and for the end of the channel that it is for.
    pub(super) async fn new<R: Reply>(
        prepared: &Prepared<R>,
        kind: &'static str,
        id: &str,
    ) -> Result<Self, Error> {
        // Before anything is sent: nobody would hear of its end.
        let client = Client::<AriApi>::of(prepared.caller()).filter(|it| !it.is_over());
        let client = client.ok_or_else(no_events)?;
        let channel = prepared.value("channelId").map(ChannelId::new);
        let mut leaving = Leaving { client: client.clone(), channel, wait: None };
        leaving.listen();
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
        Ok(Self { client, events, channel: leaving, _bridge: bridge })
    }
}

impl Leaving {
    fn listen(&mut self) {
        let subject = self.channel.as_deref().map(|id| Subject::new("channel", id));
        self.wait = subject.map(|it| self.client.wait_about(it, FOREVER));
    }

    /// Waits until the channel has left.
    pub(super) async fn left(&mut self) -> Error {
        while let Some(wait) = &mut self.wait {
            let ended = wait.await;
            self.wait = None;
            match ended {
                Ok(_) | Err(WaitError::Left | WaitError::EndedInGap) => return has_left(),
                // It was there when the connection was restored.
                Err(WaitError::Interrupted) => self.listen(),
                // The stream tells that there are no events any more.
                Err(_) => {}
            }
        }
        std::future::pending().await
    }

    /// Explains a failure: a caller who hung up is none.
    pub(super) async fn explained(&mut self, failure: Error) -> Error {
        match tokio::time::timeout(LEAVING, self.left()).await {
            Ok(left) => left,
            Err(_) => failure,
        }
    }
}

pub(super) fn no_events() -> Error {
    Error::from_transport(ErrorKind::Closed, "there are no events any more")
}

pub(super) fn has_left() -> Error {
    Error::from_transport(ErrorKind::Left, "the channel left the application")
}
