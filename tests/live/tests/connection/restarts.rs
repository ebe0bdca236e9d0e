//! Asterisk dies with all its calls and comes back: everybody who waited is told, and new calls work.

use ari_generated::events::StasisEnd;
use ari_generated::prelude::*;
use ari_generated::{Connection, WaitError};
use ari_harness::Setup;
use ari_live_tests::{asterisk, eventually};

use crate::Failure;
use crate::scene::{Items, PATIENCE, call, event_of, nimble};

const CALLS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_calls_end_with_it() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new());
    let (ari, events) = nimble(instance.url(), &instance).await?;
    let mut items = Items::new(events);
    let mut calls = Vec::new();
    for _ in 0..CALLS {
        let channel = ari.channel(ChannelId::random());
        let waiting = channel.wait_for::<StasisEnd>(3 * PATIENCE);
        let stream = Items::new(channel.events());
        call(&channel, "wait").await;
        let id = channel.channel_id().clone();
        items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, &id)).await;
        calls.push((channel, stream, waiting));
    }
    instance.kill();
    items.lost().await;
    let down = async || matches!(ari.health().connection, Connection::Down { attempts: 1.., .. });
    eventually("an attempt fails", async || down().await.then_some(())).await;
    instance.restart()?;
    assert_eq!(items.reconnected().await.generation, 2);
    let mut resynced = items.resynced().await;
    while !resynced.complete {
        resynced = items.resynced().await;
    }
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.is_empty() && channels.left.is_empty(), "{channels:?}");
    assert_eq!(channels.ended.len(), CALLS, "{channels:?}");
    for (channel, stream, waiting) in calls {
        assert!(channels.ended.iter().any(|it| *it == **channel.channel_id()));
        assert_eq!(stream.read_to_the_end().await, Ended::GoneInGap);
        let result = waiting.await;
        assert!(matches!(result, Err(WaitError::EndedInGap)), "{result:?}");
    }
    let channel = ari.channel(ChannelId::random());
    call(&channel, "wait").await;
    let id = channel.channel_id();
    items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, id)).await;
    channel.hangup().await?;
    items.find("ChannelDestroyed", |it| event_of(it, EventKind::ChannelDestroyed, id)).await;
    ari.close().await;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_stopped_in_good_order() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new());
    let (ari, events) = nimble(instance.url(), &instance).subscribe_all().await?;
    let mut items = Items::new(events);
    instance.stop();
    items.lost().await;
    instance.restart()?;
    assert_eq!(items.reconnected().await.generation, 2);
    let mut resynced = items.resynced().await;
    while !resynced.complete {
        resynced = items.resynced().await;
    }
    let channel = ari.channel(ChannelId::random());
    call(&channel, "wait").await;
    let id = channel.channel_id();
    items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, id)).await;
    ari.close().await;
    assert_eq!(items.read_to_the_end().await, Ended::Closed);
    Ok(())
}
