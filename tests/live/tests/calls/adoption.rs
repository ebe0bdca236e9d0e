//! Calls that were there before anybody served them: adopted if asked for, each by one handler, without a start.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Delivery, Events};
use ari_live_tests::{Which, eventually};
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{
    APPLICATION, Caller, FOREVER, Notes, PATIENCE, Scene, Serving, alive, begin, end_of, nimble,
};

const CALLS: usize = 5;

/// Serves with a handler that notes which call it has, and whether it was found.
fn serve(events: Events, notes: &Notes, adopt: bool) -> Serving {
    let notes = notes.clone();
    let serve = events.serve(move |call: Call| {
        let notes = notes.clone();
        async move {
            let how = if call.start().is_some() { "came" } else { "found" };
            notes.add(format!("{how} {}", call.id()));
            call.channel().answer().await?;
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    });
    begin(if adopt { serve.adopt() } else { serve })
}

async fn held(other: &Ari, id: &ChannelId) {
    eventually("it is in the application", async || {
        let held = other.application(APPLICATION).get().await.ok()?.channel_ids;
        held.iter().any(|it| *it == *id.as_str()).then_some(())
    })
    .await;
}

/// The first process has heard that they entered, in whatever order: that Asterisk lists them does not say that the events
/// have left.
async fn entered(first: &mut Events, callers: &[&Caller]) -> Result<(), Failure> {
    let mut awaited: Vec<&ChannelId> = callers.iter().map(|it| &it.call).collect();
    let entering = async {
        while let Some(item) = first.next().await {
            if let Delivery::Event(Event::StasisStart(it)) = item {
                awaited.retain(|id| **id != it.channel.id);
            }
            if awaited.is_empty() {
                return Ok(());
            }
        }
        Err("the stream ended".into())
    };
    timeout(PATIENCE, entering).await?
}

#[tokio::test]
async fn the_next_process_adopts_what_the_last_one_left() -> Result<(), Failure> {
    let (mut scene, mut first) = Scene::new().await;
    let callers = scene.callers(CALLS).await;
    entered(&mut first, &Vec::from_iter(&callers)).await?;
    // The application lives on for the channels in it.
    scene.ari.close().await;
    drop(first);
    let notes = Notes::default();
    let (ari, events) = nimble(scene.instance.url(), &scene.instance).await?;
    scene.ari = ari;
    let serving = serve(events, &notes, true);
    scene.alive(CALLS).await;
    let new = scene.caller().await;
    scene.alive(CALLS + 1).await;
    notes.until_all(CALLS + 1).await;
    for caller in &callers {
        assert_eq!(notes.count(&format!("found {}", caller.call)), 1, "{:?}", notes.all());
    }
    assert_eq!(notes.count(&format!("came {}", new.call)), 1, "{:?}", notes.all());
    assert_eq!(notes.all().len(), CALLS + 1, "{:?}", notes.all());
    // They have their true end like any other.
    for caller in callers.iter().chain([&new]) {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64 + 1, 0));
    Ok(())
}

#[tokio::test]
async fn nothing_is_adopted_unasked() -> Result<(), Failure> {
    let (mut scene, mut first) = Scene::new().await;
    let old = scene.caller().await;
    entered(&mut first, &[&old]).await?;
    scene.ari.close().await;
    drop(first);
    let notes = Notes::default();
    let (ari, events) = nimble(scene.instance.url(), &scene.instance).await?;
    scene.ari = ari;
    let serving = serve(events, &notes, false);
    let new = scene.caller().await;
    notes.until(&format!("came {}", new.call), 1).await;
    assert_eq!(notes.all().len(), 1, "{:?}", notes.all());
    new.phone.hangup().await?;
    scene.alive(0).await;
    scene.close(serving).await?;
    // Nor is it hung up.
    old.phone.get().await?;
    Ok(())
}

#[tokio::test]
async fn a_call_that_came_in_a_gap_is_adopted() -> Result<(), Failure> {
    let (scene, events, proxy) = Scene::behind_a_proxy(|it| it).await;
    let notes = Notes::default();
    let mut life = scene.ari.events();
    let serving = serve(events, &notes, true);
    let before = scene.caller().await;
    notes.until(&format!("came {}", before.call), 1).await;
    // Asterisk does not know yet that nobody hears it, and lets calls in.
    proxy.stall(Which::Websockets);
    let within = scene.caller().await;
    held(&scene.other, &within.call).await;
    wait_for(&mut life, |it| matches!(it, Delivery::Lost(_))).await?;
    proxy.reset(Which::Websockets);
    proxy.resume();
    wait_for(&mut life, |it| matches!(it, Delivery::Resynced(it) if it.complete)).await?;
    scene.alive(2).await;
    let after = scene.caller().await;
    notes.until(&format!("came {}", after.call), 1).await;
    assert_eq!(
        notes.all(),
        [
            format!("came {}", before.call),
            format!("found {}", within.call),
            format!("came {}", after.call)
        ]
    );
    // A further gap makes nothing of them a second time.
    proxy.reset(Which::Websockets);
    wait_for(&mut life, |it| matches!(it, Delivery::Resynced(it) if it.complete)).await?;
    scene.alive(3).await;
    assert_eq!(notes.all().len(), 3, "{:?}", notes.all());
    for caller in [&before, &within, &after] {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 0));
    Ok(())
}

#[tokio::test]
async fn a_call_that_is_found_while_its_start_is_on_its_way_has_one_handler() -> Result<(), Failure>
{
    // A ping may stay unanswered for a while without being taken for a loss.
    let (scene, events, proxy) =
        Scene::behind_a_proxy(|it| it.ping_every(Duration::from_secs(60))).await;
    let notes = Notes::default();
    proxy.stall(Which::Websockets);
    let caller = scene.caller().await;
    held(&scene.other, &caller.call).await;
    let serving = serve(events, &notes, true);
    notes.until(&format!("found {}", caller.call), 1).await;
    proxy.resume();
    // When this one is served, the first one's start has been read.
    let second = scene.caller().await;
    notes.until(&format!("came {}", second.call), 1).await;
    assert_eq!(notes.all(), [format!("found {}", caller.call), format!("came {}", second.call)]);
    assert_eq!(scene.ari.health().live_calls, 2);
    caller.phone.hangup().await?;
    second.phone.hangup().await?;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2, 0));
    Ok(())
}

#[tokio::test]
async fn calls_that_came_before_serving_began_are_no_finds() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let early = scene.callers(CALLS).await;
    for caller in &early {
        held(&scene.other, &caller.call).await;
    }
    // One that ended before anybody served it gets a handler whose call has left.
    early[0].phone.hangup().await?;
    eventually("it is gone", async || early[0].phone.get().await.err()).await;
    let serving = serve(events, &notes, true);
    scene.alive(CALLS - 1).await;
    for caller in &early[1..] {
        assert_eq!(notes.count(&format!("came {}", caller.call)), 1, "{:?}", notes.all());
    }
    assert!(notes.all().iter().all(|it| it.starts_with("came")), "{:?}", notes.all());
    scene.ari.close().await;
    end_of(serving).await?;
    Ok(())
}

#[tokio::test]
async fn adopted_calls_do_not_stand_in_the_way_of_own_legs() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    // Made before serving began, by this very client.
    let leg = scene.ari.channel(ChannelId::random());
    leg.originate_with_id("Local/wait@default").app(APPLICATION).await?;
    held(&scene.other, leg.channel_id()).await;
    let notes = Notes::default();
    let serving = serve(events, &notes, true);
    let caller = scene.caller().await;
    notes.until(&format!("came {}", caller.call), 1).await;
    alive(&scene.ari, 1).await;
    assert_eq!(notes.all().len(), 1, "{:?}", notes.all());
    leg.hangup().await?;
    caller.phone.hangup().await?;
    scene.empty().await;
    scene.close(serving).await?;
    Ok(())
}

async fn wait_for(events: &mut Events, wanted: impl Fn(&Delivery) -> bool) -> Result<(), Failure> {
    loop {
        let item = timeout(PATIENCE, events.next()).await?.ok_or("the stream ended")?;
        if wanted(&item) {
            return Ok(());
        }
    }
}

#[tokio::test]
async fn new_calls_do_not_wait_for_what_is_to_be_adopted() -> Result<(), Failure> {
    let (mut scene, mut first, proxy) = Scene::behind_a_proxy(|it| it).await;
    let old = scene.caller().await;
    entered(&mut first, &[&old]).await?;
    scene.ari.close().await;
    drop(first);
    let settings = nimble(proxy.url(), &scene.instance);
    let (ari, events) = settings.request_deadline(Duration::from_millis(500)).await?;
    scene.ari = ari;
    proxy.hang("/ari/applications");
    let notes = Notes::default();
    let serving = serve(events, &notes, true);
    let new = scene.caller().await;
    notes.until(&format!("came {}", new.call), 1).await;
    assert_eq!(notes.all().len(), 1, "{:?}", notes.all());
    proxy.unhang();
    notes.until(&format!("found {}", old.call), 1).await;
    for caller in [&old, &new] {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.calls, 2);
    Ok(())
}
