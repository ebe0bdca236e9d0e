//! Another client takes the application: calls go with it, and who served them is told.

use ari_generated::Connection;
use ari_generated::prelude::*;
use tokio::time::timeout;

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
