//! Calls that are alive: one stream about each one's channel, and frames about channels drawn by lot.

use std::sync::Arc;
use std::time::{Duration, Instant};

use ari_contest::Way;
use ari_generated::{Ari, ChannelId, Counts, Delivery, Event, Events, FrameCounts};
use futures_util::future::poll_immediate;
use tokio::time::timeout;

use crate::server::{Server, append_frame};
use crate::{account, sdk};

/// An event of the middling sort, with a place for the channel's id.
struct Template {
    before: String,
    after: String,
}

impl Template {
    fn of_a_state_change() -> Self {
        let frame = crate::frame_of("ChannelStateChange");
        let value: serde_json::Value = serde_json::from_str(&frame).expect("it is JSON");
        let id = value.pointer("/channel/id").and_then(|it| it.as_str()).expect("it has an id");
        let (before, after) =
            frame.split_once(&format!(r#""id":"{id}""#)).expect("the id stands in the frame");
        Self { before: format!(r#"{before}"id":""#), after: format!(r#""{after}"#) }
    }

    fn about(&self, channel: &str) -> String {
        format!("{}{channel}{}", self.before, self.after)
    }
}

/// Channels' ids as Asterisk makes them, all of one length.
fn channel_id(call: usize) -> ChannelId {
    ChannelId::new(format!("1795247821.{call:07}"))
}

/// A client with so many calls.
pub struct Calls {
    server: Server,
    ari: Ari,
    streams: Vec<Vec<Events>>,
    /// Hears of the last frame of each batch, so that all others were handed out.
    last: Events,
    template: Template,
    random: u64,
}

/// Frames that are about to come, and whom they are for.
pub struct Batch {
    /// As they come through the socket.
    pub bytes: Arc<[u8]>,
    /// The last of them included.
    pub frames: usize,
    targets: Vec<usize>,
}

impl Calls {
    /// So many calls, with so many streams about each.
    ///
    /// # Panics
    ///
    /// The server refuses.
    pub async fn start(calls: usize, streams: usize) -> Self {
        let server = Server::start();
        let connected = sdk::connect(&account(&server.url), Way::Http, 1_024).await;
        let (ari, everything) = connected.expect("the server takes everyone");
        drop(everything);
        let of = |call| ari.channel(channel_id(call)).events();
        let last = ari.channel(ChannelId::new("last")).events();
        let streams = (0..calls).map(|call| (0..streams).map(|_| of(call)).collect()).collect();
        // What is listened to is subscribed, which is not what is measured here.
        let begun = Instant::now();
        while server.answered() < calls + 1 {
            assert!(begun.elapsed() < Duration::from_secs(300), "not every stream was subscribed");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let template = Template::of_a_state_change();
        Self { server, ari, streams, last, template, random: 0x9e37_79b9_7f4a_7c15 }
    }

    /// Draws the targets of so many frames.
    pub fn batch(&mut self, frames: usize) -> Batch {
        let mut bytes = Vec::new();
        let mut targets = Vec::new();
        for _ in 0..frames {
            // Any mixing will do, as long as it is the same each time.
            self.random ^= self.random << 13;
            self.random ^= self.random >> 7;
            self.random ^= self.random << 17;
            let target = (self.random >> 16) as usize % self.streams.len();
            append_frame(&mut bytes, &self.template.about(&channel_id(target)));
            targets.push(target);
        }
        append_frame(&mut bytes, &self.template.about("last"));
        Batch { bytes: bytes.into(), frames: frames + 1, targets }
    }

    /// Has a batch sent, and returns when each of its items can be read.
    ///
    /// # Panics
    ///
    /// The connection breaks.
    pub async fn deliver(&mut self, batch: &Batch) {
        let _sent = self.server.send(&batch.bytes, 1);
        let item = timeout(Duration::from_secs(30), self.last.next()).await;
        let item = item.expect("the last frame comes");
        assert!(matches!(item, Some(Delivery::Event(_))), "{item:?}");
    }

    /// Reads what was delivered.
    ///
    /// # Panics
    ///
    /// Something is missing.
    pub async fn drain(&mut self, batch: &Batch) {
        for target in &batch.targets {
            for stream in &mut self.streams[*target] {
                let Some(Some(Delivery::Event(Event::ChannelStateChange(event)))) =
                    poll_immediate(stream.next()).await
                else {
                    panic!("a stream did not get its item");
                };
                assert_eq!(event.channel.id, channel_id(*target));
            }
        }
    }

    /// Closes the connection and finds every frame and every item accounted for.
    ///
    /// # Panics
    ///
    /// They are not.
    pub async fn finish(self, frames: usize) {
        let health = self.ari.health();
        let frames = frames as u64;
        assert_eq!(health.frames.received, frames);
        assert_eq!(health.frames.wanted, frames);
        frames_add_up(&health.frames);
        items_add_up(&health.deliveries);
        assert_eq!(health.deliveries.queued, 0);
        self.ari.close().await;
    }
}

/// Finds every frame accounted for.
///
/// # Panics
///
/// A frame is unaccounted for.
pub fn frames_add_up(frames: &FrameCounts) {
    let FrameCounts { received, wanted, filtered, malformed, responses, duplicates, .. } = *frames;
    assert_eq!(received, wanted + filtered + malformed + responses + duplicates, "{frames:?}");
}

/// Finds every item accounted for.
///
/// # Panics
///
/// An item is unaccounted for.
pub fn items_add_up(counts: &Counts) {
    let Counts { offered, taken, overflowed, queued, abandoned, .. } = *counts;
    assert_eq!(offered, taken + overflowed + queued + abandoned, "{counts:?}");
}
