//! What is not the call's: a channel that lives on elsewhere, another application's calls, the end of another leg.

use std::time::Duration;

use ari_generated::enums::DeviceStateValue;
use ari_generated::events::{ChannelStateChange, DeviceStateChanged};
use ari_generated::prelude::*;
use ari_live_tests::{credentials, eventually};
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::scene::{
    APPLICATION, FOREVER, Notes, PATIENCE, Scene, begin, caller, end_of, stay, telling,
};

#[tokio::test]
async fn leaving_service_hangs_up_nobody_who_went_on() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let continued = call.channel().continue_in_dialplan().context("default");
            continued.extension("fallback").await?;
            notes.add("continued");
            // Longer than the grace.
            sleep(Duration::from_secs(2)).await;
            notes.add("worked");
            Ok::<(), Error>(())
        }
    }));
    scene.callers(3).await;
    notes.until("continued", 3).await;
    let grace = Duration::from_millis(200);
    let drained = timeout(PATIENCE, scene.ari.drain(grace, Parting::hang_up())).await?;
    assert_eq!((drained.alive, drained.remaining), (3, 0));
    assert_eq!(notes.count("worked"), 3);
    assert_eq!(scene.at_extension("fallback", "Wait"), 3);
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 0));
    Ok(())
}

#[tokio::test]
async fn one_of_two_applications_is_taken() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    // A client of its own for two applications.
    drop(events);
    let connect = Ari::connect(scene.instance.url(), credentials(&scene.instance));
    let (both, events) = connect.app("other").app("kept").await?;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            let start = call.start().ok_or("no start")?;
            notes.add(format!("in {}", start.application));
            let left = call.sleep(FOREVER).await;
            notes.add(format!("out of {}: {left:?}", start.application));
            left?;
            Ok::<(), Failure>(())
        }
    }));
    let place = async |application: &str| {
        let placed = scene.other.channels().originate(format!("Local/app-{application}@default"));
        placed.context("default").extension("wait").priority(1).await
    };
    place("other").await?;
    place("kept").await?;
    notes.until_all(2).await;
    let connect = Ari::connect(scene.instance.url(), credentials(&scene.instance));
    let (taker, _events) = connect.app("other").await?;
    notes.until_all(3).await;
    let told = notes.all();
    assert!(told[2].starts_with("out of other") && told[2].contains("Replaced"), "{told:?}");
    // Its channel is the taker's, and is not hung up.
    eventually("one call is alive", async || (both.health().live_calls == 1).then_some(())).await;
    assert_eq!(taker.application("other").get().await?.channel_ids.len(), 1);
    place("kept").await?;
    notes.until("in kept", 2).await;
    both.close().await;
    assert_eq!(end_of(serving).await?.calls, 3);
    Ok(())
}

#[tokio::test]
async fn the_end_of_another_leg_is_a_failure() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serve = events.serve(async |call: Call| {
        call.channel().answer().await?;
        let leg = call.ari().channel(ChannelId::random());
        let up = leg.wait_for::<ChannelStateChange>(PATIENCE);
        leg.originate_with_id("Local/busy@default").app(APPLICATION).await?;
        up.await?;
        call.sleep(FOREVER).await?;
        Ok::<(), Error>(())
    });
    let (serve, failures) = telling(serve);
    let serving = begin(serve);
    scene.caller().await;
    failures.until_all(1).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 1), "{:?}", failures.all());
    Ok(())
}

#[tokio::test]
async fn a_device_is_waited_for_without_a_subscription() -> Result<(), Failure> {
    let (scene, _events) = Scene::new().await;
    let lamp = scene.ari.device_state(DeviceName::new("Stasis:lamp"));
    let changed = lamp.wait_for::<DeviceStateChanged>(PATIENCE);
    eventually("it is subscribed", async || {
        let it = scene.other.application(APPLICATION).get().await.ok()?;
        it.device_names.iter().any(|it| *it == "Stasis:lamp").then_some(())
    })
    .await;
    scene.other.device_state(DeviceName::new("Stasis:lamp")).update(DeviceStateValue::Busy).await?;
    assert_eq!(changed.await?.device_state.state, DeviceStateValue::Busy);
    scene.ari.close().await;
    Ok(())
}

#[tokio::test]
async fn who_closes_the_client_leaves_nobody_behind() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    scene.callers(3).await;
    scene.alive(3).await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 0));
    scene.empty().await;
    Ok(())
}

#[tokio::test]
async fn who_serves_again_adopts_what_nobody_serves() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    let callers = scene.callers(2).await;
    scene.alive(2).await;
    serving.abort();
    eventually("nobody serves", async || (scene.ari.health().live_calls == 0).then_some(())).await;
    let serving = begin(scene.ari.events().serve(stay).adopt());
    scene.alive(2).await;
    for caller in &callers {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2, 0));
    Ok(())
}

#[tokio::test]
async fn a_channel_that_another_application_moved_here_outlives_a_gap() -> Result<(), Failure> {
    let (scene, events, proxy) = Scene::behind_a_proxy(|it| it).await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let stayed = stay(call).await;
            notes.add("left");
            stayed
        }
    }));
    let connect = Ari::connect(scene.instance.url(), credentials(&scene.instance));
    let (_mover, mut elsewhere) = connect.app("elsewhere").await?;
    let id = ChannelId::random();
    let placed = scene.other.channel(&id);
    let placed = placed
        .originate_with_id("Local/app-elsewhere@default")
        .other_channel_id(ChannelId::new("moved;2"));
    placed.context("default").extension("wait").priority(1).await?;
    loop {
        let item = timeout(PATIENCE, elsewhere.next()).await?.ok_or("it ended")?;
        if let Delivery::Event(Event::StasisStart(_)) = item {
            break;
        }
    }
    scene.other.channel(ChannelId::new("moved;2")).move_to(APPLICATION).await?;
    scene.alive(1).await;
    proxy.reset(ari_live_tests::Which::Websockets);
    eventually("connected again", async || (scene.ari.health().generation == 2).then_some(()))
        .await;
    let mut again = scene.ari.events();
    proxy.reset(ari_live_tests::Which::Websockets);
    loop {
        if let Delivery::Resynced(_) = timeout(PATIENCE, again.next()).await?.ok_or("it ended")? {
            break;
        }
    }
    sleep(Duration::from_millis(500)).await;
    assert_eq!(notes.count("left"), 0);
    scene.other.channel(&id).hangup().await?;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn callers_who_go_on_calling_do_not_keep_it_from_leaving() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    scene.callers(2).await;
    scene.alive(2).await;
    let other = scene.other.clone();
    let calling = tokio::spawn(async move {
        loop {
            caller(&other, "wait").await;
        }
    });
    let grace = Duration::from_millis(500);
    let drained = timeout(PATIENCE, scene.ari.drain(grace, Parting::hang_up())).await?;
    calling.abort();
    assert_eq!((drained.alive, drained.parted, drained.remaining), (2, 2, 0));
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2, 0));
    assert!(served.refused > 0, "{served:?}");
    Ok(())
}
