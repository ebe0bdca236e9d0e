//! Another connection takes the application: terminal, unless the client was told to take it back.

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::asterisk;

use crate::Failure;
use crate::scene::{Items, call, event_of, nimble};

#[tokio::test]
async fn it_is_over_for_the_first_and_begins_for_the_second() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (first, events) = nimble(instance.url(), &instance).await?;
    let items = Items::new(events);
    let (second, events) = nimble(instance.url(), &instance).await?;
    assert_eq!(items.read_to_the_end().await, Ended::Replaced);
    assert_eq!(Items::new(first.events()).read_to_the_end().await, Ended::Replaced);
    let mut items = Items::new(events);
    let channel = first.channel(ChannelId::random());
    // Requests still work.
    call(&channel, "wait").await;
    let id = channel.channel_id();
    items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, id)).await;
    second.close().await;
    assert_eq!(items.read_to_the_end().await, Ended::Closed);
    Ok(())
}

#[tokio::test]
async fn it_is_taken_back() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (first, events) = nimble(instance.url(), &instance).take_back().await?;
    let mut first_items = Items::new(events);
    let (_second, events) = nimble(instance.url(), &instance).await?;
    let second_items = Items::new(events);
    let lost = first_items.lost().await;
    assert_eq!(lost.reason, "another connection took the application");
    assert_eq!(first_items.reconnected().await.generation, 2);
    assert_eq!(second_items.read_to_the_end().await, Ended::Replaced);
    assert!(first_items.resynced().await.complete);
    let channel = first.channel(ChannelId::random());
    call(&channel, "wait").await;
    let id = channel.channel_id();
    first_items.find("StasisStart", |it| event_of(it, EventKind::StasisStart, id)).await;
    first.close().await;
    Ok(())
}
