//! The SDK where a program wants one kind of events only, so that all others are filtered out.

use std::hint::black_box;

use ari_contest::{Account, Contestant, Failure, Seen, Way};
use ari_generated::prelude::*;
use tokio::sync::mpsc;

/// A client that wants digits.
#[derive(Clone)]
pub struct Picky(Ari);

impl Contestant for Picky {
    type Events = Events;

    fn decode(frame: &str) -> bool {
        Event::decode(frame).is_ok()
    }

    async fn connect(account: &Account, way: Way, room: usize) -> Result<(Self, Events), Failure> {
        let (ari, everything) = crate::sdk::connect(account, way, room).await?;
        let digits = ari.events_of([EventKind::ChannelDtmfReceived]);
        drop(everything);
        Ok((Self(ari), digits))
    }

    async fn next(events: &mut Events) -> Seen {
        match events.next().await {
            Some(item) => {
                black_box(item);
                Seen::Frame
            }
            None => Seen::End,
        }
    }

    async fn answer(&self, channel: &str) -> Result<(), Failure> {
        Ok(self.0.channels().answer(ChannelId::new(channel)).await?)
    }

    async fn serve(self, _: Events, _: mpsc::Sender<()>) -> Result<(), Failure> {
        Err("digits are not calls".into())
    }

    async fn originate(&self, _: &str, _: &str) -> Result<(), Failure> {
        Err("digits are not calls".into())
    }
}
