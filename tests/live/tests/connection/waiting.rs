//! Streams and waits of one thing: from before it exists to its end, beside everything else that happens.

use std::time::Duration;

use ari_generated::events::{
    ChannelDestroyed, ChannelDtmfReceived, PlaybackFinished, StasisEnd, StasisStart,
};
use ari_generated::prelude::*;
use ari_generated::{MissedReason, WaitError};

use crate::Failure;
use crate::scene::{Items, PATIENCE, Scene, call, event_of};

#[tokio::test]
async fn a_call_from_before_it_is_placed_to_its_end() -> Result<(), Failure> {
    let scene = Scene::new().await;
    let channel = scene.ari.channel(ChannelId::random());
    let stream = Items::new(channel.events());
    let starts = channel.wait_for::<StasisStart>(PATIENCE);
    let leaves = channel.wait_for::<StasisEnd>(2 * PATIENCE);
    let ends = channel.wait_for::<ChannelDestroyed>(2 * PATIENCE);
    call(&channel, "wait").await;
    let started = starts.await?;
    assert_eq!(started.channel.id, *channel.channel_id());
    channel.hangup().await?;
    assert_eq!(leaves.await?.channel.id, *channel.channel_id());
    // It left before, which ends a wait for what comes only while it is here, not for this.
    let end = ends.await;
    assert!(matches!(&end, Ok(it) if it.channel.id == *channel.channel_id()), "{end:?}");
    let (kinds, ended) = stream.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert!(kinds.contains(&EventKind::StasisStart), "{kinds:?}");
    assert!(kinds.contains(&EventKind::StasisEnd), "{kinds:?}");
    assert_eq!(kinds.last(), Some(&EventKind::ChannelDestroyed), "{kinds:?}");
    Ok(())
}

#[tokio::test]
async fn a_wait_that_is_in_vain() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let limit = Duration::from_millis(100);
    let result = channel.wait_for::<ChannelDtmfReceived>(limit).await;
    assert!(matches!(result, Err(WaitError::Deadline(it)) if it == limit), "{result:?}");

    let waiting = channel.wait_for::<ChannelDtmfReceived>(PATIENCE);
    channel.hangup().await?;
    let result = waiting.await;
    assert!(matches!(result, Err(WaitError::Left)), "{result:?}");

    let leaver = scene.call().await;
    let waiting = leaver.wait_for::<ChannelDtmfReceived>(PATIENCE);
    leaver.continue_in_dialplan().context("default").extension("wait").priority(1).await?;
    let result = waiting.await;
    assert!(matches!(result, Err(WaitError::Left)), "{result:?}");

    let other = scene.call().await;
    let waiting = other.wait_for::<ChannelDtmfReceived>(PATIENCE);
    scene.ari.close().await;
    let result = waiting.await;
    assert!(matches!(result, Err(WaitError::Ended(Ended::Closed))), "{result:?}");
    let late = other.wait_for::<ChannelDtmfReceived>(PATIENCE).await;
    assert!(matches!(late, Err(WaitError::Ended(Ended::Closed))), "{late:?}");
    Ok(())
}

#[tokio::test]
async fn a_call_that_never_comes_about() -> Result<(), Failure> {
    let scene = Scene::new().await;
    let channel = scene.ari.channel(ChannelId::random());
    let stream = Items::new(channel.events());
    let starts = channel.wait_for::<StasisStart>(PATIENCE);
    call(&channel, "busy").await;
    let result = starts.await;
    assert!(matches!(result, Err(WaitError::Left)), "{result:?}");
    let (kinds, ended) = stream.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert!(!kinds.contains(&EventKind::StasisStart), "{kinds:?}");
    Ok(())
}

#[tokio::test]
async fn streams_of_two_calls_do_not_mix() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let (one, other) = (scene.call().await, scene.call().await);
    let (of_one, of_other) = (Items::new(one.events()), Items::new(other.events()));
    one.set_variable("X").value("1").await?;
    one.hangup().await?;
    let (kinds, ended) = of_one.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert!(kinds.contains(&EventKind::ChannelVarset), "{kinds:?}");
    // The first event of the other is its own.
    other.hangup().await?;
    let (kinds, ended) = of_other.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert_eq!(kinds.first(), Some(&EventKind::ChannelHangupRequest), "{kinds:?}");
    assert_eq!(kinds.iter().filter(|it| **it == EventKind::ChannelDestroyed).count(), 1);
    let id = other.channel_id();
    scene.items.find("its end", |it| event_of(it, EventKind::ChannelDestroyed, id)).await;
    Ok(())
}

#[tokio::test]
async fn a_stream_and_a_wait_end_though_nobody_reads_them() -> Result<(), Failure> {
    let mut scene = Scene::with(|it| it.stream_capacity(1)).await;
    let channel = scene.ari.channel(ChannelId::random());
    let stream = Items::new(channel.events());
    let ends = channel.wait_for::<StasisEnd>(2 * PATIENCE);
    let starts = channel.wait_for::<StasisStart>(PATIENCE);
    call(&channel, "wait").await;
    starts.await?;
    channel.hangup().await?;
    ends.await?;
    assert_eq!(stream.read_to_the_end().await, Ended::Gone);
    assert!(matches!(scene.items.next().await, Some(Delivery::Event(_))));
    assert!(matches!(scene.items.next().await, Some(Delivery::Missed(it)) if it.count > 0));
    Ok(())
}

#[tokio::test]
async fn a_bridge_ends_its_stream() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let bridge = scene.ari.bridge(BridgeId::random());
    let stream = Items::new(bridge.events());
    bridge.create_with_id().await?;
    bridge.add_channel([channel.channel_id()]).await?;
    bridge.destroy().await?;
    let (kinds, ended) = stream.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert!(kinds.contains(&EventKind::ChannelEnteredBridge), "{kinds:?}");
    assert_eq!(kinds.last(), Some(&EventKind::BridgeDestroyed), "{kinds:?}");
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn a_playback_ends_its_stream() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let playback = scene.ari.playback(PlaybackId::random());
    let stream = Items::new(playback.events());
    let finishes = playback.wait_for::<PlaybackFinished>(PATIENCE);
    channel.play_with_id(playback.playback_id(), ["sound:beep"]).await?;
    assert_eq!(finishes.await?.playback.id, *playback.playback_id());
    let (kinds, ended) = stream.rest().await;
    assert_eq!(
        (kinds, ended),
        (vec![EventKind::PlaybackStarted, EventKind::PlaybackFinished], Ended::Gone,)
    );
    Ok(())
}

#[tokio::test]
async fn a_recording_ends_its_stream() -> Result<(), Failure> {
    let scene = Scene::new().await;
    let channel = scene.ari.channel(ChannelId::random());
    let starts = channel.wait_for::<StasisStart>(PATIENCE);
    call(&channel, "milliwatt").await;
    starts.await?;
    let recording = scene.ari.live_recording(RecordingName::random());
    let mut stream = Items::new(recording.events());
    channel.record(recording.recording_name(), "wav").await?;
    let started = |it: &Delivery| match it {
        Delivery::Event(Event::RecordingStarted(_)) => Some(()),
        _ => None,
    };
    stream.find("RecordingStarted", started).await;
    recording.stop().await?;
    let (kinds, ended) = stream.rest().await;
    assert_eq!((kinds, ended), (vec![EventKind::RecordingFinished], Ended::Gone));
    Ok(())
}

#[tokio::test]
async fn a_device_tells_through_its_own_stream() -> Result<(), Failure> {
    use ari_generated::enums::DeviceStateValue;
    let scene = Scene::with(|it| it.subscribe_all()).await;
    let (lamp, other) = (
        scene.ari.device_state(DeviceName::new("Stasis:lamp")),
        scene.ari.device_state(DeviceName::new("Stasis:x")),
    );
    let mut stream = Items::new(lamp.events());
    for state in [DeviceStateValue::InUse, DeviceStateValue::NotInUse] {
        other.update(state.clone()).await?;
        lamp.update(state).await?;
    }
    for _ in 0..2 {
        let item = stream.next().await;
        let Some(Delivery::Event(Event::DeviceStateChanged(it))) = item else {
            panic!("{item:?}");
        };
        assert_eq!(it.device_state.name, "Stasis:lamp");
    }
    Ok(())
}

#[tokio::test]
async fn a_stream_has_a_size_of_its_own() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let mut small = channel.events().with_capacity(2);
    scene.hears(&channel).await;
    for _ in 0..2 {
        assert!(matches!(small.next().await, Some(Delivery::Event(_))));
    }
    let Some(Delivery::Missed(missed)) = small.next().await else {
        return Err("nothing was missed".into());
    };
    assert_eq!(missed.reason, MissedReason::QueueFull { capacity: 2 });
    assert_eq!(missed.count, small.counts().overflowed);
    // Nobody else missed anything, and there is room again.
    channel.hangup().await?;
    let rest = Items::new(small).rest().await;
    assert_eq!(rest.1, Ended::Gone);
    Ok(())
}
