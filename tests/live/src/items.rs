//! A stream read item by item, losses and pictures among them, each with a deadline and a message that shows what came.

use std::sync::Arc;
use std::time::Duration;

use ari_generated::{Delivery, Ended, EventKind, Events, Lost, Reconnected, Resynced};
use tokio::time::{Instant, timeout};

use crate::watch::PATIENCE;

/// A stream read item by item; what is skipped on the way is kept for the message of a failure.
#[derive(Debug)]
pub struct Items {
    events: Events,
    seen: Vec<String>,
}

impl Items {
    /// Reads a stream.
    pub fn new(events: Events) -> Self {
        Self { events, seen: Vec::new() }
    }

    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Delivery> {
        let Ok(item) = timeout(PATIENCE, self.events.next()).await else {
            panic!("nothing comes any more; seen: {:?}", self.seen);
        };
        self.seen.push(match &item {
            Some(Delivery::Event(event)) => event.kind_name().to_owned(),
            other => format!("{other:?}"),
        });
        item
    }

    /// Reads on until nothing comes any more. Asterisk 22 locks up when a connection that hears of device states breaks
    /// while one changes: no websocket can be opened after that.
    pub async fn quiet(&mut self) {
        while let Ok(Some(_)) = timeout(Duration::from_millis(500), self.events.next()).await {}
    }

    /// The first of the items to come that is wanted.
    pub async fn find<T>(&mut self, what: &str, wanted: impl Fn(&Delivery) -> Option<T>) -> T {
        let deadline = Instant::now() + 2 * PATIENCE;
        loop {
            assert!(Instant::now() < deadline, "no {what}; seen: {:?}", self.seen);
            match self.next().await {
                Some(item) => {
                    if let Some(found) = wanted(&item) {
                        return found;
                    }
                }
                None => panic!("no {what}; seen: {:?}", self.seen),
            }
        }
    }

    /// The next item, events aside, is a loss.
    pub async fn lost(&mut self) -> Lost {
        match self.life().await {
            Delivery::Lost(lost) => lost,
            other => panic!("not lost: {other:?}"),
        }
    }

    /// The next item, events aside, is a new connection.
    pub async fn reconnected(&mut self) -> Reconnected {
        match self.life().await {
            Delivery::Reconnected(reconnected) => reconnected,
            other => panic!("not connected again: {other:?}"),
        }
    }

    /// The next item, events aside, is a picture.
    pub async fn resynced(&mut self) -> Arc<Resynced> {
        match self.life().await {
            Delivery::Resynced(resynced) => resynced,
            other => panic!("no picture: {other:?}"),
        }
    }

    async fn life(&mut self) -> Delivery {
        let not_event = |it: &Delivery| match it {
            Delivery::Event(_) => None,
            other => Some(other.clone()),
        };
        self.find("news of the connection", not_event).await
    }

    /// Why it ends; nothing comes after that.
    pub async fn read_to_the_end(mut self) -> Ended {
        let ended = self
            .find("end", |it| match it {
                Delivery::Ended(ended) => Some(*ended),
                _ => None,
            })
            .await;
        assert_eq!(self.next().await, None);
        ended
    }

    /// The kinds of the events up to the end, and the end.
    pub async fn rest(mut self) -> (Vec<EventKind>, Ended) {
        let mut kinds = Vec::new();
        loop {
            match self.next().await {
                Some(Delivery::Event(event)) => kinds.extend(event.kind()),
                Some(Delivery::Ended(ended)) => {
                    assert_eq!(self.next().await, None);
                    return (kinds, ended);
                }
                Some(_) => {}
                None => panic!("it ended without a word; seen: {:?}", self.seen),
            }
        }
    }
}
