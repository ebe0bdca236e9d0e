//! Asterisk does not answer everything after a gap: the client tells what it found out, invents nothing, and asks again.

use std::time::Duration;

use ari_generated::WaitError;
use ari_generated::events::ChannelDtmfReceived;
use ari_generated::prelude::*;
use ari_live_tests::{Which, eventually};

use crate::Failure;
use crate::scene::{APPLICATION, Items, PATIENCE, Scene};

async fn scene() -> Scene {
    Scene::with(|it| it.request_deadline(Duration::from_millis(500))).await
}

#[tokio::test]
async fn the_applications_hang() -> Result<(), Failure> {
    let mut scene = scene().await;
    let (stays, ends) = (scene.call().await, scene.call().await);
    let of_the_ended = Items::new(ends.events());
    scene.proxy.hang("/ari/applications");
    scene.enter_the_gap().await;
    scene.direct.channel(ends.channel_id()).hangup().await?;
    let direct = scene.direct.clone();
    let gone = async || direct.channel(ends.channel_id()).get().await.err();
    eventually("it is gone", gone).await;
    scene.proxy.accept();
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(!resynced.complete, "{resynced:?}");
    assert!(!resynced.failures.is_empty(), "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.iter().any(|it| *it == **stays.channel_id()), "{channels:?}");
    assert!(channels.ended.iter().any(|it| *it == **ends.channel_id()), "{channels:?}");
    assert_eq!(of_the_ended.read_to_the_end().await, Ended::GoneInGap);
    // Meanwhile events come.
    scene.hears(&stays).await;
    scene.proxy.unhang();
    let mut resynced = scene.items.resynced().await;
    while !resynced.complete {
        assert!(!resynced.failures.is_empty(), "{resynced:?}");
        resynced = scene.items.resynced().await;
    }
    assert_eq!(resynced.generation, 2);
    assert!(resynced.failures.is_empty(), "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.iter().any(|it| *it == **stays.channel_id()), "{channels:?}");
    scene.hears(&stays).await;
    Ok(())
}

#[tokio::test]
async fn the_channels_hang() -> Result<(), Failure> {
    let mut scene = scene().await;
    let channel = scene.call().await;
    let mut stream = Items::new(channel.events());
    scene.proxy.hang("/ari/channels");
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(!resynced.complete, "{resynced:?}");
    assert!(resynced.failures.iter().any(|it| it.about == "channel"), "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.is_empty() && channels.ended.is_empty(), "{channels:?}");
    assert!(channels.unknown.iter().any(|it| *it == **channel.channel_id()), "{channels:?}");
    scene.proxy.unhang();
    let mut resynced = scene.items.resynced().await;
    while !resynced.complete {
        resynced = scene.items.resynced().await;
    }
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.iter().any(|it| *it == **channel.channel_id()), "{channels:?}");
    stream.lost().await;
    stream.reconnected().await;
    scene.hears(&channel).await;
    channel.hangup().await?;
    assert_eq!(stream.read_to_the_end().await, Ended::Gone);
    Ok(())
}

#[tokio::test]
async fn a_waiter_made_after_the_gap_is_not_interrupted() -> Result<(), Failure> {
    let mut scene = scene().await;
    let channel = scene.call().await;
    scene.proxy.hang("/ari/applications");
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    // No gap lies behind these; pictures still come.
    let waiting = channel.wait_for::<ChannelDtmfReceived>(PATIENCE);
    assert!(!scene.items.resynced().await.complete);
    scene.proxy.unhang();
    while !scene.items.resynced().await.complete {}
    channel.hangup().await?;
    let result = waiting.await;
    assert!(matches!(result, Err(WaitError::Left)), "{result:?}");
    Ok(())
}

#[tokio::test]
async fn the_connection_breaks_again_before_the_picture() -> Result<(), Failure> {
    let mut scene = scene().await;
    let channel = scene.call().await;
    scene.proxy.hang("/ari/applications");
    scene.proxy.hang("/ari/channels");
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    scene.proxy.reset(Which::Websockets);
    let again = |it: &Delivery| match it {
        Delivery::Reconnected(it) => Some(it.generation),
        _ => None,
    };
    assert_eq!(scene.items.find("Reconnected", again).await, 3);
    scene.proxy.unhang();
    let mut resynced = scene.items.resynced().await;
    while !resynced.complete {
        resynced = scene.items.resynced().await;
    }
    assert_eq!(resynced.generation, 3, "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.iter().any(|it| *it == **channel.channel_id()), "{channels:?}");
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn the_picture_does_not_wait_for_subscriptions() -> Result<(), Failure> {
    const DEVICES: usize = 40;
    let mut scene = scene().await;
    let channel = scene.call().await;
    let own = scene.ari.application(APPLICATION);
    let devices: Vec<String> = (0..DEVICES).map(|it| format!("deviceState:Stasis:{it}")).collect();
    own.subscribe(devices).await?;
    scene.instance.kill();
    scene.items.lost().await;
    scene.proxy.hang(format!("/ari/applications/{APPLICATION}/subscription"));
    scene.instance.restart()?;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(!resynced.complete, "{resynced:?}");
    // It did not try them all, each until its deadline, before it told what there is.
    assert!(!resynced.failures.is_empty() && resynced.failures.len() < DEVICES, "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.ended.iter().any(|it| *it == **channel.channel_id()), "{channels:?}");
    scene.proxy.unhang();
    while !scene.items.resynced().await.complete {}
    let now = scene.direct.application(APPLICATION).get().await?;
    assert_eq!(now.device_names.len(), DEVICES, "{now:?}");
    Ok(())
}
