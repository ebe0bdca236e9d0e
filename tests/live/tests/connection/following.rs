//! What somebody listens to by its id Asterisk is told to send, to the end, and no longer than somebody listens; what the
//! program subscribed itself is there again after Asterisk forgot it.

use ari_generated::EventFilter;
use ari_generated::enums::DeviceStateValue;
use ari_generated::models::Application;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Scenario as Call, asterisk, eventually};

use crate::Failure;
use crate::scene::{APPLICATION, Items, PATIENCE, Scene, call, event_of, nimble};

async fn application(scene: &Scene) -> Application {
    scene.direct.application(APPLICATION).get().await.expect("the application is there")
}

#[tokio::test]
async fn a_channel_that_goes_on_in_the_dialplan_is_heard_to_its_end() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    // Not originated for the application: nobody subscribed it to this channel.
    let channel = scene.direct.channel(ChannelId::random());
    let mine = scene.ari.channel(channel.channel_id());
    let placed = channel.originate_with_id(format!("Local/app-{APPLICATION}@default"));
    placed.extension("wait").context("default").await?;
    let stream = Items::new(mine.events());
    let destroyed = mine.wait_for::<ari_generated::events::ChannelDestroyed>(2 * PATIENCE);
    let other = scene
        .items
        .find("StasisStart", |it| match it {
            Delivery::Event(Event::StasisStart(it)) => Some(it.channel.id.clone()),
            _ => None,
        })
        .await;
    // The leg in the application is the other half.
    let entered = scene.ari.channel(&other);
    let entered_stream = Items::new(entered.events());
    entered.continue_in_dialplan().context("default").extension("wait").priority(1).await?;
    scene.items.find("StasisEnd", |it| event_of(it, EventKind::StasisEnd, &other)).await;
    eventually("it is subscribed", async || {
        let it = application(&scene).await;
        it.channel_ids.contains(&other).then_some(())
    })
    .await;
    mine.hangup().await?;
    let (kinds, ended) = entered_stream.rest().await;
    assert_eq!(ended, Ended::Gone);
    assert_eq!(kinds.last(), Some(&EventKind::ChannelDestroyed), "{kinds:?}");
    // This one never was in the application; it too is heard to its end.
    let (kinds, ended) = stream.rest().await;
    assert_eq!((kinds.last(), ended), (Some(&EventKind::ChannelDestroyed), Ended::Gone));
    assert_eq!(destroyed.await?.channel.id, *channel.channel_id());
    scene.ari.close().await;
    Ok(())
}

#[tokio::test]
async fn things_are_subscribed_as_long_as_somebody_listens() -> Result<(), Failure> {
    let scene = Scene::new().await;
    let light = scene.ari.device_state(DeviceName::new("Stasis:light"));
    let mut first = Items::new(light.events());
    let second = light.events();
    let bridge = scene.ari.bridge(BridgeId::random());
    let bridged = bridge.events();
    bridge.create_with_id().await?;
    eventually("both are subscribed", async || {
        let it = application(&scene).await;
        let device = it.device_names.iter().any(|it| *it == "Stasis:light");
        (device && it.bridge_ids.contains(bridge.bridge_id())).then_some(())
    })
    .await;
    let lamp = scene.direct.device_state(DeviceName::new("Stasis:light"));
    lamp.update(DeviceStateValue::InUse).await?;
    let changed =
        |it: &Delivery| matches!(it, Delivery::Event(Event::DeviceStateChanged(_))).then_some(());
    first.find("a change", changed).await;
    drop(second);
    lamp.update(DeviceStateValue::NotInUse).await?;
    first.find("another change", changed).await;
    drop((first, bridged));
    eventually("nothing is subscribed", async || {
        let it = application(&scene).await;
        (it.device_names.is_empty() && it.bridge_ids.is_empty()).then_some(())
    })
    .await;
    bridge.destroy().await?;
    lamp.delete().await?;
    scene.ari.close().await;
    Ok(())
}

#[tokio::test]
async fn what_is_gone_before_it_can_be_followed_ends_its_stream() -> Result<(), Failure> {
    let scene = Scene::new().await;
    for _ in 0..20 {
        let bridge = scene.ari.bridge(BridgeId::random());
        let stream = Items::new(bridge.events());
        bridge.create_with_id().await?;
        scene.direct.bridge(bridge.bridge_id()).destroy().await?;
        assert_eq!(stream.read_to_the_end().await, Ended::Gone);
    }
    scene.ari.close().await;
    Ok(())
}

#[tokio::test]
async fn what_the_program_subscribed_and_filtered_outlives_asterisk() -> Result<(), Failure> {
    let mut instance = asterisk(Setup::new().sip());
    let (ari, events) = nimble(instance.url(), &instance).await?;
    let mut items = Items::new(events);
    let own = ari.application(APPLICATION);
    let phone = || ["endpoint:PJSIP/alice".to_owned()];
    own.subscribe(phone()).await?;
    own.subscribe(phone()).await?;
    let devices = ["deviceState:Stasis:lamp", "deviceState:Stasis:other"];
    own.subscribe(devices).await?;
    own.unsubscribe(["deviceState:Stasis:other"]).await?;
    let channel = ari.channel(ChannelId::random());
    call(&channel, "wait").await;
    own.subscribe([format!("channel:{}", channel.channel_id())]).await?;
    own.filter().filter(EventFilter::disallow([EventKind::ChannelVarset])).await?;
    instance.kill();
    items.lost().await;
    instance.restart()?;
    items.reconnected().await;
    let mut resynced = items.resynced().await;
    while !resynced.complete {
        resynced = items.resynced().await;
    }
    let mut restored: Vec<&str> = resynced.restored.iter().map(|it| it.as_str()).collect();
    restored.sort_unstable();
    assert_eq!(restored, ["deviceState:Stasis:lamp", "endpoint:PJSIP/alice"], "{resynced:?}");
    assert!(resynced.failures.is_empty(), "{resynced:?}");
    let now = own.get().await?;
    assert!(now.device_names.iter().any(|it| *it == "Stasis:lamp"), "{now:?}");
    assert!(!now.device_names.iter().any(|it| *it == "Stasis:other"), "{now:?}");
    assert!(serde_json::to_string(&now.events_disallowed)?.contains("ChannelVarset"), "{now:?}");
    // It was subscribed twice, so the first unsubscription leaves it.
    own.unsubscribe(phone()).await?;
    assert_eq!(own.get().await?.endpoint_ids.len(), 1);
    own.unsubscribe(phone()).await?;
    assert!(own.get().await?.endpoint_ids.is_empty());
    ari.close().await;
    assert_eq!(items.read_to_the_end().await, Ended::Closed);
    Ok(())
}

#[tokio::test]
async fn nothing_is_doubled_where_asterisk_remembers() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let own = scene.ari.application(APPLICATION);
    own.subscribe([format!("channel:{}", channel.channel_id())]).await?;
    let stream = channel.events();
    scene.proxy.reset(ari_live_tests::Which::Websockets);
    scene.items.lost().await;
    scene.items.reconnected().await;
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete && resynced.restored.is_empty(), "{resynced:?}");
    scene.hears(&channel).await;
    drop(stream);
    scene.ari.close().await;
    Ok(())
}

#[tokio::test]
async fn a_call_and_its_phone_are_heard_once() -> Result<(), Failure> {
    let instance = asterisk(Setup::new().sip());
    let (ari, events) = nimble(instance.url(), &instance).await?;
    let mut items = Items::new(events);
    let phone = ari.endpoint("PJSIP", "alice");
    // The events of its calls are among those of the phone.
    let of_phone = phone.events();
    eventually("it is subscribed", async || {
        let it = ari.application(APPLICATION).get().await.ok()?;
        it.endpoint_ids.iter().any(|it| *it == "PJSIP/alice").then_some(())
    })
    .await;
    let application = async {
        let id = items
            .find("StasisStart", |it| match it {
                Delivery::Event(Event::StasisStart(it)) => Some(it.channel.id.clone()),
                _ => None,
            })
            .await;
        let channel = ari.channel(&id);
        channel.answer().await?;
        for value in ["one", "two", "end"] {
            channel.set_variable("PROBE").value(value).await?;
        }
        let mut values = Vec::new();
        while values.last().is_none_or(|it| it != "end") {
            let value = items.find("a ChannelVarset", |it| match it {
                Delivery::Event(Event::ChannelVarset(it)) if it.variable == "PROBE" => {
                    Some(it.value.to_string())
                }
                _ => None,
            });
            values.push(value.await);
        }
        channel.hangup().await?;
        Ok::<_, Failure>(values)
    };
    let call = Call::call("alice", format!("app-{APPLICATION}")).takes("BYE");
    let (values, output) = tokio::join!(application, call.run(&instance));
    assert!(output.status.success(), "{output:?}");
    assert_eq!(values?, ["one", "two", "end"]);
    assert!(ari.health().frames.duplicates > 0, "{:?}", ari.health().frames);
    drop(of_phone);
    ari.close().await;
    Ok(())
}
