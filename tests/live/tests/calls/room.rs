//! Limits: calls for which there is no room are parted with, each of them, and room comes back.

use ari_generated::prelude::*;
use ari_live_tests::eventually;

use crate::Failure;
use crate::scene::{Caller, FOREVER, Notes, Scene, begin, stay, telling};

const ROOM: usize = 3;

async fn gone(caller: &Caller) {
    eventually("it is gone", async || caller.phone.get().await.err()).await;
}

#[tokio::test]
async fn further_calls_are_hung_up() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay).limit(ROOM));
    let callers = scene.callers(ROOM).await;
    scene.alive(ROOM).await;
    for _ in 0..4 {
        gone(&scene.caller().await).await;
    }
    scene.alive(ROOM).await;
    for caller in &callers {
        caller.phone.get().await?;
    }
    // There is room again.
    callers[0].phone.hangup().await?;
    scene.alive(ROOM - 1).await;
    let next = scene.caller().await;
    scene.alive(ROOM).await;
    next.phone.get().await?;
    gone(&scene.caller().await).await;
    scene.alive(ROOM).await;
    for caller in callers[1..].iter().chain([&next]) {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (ROOM as u64 + 1, 0, 5));
    Ok(())
}

#[tokio::test]
async fn something_else_may_become_of_them() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let parting = Parting::run(|call: Call| async move {
        call.channel().continue_in_dialplan().context("default").extension("fallback").await?;
        Ok(())
    });
    let serving = begin(events.serve(stay).limit(ROOM).when_full(parting));
    let callers = scene.callers(ROOM).await;
    scene.alive(ROOM).await;
    let further = scene.callers(4).await;
    eventually("they are there", async || {
        (scene.at_extension("fallback", "Wait") == 4).then_some(())
    })
    .await;
    scene.alive(ROOM).await;
    for caller in callers.iter().chain(&further) {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (ROOM as u64, 0, 4));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rush_leaves_no_orphan() -> Result<(), Failure> {
    const RUSH: usize = 40;
    let (scene, events) = Scene::new().await;
    // All of them have come when serving begins.
    scene.callers(RUSH).await;
    eventually("they are in the application", async || {
        let application = scene.other.application(crate::scene::APPLICATION).get().await.ok()?;
        (application.channel_ids.len() == RUSH).then_some(())
    })
    .await;
    let serving = begin(events.serve(stay).limit(ROOM));
    eventually("only those that there is room for are left", async || {
        let channels = scene.other.channels().list().await.ok()?;
        // Two halves of each.
        (channels.len() == 2 * ROOM && scene.ari.health().live_calls == ROOM).then_some(())
    })
    .await;
    let served = scene.close(serving).await?;
    let expected = (ROOM as u64, 0, (RUSH - ROOM) as u64);
    assert_eq!((served.calls, served.failed, served.refused), expected);
    Ok(())
}

#[tokio::test]
async fn who_is_told_that_there_is_no_room_takes_none() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let parting = Parting::run(move |call: Call| {
        let notes = noted.clone();
        async move {
            notes.add("refused");
            // Such as an announcement.
            call.channel().answer().await?;
            call.sleep(FOREVER).await?;
            Ok(())
        }
    });
    let (serve, failures) = telling(events.serve(stay).limit(1).when_full(parting));
    let serving = begin(serve);
    let first = scene.caller().await;
    scene.alive(1).await;
    let second = scene.caller().await;
    notes.until("refused", 1).await;
    first.phone.hangup().await?;
    eventually("the first is gone", async || scene.other.channel(&first.call).get().await.err())
        .await;
    // One call at once is what was asked for, and there is none now that has a handler.
    let third = scene.caller().await;
    let answered = |it: ari_generated::models::Channel| it.state.as_str() == "Up";
    eventually("the third is answered or refused", async || {
        let channel = scene.other.channel(&third.call).get().await.ok()?;
        answered(channel).then_some(())
    })
    .await;
    assert_eq!(notes.count("refused"), 1);
    second.phone.hangup().await?;
    third.phone.hangup().await?;
    scene.empty().await;
    // The caller hung up while being told: nothing failed.
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (2, 0, 1));
    assert!(failures.all().is_empty(), "{:?}", failures.all());
    Ok(())
}

#[tokio::test]
async fn who_was_told_is_not_left_behind() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let parting = Parting::run(|call: Call| async move {
        // Such as an announcement; what becomes of the call then is nobody's any more.
        call.channel().answer().await
    });
    let serving = begin(events.serve(stay).limit(1).when_full(parting));
    let first = scene.caller().await;
    scene.alive(1).await;
    let second = scene.caller().await;
    gone(&second).await;
    first.phone.hangup().await?;
    scene.empty().await;
    assert_eq!(scene.close(serving).await?.refused, 1);
    Ok(())
}
