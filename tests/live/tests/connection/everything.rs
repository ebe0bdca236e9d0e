//! Clients that hear of everything: each event comes once, also after a gap and after another client, and leaving does
//! not lock Asterisk up.

use std::time::Duration;

use ari_generated::enums::DeviceStateValue;
use ari_generated::prelude::*;
use ari_generated::{AriApi, Connect, FrameCounts};
use ari_harness::Setup;
use ari_live_tests::{Which, asterisk, credentials, eventually};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{APPLICATION, Items, PATIENCE, Scene, call, nimble};

const DIGITS: &str = "0123456789";

fn all(settings: Connect<AriApi>) -> Connect<AriApi> {
    settings.subscribe_all()
}

/// The digits that a channel receives up to the star.
async fn digits(items: &mut Items, id: &ChannelId) -> String {
    let mut digits = String::new();
    while !digits.ends_with('*') {
        let digit = items
            .find("a digit", |it| match it {
                Delivery::Event(Event::ChannelDtmfReceived(it)) if it.channel.id == *id => {
                    Some(it.digit.to_string())
                }
                _ => None,
            })
            .await;
        digits.push_str(&digit);
    }
    digits
}

/// Presses keys on a channel that echoes them.
async fn press(scene: &Scene, id: &ChannelId) -> Result<(), Failure> {
    let keys = scene.direct.channel(id).send_dtmf().dtmf(format!("{DIGITS}*"));
    let short = Duration::from_millis(60);
    keys.duration(short).between(short).await?;
    Ok(())
}

async fn echo(scene: &mut Scene) -> ChannelId {
    let id = ChannelId::random();
    call(&scene.ari.channel(&id), "echo").await;
    scene
        .items
        .find("StasisStart", |it| crate::scene::event_of(it, EventKind::StasisStart, &id))
        .await;
    id
}

fn assert_balanced(frames: FrameCounts) {
    let FrameCounts { received, wanted, filtered, malformed, responses, duplicates, .. } = frames;
    assert_eq!(received, wanted + filtered + malformed + responses + duplicates, "{frames:?}");
    assert_eq!(malformed, 0, "{frames:?}");
}

/// Waits until the application listens to everything.
async fn listens_to_everything(direct: &Ari) {
    eventually("it listens to everything", async || {
        let it = direct.application(APPLICATION).get().await.ok()?;
        let everything = it.channel_ids.iter().any(|it| *it == "__AST_CHANNEL_ALL_TOPIC")
            && it.bridge_ids.iter().any(|it| *it == "__AST_BRIDGE_ALL_TOPIC")
            && it.endpoint_ids.iter().any(|it| *it == "__AST_ENDPOINT_ALL_TOPIC")
            && it.device_names.iter().any(|it| *it == "__AST_DEVICE_STATE_ALL_TOPIC");
        everything.then_some(())
    })
    .await;
}

#[tokio::test]
async fn each_event_comes_once_after_a_gap() -> Result<(), Failure> {
    let mut scene = Scene::with(all).await;
    let id = echo(&mut scene).await;
    press(&scene, &id).await?;
    assert_eq!(digits(&mut scene.items, &id).await, format!("{DIGITS}*"));
    for _ in 0..2 {
        scene.items.quiet().await;
        scene.proxy.reset(Which::Websockets);
        scene.items.lost().await;
        scene.items.reconnected().await;
        let resynced = scene.items.resynced().await;
        assert!(resynced.complete, "{resynced:?}");
        listens_to_everything(&scene.direct).await;
        press(&scene, &id).await?;
        assert_eq!(digits(&mut scene.items, &id).await, format!("{DIGITS}*"));
        let channel = scene.ari.channel(&id);
        scene.hears(&channel).await;
    }
    assert_balanced(scene.ari.health().frames);
    scene.leave().await;
    Ok(())
}

#[tokio::test]
async fn a_second_process_hears_everything_too() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let id = echo(&mut scene).await;
    let Scene { instance, proxy, ari, items, direct } = scene;
    ari.close().await;
    drop((ari, items));
    // The application is still there for the channel, so that Asterisk does not heed `subscribeAll`.
    let (ari, events) = all(nimble(proxy.url(), &instance)).await?;
    let mut scene = Scene { instance, proxy, ari, items: Items::new(events), direct };
    listens_to_everything(&scene.direct).await;
    press(&scene, &id).await?;
    assert_eq!(digits(&mut scene.items, &id).await, format!("{DIGITS}*"));
    let frames = scene.ari.health().frames;
    assert!(frames.duplicates >= DIGITS.len() as u64, "{frames:?}");
    assert_balanced(frames);
    // A channel of nobody is heard of.
    let stranger = scene.direct.channel(ChannelId::random());
    stranger.originate_with_id("Local/wait@default").extension("wait").context("default").await?;
    let created = |it: &Delivery| {
        crate::scene::event_of(it, EventKind::ChannelCreated, stranger.channel_id())
    };
    scene.items.find("the stranger", created).await;

    scene.items.quiet().await;
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    // Asterisk keeps the application for its channel, but forgets that it listened to everything.
    for source in ["channel:", "bridge:", "endpoint:", "deviceState:"] {
        assert!(resynced.restored.iter().any(|it| *it == *source), "{resynced:?}");
    }
    listens_to_everything(&scene.direct).await;
    let light = scene.direct.device_state(DeviceName::new("Stasis:light"));
    light.update(DeviceStateValue::InUse).await?;
    let told = |it: &Delivery| match it {
        Delivery::Event(Event::DeviceStateChanged(it)) => {
            (it.device_state.name == "Stasis:light").then_some(())
        }
        _ => None,
    };
    scene.items.find("DeviceStateChanged", told).await;
    press(&scene, &id).await?;
    assert_eq!(digits(&mut scene.items, &id).await, format!("{DIGITS}*"));
    assert_balanced(scene.ari.health().frames);
    Ok(())
}

#[tokio::test]
async fn leaving_while_devices_change_locks_nothing_up() -> Result<(), Failure> {
    leave_while_devices_change(|it| it).await
}

#[tokio::test]
async fn leaving_over_the_websocket_while_devices_change_locks_nothing_up() -> Result<(), Failure> {
    leave_while_devices_change(Connect::rest_over_websocket).await
}

async fn leave_while_devices_change(
    door: impl Fn(Connect<AriApi>) -> Connect<AriApi>,
) -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    let mut churn = JoinSet::new();
    for number in 0..4 {
        let device = direct.device_state(DeviceName::new(format!("Stasis:{number}")));
        churn.spawn(async move {
            loop {
                for state in [DeviceStateValue::InUse, DeviceStateValue::NotInUse] {
                    if let Err(error) = device.update(state).await {
                        return error;
                    }
                }
            }
        });
    }
    for round in 0..30 {
        let connect = door(all(nimble(instance.url(), &instance)));
        let (ari, events) = timeout(PATIENCE, connect).await??;
        let mut items = Items::new(events);
        let changed = |it: &Delivery| match it {
            Delivery::Event(Event::DeviceStateChanged(_)) => Some(()),
            _ => None,
        };
        items.find("DeviceStateChanged", changed).await;
        timeout(PATIENCE, ari.close()).await?;
        assert_eq!(items.read_to_the_end().await, Ended::Closed);
        // It asks the registry of applications, which is what locks up.
        let left = direct.applications().list().await;
        assert!(left.is_ok(), "in round {round}: {left:?}");
        if let Some(error) = churn.try_join_next() {
            panic!("in round {round}: {error:?}");
        }
    }
    Ok(())
}
