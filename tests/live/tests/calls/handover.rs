//! Calls that outlive their handler: kept by another task, sent on into the dialplan, or given to another application.

use std::sync::{Arc, Mutex};

use ari_generated::prelude::*;
use ari_generated::{Keeper, LeftReason};
use ari_live_tests::{Watch, awaited, credentials, eventually};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{APPLICATION, FOREVER, Notes, PATIENCE, Scene, begin};

#[tokio::test]
async fn another_task_goes_on_with_a_call() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut keepers) = mpsc::unbounded_channel::<Keeper>();
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let (notes, sender) = (noted.clone(), sender.clone());
        async move {
            call.channel().answer().await?;
            sender.send(call.keep())?;
            notes.add("handler ended");
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    let keeper = timeout(PATIENCE, keepers.recv()).await?.ok_or("nobody keeps it")?;
    notes.until("handler ended", 1).await;
    let call = keeper.call();
    assert_eq!(call.id(), caller.call);
    // What needs the channel and the events still works.
    let set = call.wait_for::<ari_generated::events::ChannelVarset>(PATIENCE);
    call.channel().set_variable("KEPT").value("yes").await?;
    assert_eq!(set.await?.value, "yes");
    assert_eq!(scene.ari.health().live_calls, 1);
    let second = call.keep();
    drop(keeper);
    // There is one left, so the call is too.
    call.channel().set_variable("KEPT").value("still").await?;
    assert_eq!(call.channel().get_variable("KEPT").await?.value, "still");
    assert_eq!(call.has_left(), None);
    drop(second);
    timeout(PATIENCE, call.left()).await?;
    let Some(Event::ChannelDestroyed(_)) = call.ended(PATIENCE).await else {
        return Err("no true end".into());
    };
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    Ok(())
}

#[tokio::test]
async fn a_kept_call_ends_with_its_caller() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut keepers) = mpsc::unbounded_channel::<Keeper>();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            sender.send(call.keep())?;
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    let keeper = timeout(PATIENCE, keepers.recv()).await?.ok_or("nobody keeps it")?;
    caller.phone.hangup().await?;
    timeout(PATIENCE, keeper.call().left()).await?;
    // It is over, whoever holds a keeper still.
    scene.empty().await;
    drop(keeper);
    assert_eq!(scene.close(serving).await?.failed, 0);
    Ok(())
}

#[tokio::test]
async fn a_handler_that_fails_may_have_given_its_call_away() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, mut keepers) = mpsc::unbounded_channel::<Keeper>();
    let serving = begin(events.serve(move |call: Call| {
        let sender = sender.clone();
        async move {
            sender.send(call.keep())?;
            Err::<(), Failure>("on purpose".into())
        }
    }));
    scene.caller().await;
    let keeper = timeout(PATIENCE, keepers.recv()).await?.ok_or("nobody keeps it")?;
    let call = keeper.call();
    call.channel().answer().await?;
    assert_eq!(call.has_left(), None);
    drop(keeper);
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 1));
    Ok(())
}

#[tokio::test]
async fn a_call_goes_on_in_the_dialplan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let left = Arc::new(Mutex::new(None));
    let seen = left.clone();
    let serving = begin(events.serve(move |call: Call| {
        let seen = seen.clone();
        async move {
            call.channel().answer().await?;
            call.channel().continue_in_dialplan().context("default").extension("fallback").await?;
            let reason = call.sleep(FOREVER).await.expect_err("it leaves");
            *seen.lock().expect("no panic") = Some(reason.reason);
            Err::<(), Error>(reason.into())
        }
    }));
    let caller = scene.caller().await;
    scene.alive(0).await;
    eventually("it is there", async || (scene.at_extension("fallback", "Wait") == 1).then_some(()))
        .await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    assert_eq!(*left.lock().expect("no panic"), Some(LeftReason::Closed));
    assert_eq!(scene.at_extension("fallback", "Wait"), 1);
    scene.other.channel(&caller.call).hangup().await?;
    Ok(())
}

#[tokio::test]
async fn a_handler_may_end_while_its_call_goes_on() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(|call: Call| async move {
        // Nothing waits for the end: it has not come yet when the handler ends.
        call.channel().continue_in_dialplan().context("default").extension("fallback").await
    }));
    let callers = scene.callers(20).await;
    eventually("all are there", async || {
        (scene.at_extension("fallback", "Wait") == callers.len()).then_some(())
    })
    .await;
    scene.alive(0).await;
    assert_eq!(scene.at_extension("fallback", "Wait"), callers.len());
    // Nobody listens to what went on.
    let held = scene.other.application(APPLICATION).get().await;
    assert!(held.as_ref().map_or(true, |it| it.channel_ids.is_empty()), "{held:?}");
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (20, 0));
    Ok(())
}

#[tokio::test]
async fn a_call_moves_to_another_application() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let connecting = Ari::connect(scene.instance.url(), credentials(&scene.instance));
    let (elsewhere, others) = connecting.app("elsewhere").await?;
    let mut others = Watch::new(others);
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            call.channel().move_to("elsewhere").await?;
            notes.add(format!("{:?}", call.left().await.reason));
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    awaited!(others, StasisStart, |it| it.channel.id == caller.call);
    scene.alive(0).await;
    assert_eq!(notes.all(), ["Closed"]);
    // It lives there, and can be used there.
    let channel = elsewhere.channel(&caller.call);
    channel.set_variable("HERE").value("yes").await?;
    let held = scene.other.application("elsewhere").get().await?.channel_ids;
    assert!(held.iter().any(|it| *it == *caller.call.as_str()), "{held:?}");
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 0));
    assert_eq!(channel.get_variable("HERE").await?.value, "yes");
    channel.hangup().await?;
    elsewhere.close().await;
    Ok(())
}

#[tokio::test]
async fn a_move_that_fails_leaves_no_orphan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            let failed = call.wait_for::<ari_generated::events::ApplicationMoveFailed>(PATIENCE);
            // Accepted with 204 all the same.
            call.channel().move_to("nobody").await?;
            failed.await?;
            notes.add("failed");
            Ok::<(), Failure>(())
        }
    }));
    scene.caller().await;
    notes.until("failed", 1).await;
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.failed, 0);
    Ok(())
}
