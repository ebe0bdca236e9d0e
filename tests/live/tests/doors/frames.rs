//! Events that come equal, and events that come as fast as they go: none is dropped, and everything else goes on.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::Items;

use crate::Failure;
use crate::scene::accepted;
use crate::stand_in::{dial, tick};

#[tokio::test]
async fn equal_events_are_told_each() -> Result<(), Failure> {
    let mut listener = Ari::listen("127.0.0.1:0").await?;
    let asterisk = dial(&listener).answering().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    // Asked after it was asked what the application hears of: nothing that could come twice.
    ari.asterisk().ping().await?;
    for number in [1, 1, 2, 1, 3] {
        asterisk.say(tick(number));
    }
    let mut items = Items::new(events);
    let mut numbers = Vec::new();
    while numbers.last().is_none_or(|it| it != "3") {
        let number = items.find("a ChannelUserevent", |it| match it {
            Delivery::Event(Event::ChannelUserevent(it)) => {
                Some(it.userevent.get("number")?.as_str()?.to_owned())
            }
            _ => None,
        });
        numbers.push(number.await);
    }
    assert_eq!(numbers, ["1", "1", "2", "1", "3"]);
    assert_eq!(ari.health().frames.duplicates, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_events_stops_no_requests() -> Result<(), Failure> {
    let listen = Ari::listen("127.0.0.1:0").ping_every(Duration::from_millis(300));
    let mut listener = listen.await?;
    let asterisk = dial(&listener).answering().await?;
    let Accepted { ari, events, .. } = accepted(&mut listener).await?;
    drop(events);
    ari.asterisk().ping().await?;
    let before = ari.health().frames;
    asterisk.flood();
    for _ in 0..30 {
        ari.asterisk().ping().await?;
    }
    let frames = ari.health().frames;
    assert!(frames.received > before.received + 1_000, "no flood: {frames:?}");
    assert!(frames.responses >= before.responses + 30, "{frames:?}");
    let sum = frames.wanted + frames.filtered + frames.malformed + frames.responses;
    assert_eq!(frames.received, sum + frames.duplicates, "{frames:?}");
    assert_eq!(ari.health().generation, 1);
    ari.close().await;
    Ok(())
}
