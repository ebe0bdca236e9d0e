//! What a handler creates itself belongs to the handler: it is no call, and outlives the call.

use ari_generated::enums::SnoopDirection;
use ari_generated::events::{ChannelDestroyed, StasisEnd, StasisStart};
use ari_generated::prelude::*;
use ari_live_tests::eventually;

use crate::Failure;
use crate::scene::{APPLICATION, FOREVER, Notes, PATIENCE, Scene, begin};

#[tokio::test]
async fn own_legs_are_no_calls() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            notes.add("runs");
            call.channel().answer().await?;
            let ari = call.ari();
            // Ids are the client's choice where the program makes none.
            ari.channels().originate("Local/wait@default").app(APPLICATION).await?;
            ari.channels().create("Local/wait@default").await?;
            call.channel().snoop().spy(SnoopDirection::In).await?;
            ari.channels().external_media("ulaw").external_host("127.0.0.1:9").await?;
            notes.add("dialled");
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("dialled", 1).await;
    eventually("all legs are in the application", async || {
        let held = scene.other.application(APPLICATION).get().await.ok()?.channel_ids;
        (held.len() >= 5).then_some(())
    })
    .await;
    // What comes after them shows that they were not taken for calls.
    let second = scene.caller().await;
    notes.until("dialled", 2).await;
    assert_eq!((notes.count("runs"), scene.ari.health().live_calls), (2, 2));
    caller.phone.hangup().await?;
    second.phone.hangup().await?;
    scene.alive(0).await;
    assert_eq!(scene.close(serving).await?.calls, 2);
    Ok(())
}

#[tokio::test]
async fn the_events_of_own_legs_go_to_who_created_them() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            notes.add("runs");
            call.channel().answer().await?;
            let ari = call.ari();
            let legs: [_; 4] = std::array::from_fn(|_| ari.channel(ChannelId::random()));
            let [dialled, created, snooping, media] = &legs;
            let started =
                [dialled, created, snooping, media].map(|it| it.wait_for::<StasisStart>(PATIENCE));
            dialled.originate_with_id("Local/wait@default").app(APPLICATION).await?;
            let creating = ari.channels().create("Local/wait@default").app(APPLICATION);
            creating.channel_id(created.channel_id()).await?;
            let snoop = call.channel().snoop_with_id(snooping.channel_id()).app(APPLICATION);
            snoop.spy(SnoopDirection::In).await?;
            let adding = ari.channels().external_media("ulaw").app(APPLICATION);
            adding.channel_id(media.channel_id()).external_host("127.0.0.1:9").await?;
            for (leg, started) in legs.iter().zip(started) {
                assert_eq!(started.await?.channel.id, *leg.channel_id());
            }
            let ended =
                [dialled, created, media].map(|it| it.wait_for::<ChannelDestroyed>(3 * PATIENCE));
            // Asterisk tells nobody that this one is gone, unless asked to.
            let ended_snooping = snooping.wait_for::<StasisEnd>(3 * PATIENCE);
            notes.add("dialled");
            call.left().await;
            notes.add("left");
            // They are nobody's but the handler's: the caller's end is not theirs. But who snoops needs whom to snoop on.
            for leg in [dialled, created, media] {
                leg.get().await?;
            }
            for leg in &legs {
                leg.hangup().await?;
            }
            for ended in ended {
                ended.await?;
            }
            ended_snooping.await?;
            notes.add("done");
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("dialled", 1).await;
    assert_eq!(scene.ari.health().live_calls, 1);
    caller.phone.hangup().await?;
    notes.until("done", 1).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (1, 0, 0));
    assert_eq!(notes.all(), ["runs", "dialled", "left", "done"]);
    Ok(())
}

#[tokio::test]
async fn the_id_of_an_own_leg_that_is_gone_may_come_again() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            notes.add(call.id().as_str());
            call.channel().answer().await?;
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until(caller.call.as_str(), 1).await;
    let snooping = scene.ari.channel(ChannelId::random());
    let started = snooping.wait_for::<StasisStart>(PATIENCE);
    let snoop = scene.ari.channel(&caller.call);
    snoop.snoop_with_id(snooping.channel_id()).app(APPLICATION).spy(SnoopDirection::In).await?;
    started.await?;
    let ended = snooping.wait_for::<StasisEnd>(PATIENCE);
    snooping.hangup().await?;
    ended.await?;
    // Without media, it stays until there is nobody to snoop on any more.
    caller.phone.hangup().await?;
    eventually("it is gone", async || snooping.get().await.err()).await;
    // Whoever comes with this id now was not created by this client.
    scene
        .other
        .channel(ChannelId::random())
        .originate_with_id(format!("Local/app-{APPLICATION}@default"))
        .other_channel_id(snooping.channel_id())
        .context("default")
        .extension("wait")
        .priority(1)
        .await?;
    notes.until(snooping.channel_id().as_str(), 1).await;
    scene.close(serving).await?;
    Ok(())
}
