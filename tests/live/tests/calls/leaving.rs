//! Leaving service: what becomes of the calls that are alive, of those that end by themselves, and of those that come.

use std::time::Duration;

use ari_generated::prelude::*;
use ari_live_tests::eventually;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use crate::Failure;
use crate::scene::{APPLICATION, Notes, PATIENCE, Scene, begin, end_of, stay};

const CALLS: usize = 50;
const SOON: Duration = Duration::from_millis(300);

fn to_the_fallback() -> Parting {
    Parting::run(|call: Call| async move {
        call.channel().continue_in_dialplan().context("default").extension("fallback").await?;
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_are_hung_up() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    scene.callers(CALLS).await;
    scene.alive(CALLS).await;
    let drained = timeout(PATIENCE, scene.ari.drain(SOON, Parting::hang_up())).await?;
    assert_eq!((drained.alive, drained.parted, drained.remaining), (CALLS, CALLS, 0));
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed, served.refused), (CALLS as u64, 0, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_are_left_where_they_are() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    let callers = scene.callers(CALLS).await;
    scene.alive(CALLS).await;
    let begun = Instant::now();
    let drained = timeout(PATIENCE, scene.ari.drain(SOON, Parting::leave())).await?;
    // Far from what it takes to see them gone, which they never will be.
    assert!(begun.elapsed() < SOON + Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!((drained.alive, drained.parted), (CALLS, CALLS));
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64, 0));
    assert_eq!(scene.ari.health().live_calls, 0);
    let held = scene.other.application(APPLICATION).get().await?.channel_ids;
    for caller in &callers {
        assert!(held.iter().any(|it| *it == *caller.call.as_str()), "{held:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_calls_go_on_in_the_dialplan() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    scene.callers(CALLS).await;
    scene.alive(CALLS).await;
    let drained = timeout(PATIENCE, scene.ari.drain(SOON, to_the_fallback())).await?;
    assert_eq!((drained.alive, drained.parted, drained.remaining), (CALLS, CALLS, 0));
    eventually("all are there", async || {
        (scene.at_extension("fallback", "Wait") == CALLS).then_some(())
    })
    .await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64, 0));
    // Nobody was hung up after all.
    assert_eq!(scene.at_extension("fallback", "Wait"), CALLS);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_comes_meanwhile_is_parted_with_at_once() -> Result<(), Failure> {
    for dialplan in [false, true] {
        let (scene, events) = Scene::new().await;
        let serving = begin(events.serve(stay));
        let first = scene.caller().await;
        scene.alive(1).await;
        let parting = if dialplan { to_the_fallback() } else { Parting::hang_up() };
        let ari = scene.ari.clone();
        let draining = tokio::spawn(async move { ari.drain(3 * PATIENCE, parting).await });
        let late = scene.caller().await;
        eventually("the late one is parted with", async || {
            if dialplan {
                (scene.at_extension("fallback", "Wait") == 1).then_some(())
            } else {
                late.phone.get().await.err().map(drop)
            }
        })
        .await;
        assert!(!draining.is_finished());
        assert_eq!(
            scene.other.channel(&first.call).get().await?.dialplan.app_name.as_deref(),
            Some("Stasis")
        );
        first.phone.hangup().await?;
        let drained = timeout(PATIENCE, draining).await??;
        assert_eq!((drained.alive, drained.parted, drained.remaining), (1, 0, 0));
        let served = scene.close(serving).await?;
        assert_eq!((served.calls, served.failed, served.refused), (1, 0, 1));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_end_in_time_are_not_parted_with() -> Result<(), Failure> {
    const STAYERS: usize = 5;
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    let callers = scene.callers(CALLS).await;
    scene.alive(CALLS).await;
    let ari = scene.ari.clone();
    let begun = Instant::now();
    let draining =
        tokio::spawn(async move { ari.drain(Duration::from_secs(6), Parting::hang_up()).await });
    for caller in &callers[STAYERS..] {
        caller.phone.hangup().await?;
    }
    scene.alive(STAYERS).await;
    assert!(begun.elapsed() < Duration::from_secs(6), "too slow a machine for this test");
    let drained = timeout(PATIENCE, draining).await??;
    assert_eq!((drained.alive, drained.parted, drained.remaining), (CALLS, STAYERS, 0));
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_ends_serving_with_the_report() -> Result<(), Failure> {
    // Often, since the last call may end while serving does.
    for parting in [Parting::hang_up(), to_the_fallback(), Parting::hang_up(), to_the_fallback()] {
        let (scene, events) = Scene::new().await;
        let (sender, receiver) = oneshot::channel::<()>();
        let signal = async move { drop(receiver.await) };
        let serving = begin(events.serve(stay).drain_on(signal, SOON, parting));
        scene.callers(CALLS).await;
        scene.alive(CALLS).await;
        sender.send(()).map_err(|()| "nobody waits for it")?;
        let served = end_of(serving).await?;
        let drained = served.drained.ok_or("no report")?;
        assert_eq!((drained.alive, drained.parted, drained.remaining), (CALLS, CALLS, 0));
        assert_eq!((served.calls, served.failed, served.refused), (CALLS as u64, 0, 0));
        assert_eq!(scene.ari.health().live_calls, 0);
        scene.ari.close().await;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_signal_lets_calls_be_left_for_another_process() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let (sender, receiver) = oneshot::channel::<()>();
    let signal = async move { drop(receiver.await) };
    let serving = begin(events.serve(stay).drain_on(signal, SOON, Parting::leave()));
    let callers = scene.callers(CALLS).await;
    scene.alive(CALLS).await;
    sender.send(()).map_err(|()| "nobody waits for it")?;
    let served = end_of(serving).await?;
    let drained = served.drained.ok_or("no report")?;
    assert_eq!((drained.alive, drained.parted), (CALLS, CALLS));
    assert_eq!(scene.ari.health().live_calls, 0);
    scene.ari.close().await;
    let held = scene.other.application(APPLICATION).get().await?.channel_ids;
    assert_eq!(
        callers.iter().filter(|it| held.iter().any(|id| *id == *it.call.as_str())).count(),
        CALLS
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handlers_finish_their_work_while_service_is_left() -> Result<(), Failure> {
    for by_signal in [false, true] {
        let (scene, events) = Scene::new().await;
        let notes = Notes::default();
        let noted = notes.clone();
        let serve = events.serve(move |call: Call| {
            let notes = noted.clone();
            async move {
                notes.add("begins");
                call.left().await;
                // Such as storing a voicemail.
                tokio::time::sleep(Duration::from_secs(1)).await;
                notes.add("stored");
                Ok::<(), Error>(())
            }
        });
        let (sender, receiver) = oneshot::channel::<()>();
        let serving = if by_signal {
            begin(serve.drain_on(async move { drop(receiver.await) }, SOON, Parting::hang_up()))
        } else {
            begin(serve)
        };
        scene.callers(3).await;
        notes.until("begins", 3).await;
        let (drained, served) = if by_signal {
            drop(sender);
            let served = end_of(serving).await?;
            (served.drained.ok_or("no report")?, served)
        } else {
            let drained = timeout(PATIENCE, scene.ari.drain(SOON, Parting::hang_up())).await?;
            assert_eq!(notes.count("stored"), 3);
            (drained, scene.close(serving).await?)
        };
        assert_eq!((drained.alive, drained.parted, drained.remaining), (3, 3, 0));
        assert_eq!((served.calls, served.failed), (3, 0));
        assert_eq!(notes.count("stored"), 3);
    }
    Ok(())
}

#[tokio::test]
async fn an_idle_service_is_left_at_once() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let serving = begin(events.serve(stay));
    let first = scene.caller().await;
    scene.alive(1).await;
    first.phone.hangup().await?;
    scene.empty().await;
    let drained = timeout(PATIENCE, scene.ari.drain(3 * PATIENCE, Parting::hang_up())).await?;
    assert_eq!((drained.alive, drained.parted, drained.remaining), (0, 0, 0));
    // Nobody gets in any more.
    let late = scene.caller().await;
    eventually("the late one is turned away", async || late.phone.get().await.err()).await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.refused), (1, 1));
    Ok(())
}
