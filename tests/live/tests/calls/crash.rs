//! Asterisk dies with hundreds of calls and comes back: every handler is told, once, and new calls are served.

use ari_generated::LeftReason;
use ari_generated::prelude::*;
use ari_live_tests::eventually;

use crate::Failure;
use crate::scene::{FOREVER, Notes, Scene, assert_balanced, begin};

const CALLS: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_calls_end_with_it() -> Result<(), Failure> {
    let (mut scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            let hooked = notes.clone();
            call.on_left(move |left| async move {
                hooked.add(format!("hook: {:?}", left.reason));
            });
            call.channel().answer().await?;
            notes.add("answered");
            let left = call.left().await;
            notes.add(format!("handler: {:?}", left.reason));
            // What was bound to it ends too, and nothing more comes.
            assert_eq!(call.sleep(FOREVER).await, Err(left));
            if let Some(event) = call.ended(FOREVER).await {
                notes.add(format!("seen: {event:?}"));
            }
            Err::<(), Error>(left.into())
        }
    }));
    scene.callers(CALLS).await;
    notes.until("answered", CALLS).await;
    scene.alive(CALLS).await;
    scene.instance.kill();
    scene.instance.restart()?;
    scene.alive(0).await;
    let reason = LeftReason::EndedInGap;
    assert_eq!(notes.count(&format!("handler: {reason:?}")), CALLS);
    assert_eq!(notes.count(&format!("hook: {reason:?}")), CALLS);
    assert_eq!(notes.all().len(), 3 * CALLS);

    // And on it goes.
    let callers = scene.callers(10).await;
    notes.until("answered", CALLS + 10).await;
    assert_eq!(scene.ari.health().generation, 2);
    for caller in callers {
        caller.phone.hangup().await?;
    }
    eventually("all are told", async || {
        (notes.count("handler: Closed") + notes.count("handler: Gone") == 10).then_some(())
    })
    .await;
    scene.empty().await;
    assert_balanced(&scene.ari.health());
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64 + 10, 0));
    Ok(())
}

#[tokio::test]
async fn what_a_handler_awaits_of_its_call_ends_well_too() -> Result<(), Failure> {
    let (mut scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            notes.add("answered");
            // The call ended: that is no failure of a handler, whatever it waited for.
            call.wait_for::<ari_generated::events::ChannelDtmfReceived>(FOREVER).await?;
            Ok::<(), Failure>(())
        }
    }));
    scene.callers(3).await;
    notes.until("answered", 3).await;
    scene.instance.kill();
    scene.instance.restart()?;
    scene.alive(0).await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 0));
    Ok(())
}
