//! Handlers, listeners and hooks that fail or panic: no orphan is left, no other call notices, and who asked is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_generated::CallFailure;
use ari_generated::events::ChannelVarset;
use ari_generated::prelude::*;
use ari_live_tests::eventually;

use crate::Failure;
use crate::scene::{Notes, PATIENCE, Scene, assert_balanced, begin};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_calls_at_once_are_seen_to_their_true_cause() -> Result<(), Failure> {
    const CALLS: usize = 500;
    let (scene, events) = Scene::new().await;
    let causes = Arc::new(AtomicUsize::new(0));
    let seen = causes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let seen = seen.clone();
        async move {
            call.channel().ring().await?;
            call.channel().answer().await?;
            call.sleep(Duration::from_millis(200)).await?;
            call.channel().hangup().await?;
            call.left().await;
            if let Some(Event::ChannelDestroyed(_)) = call.ended(PATIENCE).await {
                seen.fetch_add(1, Ordering::Relaxed);
            }
            Ok::<(), Error>(())
        }
    }));
    scene.callers(CALLS).await;
    eventually("all calls ended", async || {
        (causes.load(Ordering::Relaxed) == CALLS && scene.ari.health().live_calls == 0)
            .then_some(())
    })
    .await;
    assert_balanced(&scene.ari.health());
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (CALLS as u64, 0, 0));
    Ok(())
}

/// What is told of a failure.
fn kind(failure: &CallFailure) -> &'static str {
    match failure {
        CallFailure::Error(_) => "error",
        CallFailure::Panic(_) => "panic",
        CallFailure::HangUp(_) => "hangup",
        CallFailure::Parting(_) => "parting",
        _ => "other",
    }
}

#[tokio::test]
async fn a_handler_that_fails_or_panics_leaves_no_orphan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let runs = Arc::new(AtomicUsize::new(0));
    let (told, began) = (Notes::default(), Notes::default());
    let (tell, noted) = (told.clone(), began.clone());
    let serve = events.serve(move |call: Call| {
        let run = runs.fetch_add(1, Ordering::Relaxed);
        let noted = noted.clone();
        async move {
            noted.add(call.id().as_str());
            call.channel().answer().await?;
            match run {
                0 => panic!("on purpose"),
                1 => Err("on purpose".into()),
                _ => Ok::<(), Failure>(()),
            }
        }
    });
    let serving = begin(serve.on_failure(move |id, failure| {
        tell.add(format!("{id} {}", kind(failure)));
        assert!(failure.to_string().contains("on purpose"), "{failure}");
    }));
    let mut callers = Vec::new();
    for _ in 0..3 {
        let caller = scene.caller().await;
        began.until(caller.call.as_str(), 1).await;
        scene.alive(0).await;
        callers.push(caller);
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (3, 2));
    let wanted = [format!("{} panic", callers[0].call), format!("{} error", callers[1].call)];
    assert_eq!(told.all(), wanted);
    Ok(())
}

#[tokio::test]
async fn a_handler_that_panics_before_it_is_a_future_leaves_no_orphan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let told = Notes::default();
    let tell = told.clone();
    let serve = events.serve(|call: Call| {
        assert_eq!(call.id().as_str(), "none", "on purpose");
        async move { call.channel().answer().await }
    });
    let serving = begin(serve.on_failure(move |_, failure| tell.add(kind(failure))));
    let caller = scene.caller().await;
    eventually("the caller is let go", async || caller.phone.get().await.err()).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (1, 1));
    assert_eq!(told.all(), ["panic"]);
    Ok(())
}

#[tokio::test]
async fn a_listener_that_panics_leaves_no_orphan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.on(|it: &ChannelVarset| assert_ne!(it.variable, "TRAP", "on purpose"));
            call.channel().answer().await?;
            notes.add("answered");
            call.left().await;
            notes.add("worked on");
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("answered", 1).await;
    scene.other.channel(&caller.call).set_variable("TRAP").value("yes").await?;
    // Whether the call goes on or is ended: it is somebody's, so that it ends, and what was to be done then is done.
    let ending = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if scene.ari.health().live_calls == 1 {
            caller.phone.hangup().await?;
        }
        Ok::<(), Error>(())
    };
    ending.await?;
    scene.empty().await;
    scene.close(serving).await?;
    assert_eq!(notes.all(), ["answered", "worked on"]);
    Ok(())
}

#[tokio::test]
async fn a_hook_that_panics_drops_no_handler() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.on_left(|left| async move { panic!("on purpose: {left}") });
            let hooked = notes.clone();
            call.on_left(move |_| async move { hooked.add("the next hook") });
            call.channel().answer().await?;
            notes.add("answered");
            call.left().await;
            tokio::time::sleep(Duration::from_millis(300)).await;
            notes.add("worked on");
            Ok::<(), Error>(())
        }
    }));
    let caller = scene.caller().await;
    notes.until("answered", 1).await;
    caller.phone.hangup().await?;
    scene.empty().await;
    scene.close(serving).await?;
    assert_eq!(notes.all(), ["answered", "the next hook", "worked on"]);
    Ok(())
}

#[tokio::test]
async fn other_calls_do_not_notice() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.channel().answer().await?;
            let first = notes.count("answered") == 0;
            notes.add("answered");
            if first {
                call.left().await;
                notes.add("the first left");
                return Ok(());
            }
            panic!("on purpose");
            #[expect(unreachable_code, reason = "it tells the type")]
            Ok::<(), Error>(())
        }
    }));
    let first = scene.caller().await;
    notes.until("answered", 1).await;
    scene.callers(10).await;
    notes.until("answered", 11).await;
    scene.alive(1).await;
    assert_eq!(notes.count("the first left"), 0);
    scene.other.channel(&first.call).set_variable("STILL").value("there").await?;
    first.phone.hangup().await?;
    notes.until("the first left", 1).await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (11, 10));
    Ok(())
}
