//! Calls on a real Asterisk: each has a handler of its own, from its start to its true end.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{asterisk, connect, eventually};

type Failure = Box<dyn std::error::Error + Send + Sync>;

const LONG: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_calls_at_once_are_seen_to_their_true_cause() -> Result<(), Failure> {
    const CALLS: usize = 500;
    let instance = asterisk(Setup::new().session_limit(1_000));
    let (ari, events) = connect(&instance, "busy").await;
    let causes = Arc::new(AtomicUsize::new(0));
    let seen = causes.clone();
    let serving = tokio::spawn(
        events
            .serve(move |call: Call| {
                let seen = seen.clone();
                async move {
                    call.channel().ring().await?;
                    call.channel().answer().await?;
                    call.sleep(Duration::from_millis(200)).await?;
                    call.channel().hangup().await?;
                    call.left().await;
                    if let Some(Event::ChannelDestroyed(_)) = call.ended(LONG).await {
                        seen.fetch_add(1, Ordering::Relaxed);
                    }
                    Ok::<(), Error>(())
                }
            })
            .into_future(),
    );
    for _ in 0..CALLS {
        ari.channels()
            .originate("Local/app-busy@default")
            .context("default")
            .extension("wait")
            .priority(1)
            .await?;
    }
    eventually("all calls ended", || {
        let (ari, causes) = (ari.clone(), causes.clone());
        async move {
            (causes.load(Ordering::Relaxed) == CALLS && ari.health().live_calls == 0).then_some(())
        }
    })
    .await;
    let health = ari.health();
    let frames = health.frames;
    assert_eq!(
        frames.received,
        frames.wanted + frames.filtered + frames.malformed + frames.responses + frames.duplicates
    );
    let items = health.deliveries;
    assert_eq!(items.offered, items.taken + items.overflowed + items.queued + items.abandoned);
    ari.close().await;
    let served = serving.await??;
    assert_eq!((served.calls, served.failed, served.refused), (CALLS as u64, 0, 0));
    Ok(())
}

#[tokio::test]
async fn own_legs_are_no_calls() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "outgoing").await;
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let serving = tokio::spawn(
        events
            .serve(move |call: Call| {
                let counted = counted.clone();
                async move {
                    counted.fetch_add(1, Ordering::Relaxed);
                    call.channel().answer().await?;
                    let ari = call.ari();
                    ari.channels().originate("Local/wait@default").app("outgoing").await?;
                    ari.channels().create("Local/wait@default", "outgoing").await?;
                    call.channel().snoop("outgoing").await?;
                    call.sleep(Duration::from_secs(1)).await?;
                    Ok::<(), Error>(())
                }
            })
            .into_future(),
    );
    ari.channels()
        .originate("Local/app-outgoing@default")
        .context("default")
        .extension("wait")
        .priority(1)
        .await?;
    eventually("the call ended", || {
        let (ari, runs) = (ari.clone(), runs.clone());
        async move {
            (runs.load(Ordering::Relaxed) > 0 && ari.health().live_calls == 0).then_some(())
        }
    })
    .await;
    assert_eq!(runs.load(Ordering::Relaxed), 1);
    ari.close().await;
    assert_eq!(serving.await??.calls, 1);
    Ok(())
}

#[tokio::test]
async fn a_handler_that_fails_or_panics_leaves_no_orphan() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "faulty").await;
    let runs = Arc::new(AtomicUsize::new(0));
    let counted = runs.clone();
    let serving = tokio::spawn(
        events
            .serve(move |call: Call| {
                let run = counted.fetch_add(1, Ordering::Relaxed);
                async move {
                    call.channel().answer().await?;
                    match run {
                        0 => panic!("on purpose"),
                        1 => Err("on purpose".into()),
                        _ => Ok::<(), Failure>(()),
                    }
                }
            })
            .into_future(),
    );
    for _ in 0..3 {
        ari.channels()
            .originate("Local/app-faulty@default")
            .context("default")
            .extension("wait")
            .priority(1)
            .await?;
    }
    eventually("no channel is left", || {
        let ari = ari.clone();
        async move { ari.channels().list().await.ok()?.is_empty().then_some(()) }
    })
    .await;
    ari.close().await;
    let served = serving.await??;
    assert_eq!((served.calls, served.failed), (3, 2));
    Ok(())
}
