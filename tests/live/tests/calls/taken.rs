//! Another client takes the application: calls go with it, and who served them is told.

use std::time::Duration;

use ari_generated::Connection;
use ari_generated::prelude::*;
use ari_live_tests::eventually;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use crate::Failure;
use crate::scene::{FOREVER, Notes, PATIENCE, Scene, begin, nimble};

const CALLS: usize = 20;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_go_to_who_took_the_application() -> Result<(), Failure> {
    let (mut scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let serving = begin(events.serve(move |call: Call| {
        let notes = noted.clone();
        async move {
            call.on_left({
                let notes = notes.clone();
                move |left| async move { notes.add(format!("hook: {left}")) }
            });
            call.channel().answer().await?;
            notes.add("answered");
            let left = call.sleep(FOREVER).await;
            notes.add(format!("handler: {}", left.expect_err("it leaves")));
            left?;
            Ok::<(), Error>(())
        }
    }));
    let callers = scene.callers(CALLS).await;
    notes.until("answered", CALLS).await;

    let (second, seconds) = nimble(scene.instance.url(), &scene.instance).await?;
    let error = match timeout(PATIENCE, serving).await?? {
        Err(error) => error,
        Ok(served) => return Err(format!("it ended well: {served:?}").into()),
    };
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(error.to_string().contains("Replaced"), "{error}");
    let health = scene.ari.health();
    assert!(matches!(health.connection, Connection::Over(Ended::Replaced)), "{health:?}");
    assert_eq!(health.live_calls, 0);
    let left = "the call left: there are no events any more (Replaced)";
    assert_eq!(notes.count(&format!("handler: {left}")), CALLS, "{:?}", notes.all());
    assert_eq!(notes.count(&format!("hook: {left}")), CALLS, "{:?}", notes.all());
    assert_eq!(notes.all().len(), 3 * CALLS, "{:?}", notes.all());

    // They are the second one's now, alive and well.
    let serving = begin(seconds.serve(crate::scene::stay).adopt());
    scene.ari = second;
    scene.alive(CALLS).await;
    for caller in &callers {
        caller.phone.hangup().await?;
    }
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (CALLS as u64, 0));
    Ok(())
}

#[tokio::test]
async fn a_signal_ends_serving_that_was_taken_from() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let noted = notes.clone();
    let (signal, signalled) = oneshot::channel::<()>();
    let serve = events.serve(move |_: Call| {
        let notes = noted.clone();
        async move {
            notes.add("began");
            // Not bound to the call: it does not notice that it left.
            sleep(FOREVER).await;
            Ok::<(), Error>(())
        }
    });
    let told = async { drop(signalled.await) };
    let serving = begin(serve.drain_on(told, Duration::from_millis(100), Parting::hang_up()));
    scene.caller().await;
    notes.until("began", 1).await;
    let (_second, _events) = nimble(scene.instance.url(), &scene.instance).await?;
    eventually("it is taken", async || {
        let connection = scene.ari.health().connection;
        matches!(connection, Connection::Over(Ended::Replaced)).then_some(())
    })
    .await;
    assert!(!serving.is_finished());
    assert!(signal.send(()).is_ok());
    let error = timeout(PATIENCE, serving).await??.expect_err("it was taken");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert_eq!(scene.ari.health().live_calls, 0);
    // The channel is the second one's, and lives.
    assert_eq!(scene.other.channels().list().await?.len(), 2);
    Ok(())
}
