//! What happens to calls while nobody listens is told when somebody listens again.

use ari_generated::events::{ChannelDtmfReceived, StasisEnd};
use ari_generated::prelude::*;
use ari_generated::{Picture, Text, WaitError};
use ari_live_tests::{Which, eventually};
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{APPLICATION, Items, PATIENCE, Scene, call, nimble};

fn holds(list: &[Text], id: &str) -> bool {
    list.iter().any(|it| *it == *id)
}

fn appeared(picture: &Picture, id: &str) -> bool {
    picture.appeared.iter().any(|it| it.id == *id)
}

#[tokio::test]
async fn calls_end_and_leave_and_stay() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let (stays, ends, leaves) = (scene.call().await, scene.call().await, scene.call().await);
    let of_the_stayer = Items::new(stays.events());
    let of_the_ended = Items::new(ends.events());
    let mut of_the_left = Items::new(leaves.events());
    let stayer_awaits = stays.wait_for::<ChannelDtmfReceived>(PATIENCE);
    let ended_awaits = ends.wait_for::<StasisEnd>(PATIENCE);
    let left_awaits = leaves.wait_for::<ChannelDtmfReceived>(PATIENCE);

    scene.enter_the_gap().await;
    let direct = scene.direct.clone();
    direct.channel(ends.channel_id()).hangup().await?;
    let leaving = direct.channel(leaves.channel_id()).continue_in_dialplan();
    leaving.context("default").extension("wait").priority(1).await?;
    eventually("the one is gone, the other waits", async || {
        let gone = direct.channel(ends.channel_id()).get().await.err()?;
        let waiting = direct.channel(leaves.channel_id()).get().await.ok()?;
        let program = waiting.dialplan.app_name;
        (gone.kind() == ErrorKind::NotFound && program.is_some_and(|it| it == "Wait")).then_some(())
    })
    .await;
    scene.proxy.accept();

    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert_eq!(channels.remaining.len(), 1, "{channels:?}");
    assert!(holds(&channels.remaining, stays.channel_id()), "{channels:?}");
    assert_eq!(channels.ended.len(), 1, "{channels:?}");
    assert!(holds(&channels.ended, ends.channel_id()), "{channels:?}");
    assert_eq!(channels.left.len(), 1, "{channels:?}");
    assert!(holds(&channels.left, leaves.channel_id()), "{channels:?}");

    assert!(matches!(ended_awaits.await, Err(WaitError::EndedInGap)));
    assert!(matches!(stayer_awaits.await, Err(WaitError::Interrupted)));
    let left = left_awaits.await;
    assert!(matches!(left, Err(WaitError::Interrupted | WaitError::Left)), "{left:?}");
    assert_eq!(of_the_ended.read_to_the_end().await, Ended::GoneInGap);
    of_the_left.lost().await;
    of_the_left.reconnected().await;
    of_the_left.resynced().await;
    scene.hears(&stays).await;

    // What left is no more known; what stays goes on.
    stays.hangup().await?;
    assert_eq!(of_the_stayer.read_to_the_end().await, Ended::Gone);
    Ok(())
}

#[tokio::test]
async fn waiting_begins_in_the_gap() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let (stays, ends) = (scene.call().await, scene.call().await);
    scene.enter_the_gap().await;
    scene.direct.channel(ends.channel_id()).hangup().await?;
    let direct = scene.direct.clone();
    eventually("it is gone", async || direct.channel(ends.channel_id()).get().await.err()).await;
    // Both were made when the connection was lost already.
    let waiting = ends.wait_for::<ChannelDtmfReceived>(PATIENCE);
    let of_the_ended = Items::new(ends.events());
    scene.proxy.accept();
    scene.items.reconnected().await;
    assert!(scene.items.resynced().await.complete);
    assert!(matches!(timeout(PATIENCE, waiting).await?, Err(WaitError::EndedInGap)));
    assert_eq!(of_the_ended.read_to_the_end().await, Ended::GoneInGap);
    scene.hears(&stays).await;
    Ok(())
}

#[tokio::test]
async fn a_call_ends_between_the_connection_and_the_picture() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let stream = Items::new(channel.events());
    scene.proxy.hang("/ari/applications");
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    // The events come again, though the picture is not there.
    channel.hangup().await?;
    let (kinds, ended) = stream.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert_eq!(kinds.last(), Some(&EventKind::ChannelDestroyed), "{kinds:?}");
    Ok(())
}

#[tokio::test]
async fn things_appear() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let known = scene.call().await;
    scene.enter_the_gap().await;
    let direct = scene.direct.clone();
    // A call fails at once, or gets in unheard while Asterisk has not noticed the loss.
    let unheard = direct.channel(ChannelId::random());
    call(&unheard, "wait").await;
    // Another program makes a bridge, and has the application listen to it.
    let bridge = direct.bridge(BridgeId::random());
    bridge.create_with_id().await?;
    direct.application(APPLICATION).subscribe([format!("bridge:{}", bridge.bridge_id())]).await?;
    scene.proxy.accept();

    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(holds(&channels.remaining, known.channel_id()), "{channels:?}");
    for list in [&channels.ended, &channels.left, &channels.unknown] {
        assert!(!holds(list, unheard.channel_id()), "{channels:?}");
    }
    if !appeared(channels, unheard.channel_id()) {
        eventually("the call has failed", async || unheard.get().await.err()).await;
    }
    let bridges = resynced.picture("bridge").ok_or("no picture")?;
    assert!(appeared(bridges, bridge.bridge_id()), "{bridges:?}");
    bridge.destroy().await?;
    Ok(())
}

#[tokio::test]
async fn a_second_process_finds_the_calls_of_the_first() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let id = channel.channel_id().clone();
    drop(channel);
    let Scene { instance, proxy, ari, items, direct } = scene;
    ari.close().await;
    drop((ari, items));
    let (ari, events) = nimble(proxy.url(), &instance).await?;
    let mut scene = Scene { instance, proxy, ari, items: Items::new(events), direct };
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(appeared(channels, &id), "{channels:?}");
    assert_eq!(channels.remaining.len() + channels.ended.len(), 0, "{channels:?}");
    let found = channels.appeared.iter().find(|it| it.id == *id).ok_or("not there")?;
    assert_eq!(found.json["id"], id.as_str());
    // From now on it is known.
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(holds(&channels.remaining, &id), "{channels:?}");
    assert!(channels.appeared.is_empty(), "{channels:?}");
    Ok(())
}
