//! A channel that comes into the application again is another call, with a handler of its own.

use ari_generated::prelude::*;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{APPLICATION, FOREVER, Notes, PATIENCE, Scene, begin};

/// Sends a call through the dialplan back to where it is.
async fn send_back(call: &Call) -> Result<(), Error> {
    let again = format!("app-{APPLICATION}");
    call.channel().continue_in_dialplan().context("default").extension(again).priority(1).await
}

#[tokio::test]
async fn each_time_is_a_call_of_its_own() -> Result<(), Failure> {
    const TIMES: usize = 4;
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let time = notes.count("begins") + 1;
            assert!(call.start().is_some());
            notes.add("begins");
            call.channel().answer().await?;
            if time < TIMES {
                send_back(&call).await?;
                notes.add(format!("left: {:?}", call.left().await.reason));
                return Ok(());
            }
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("begins", TIMES).await;
    // The one that stays is alive; those before it come to rest.
    scene.alive(1).await;
    assert_eq!(notes.count("left: Closed"), TIMES - 1, "{:?}", notes.all());
    // And is not hung up by any of them.
    scene.other.channel(&caller.call).set_variable("HERE").value("yes").await?;
    caller.phone.hangup().await?;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (TIMES as u64, 0));
    Ok(())
}

#[tokio::test]
async fn a_busy_first_handler_does_not_touch_the_second_call() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let first = notes.count("begins") == 0;
            notes.add("begins");
            if first {
                call.channel().answer().await?;
                send_back(&call).await?;
                call.left().await;
                // It works on, until the second one is at work.
                notes.until("begins", 2).await;
                notes.add("first ends");
                return Ok(());
            }
            notes.until("first ends", 1).await;
            let end = call.ended(PATIENCE);
            notes.add("second goes on");
            let Some(Event::ChannelDestroyed(end)) = end.await else {
                return Err("no true end".into());
            };
            notes.add(format!("cause {}", end.cause));
            Ok::<(), Failure>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("second goes on", 1).await;
    scene.alive(1).await;
    let variable = scene.other.channel(&caller.call);
    variable.set_variable("HERE").value("yes").await?;
    assert_eq!(variable.get_variable("HERE").await?.value, "yes");
    timeout(PATIENCE, caller.phone.hangup().into_future()).await??;
    notes.until("cause 16", 1).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2, 0));
    Ok(())
}

#[tokio::test]
async fn what_comes_from_another_application_is_a_call() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let connecting =
        Ari::connect(scene.instance.url(), ari_live_tests::credentials(&scene.instance));
    let (elsewhere, others) = connecting.app("elsewhere").await?;
    let there = begin(others.serve(|call: Call| async move {
        call.channel().move_to(APPLICATION).await?;
        call.left().await;
        Ok::<(), Error>(())
    }));
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            notes.add(format!("begins {}", call.id()));
            if notes.all().len() == 1 {
                call.channel().move_to("elsewhere").await?;
            }
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until(&format!("begins {}", caller.call), 2).await;
    scene.alive(1).await;
    caller.phone.hangup().await?;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2, 0));
    elsewhere.close().await;
    assert_eq!(timeout(PATIENCE, there).await???.calls, 1);
    Ok(())
}
