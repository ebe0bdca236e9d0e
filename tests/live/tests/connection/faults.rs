//! Ways in which a websocket ends while a call goes on: each is noticed, mended, and costs no event after it.

use std::time::Duration;

use ari_generated::{Connection, ErrorKind};
use ari_live_tests::{Proxy, Which, eventually};
use tokio::time::{Instant, timeout};

use crate::Failure;
use crate::scene::Scene;

/// The connection breaks in one way, and a call survives it.
async fn a_call_survives(fault: fn(&Proxy)) -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    fault(&scene.proxy);
    // A frame on its way: some faults need one.
    scene.direct.channel(channel.channel_id()).set_variable("CAUSE").value("1").await?;
    let lost = scene.items.lost().await;
    assert!(!lost.reason.is_empty());
    assert_eq!(scene.ari.asterisk().ping().await?.ping, "pong");
    let reconnected = scene.items.reconnected().await;
    assert_eq!(reconnected.generation, 2);
    assert!(reconnected.attempts >= 1);
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    assert_eq!(resynced.generation, 2);
    let channels = resynced.picture("channel").ok_or("no picture")?;
    assert!(channels.remaining.iter().any(|it| *it == **channel.channel_id()), "{resynced:?}");
    assert!(channels.ended.is_empty() && channels.left.is_empty(), "{resynced:?}");
    assert!(channels.appeared.is_empty(), "{resynced:?}");
    scene.hears(&channel).await;
    channel.hangup().await?;
    drop(channel);
    scene.leave().await;
    Ok(())
}

#[tokio::test]
async fn it_is_reset() -> Result<(), Failure> {
    a_call_survives(|it| it.reset(Which::Websockets)).await
}

#[tokio::test]
async fn it_is_closed() -> Result<(), Failure> {
    a_call_survives(|it| it.close(Which::Websockets)).await
}

#[tokio::test]
async fn it_ends_inside_a_frame() -> Result<(), Failure> {
    a_call_survives(Proxy::cut_mid_frame).await
}

#[tokio::test]
async fn the_pool_breaks_with_it() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    scene.proxy.reset(Which::All);
    scene.items.lost().await;
    assert_eq!(scene.items.reconnected().await.generation, 2);
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn it_falls_silent() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    scene.proxy.stall(Which::Websockets);
    // Pings go out every 200 ms.
    let lost = timeout(Duration::from_secs(5), scene.items.lost()).await?;
    assert!(lost.reason.contains("ping"), "{lost:?}");
    assert_eq!(scene.ari.asterisk().ping().await?.ping, "pong");
    scene.proxy.resume();
    assert_eq!(scene.items.reconnected().await.generation, 2);
    assert!(scene.items.resynced().await.complete);
    scene.hears(&channel).await;
    drop(channel);
    scene.leave().await;
    Ok(())
}

#[tokio::test]
async fn a_quiet_connection_is_kept() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    // Ten periods: only pongs come.
    let began = Instant::now();
    eventually("two seconds of pongs", async || {
        let health = scene.ari.health();
        assert!(matches!(health.connection, Connection::Up), "{health:?}");
        (began.elapsed() > Duration::from_secs(2)).then_some(())
    })
    .await;
    let pong = scene.ari.health().last_pong.ok_or("never")?;
    assert!(pong < began.elapsed(), "{pong:?}");
    let channel = scene.call().await;
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn nobody_answers_for_a_while() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    assert_eq!(scene.ari.health().generation, 1);
    scene.enter_the_gap().await;
    let error = eventually("two attempts", async || match scene.ari.health().connection {
        Connection::Down { attempts, error } if attempts >= 2 => error,
        _ => None,
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    let health = scene.ari.health();
    assert_eq!(health.generation, 1, "{health:?}");
    let before = Instant::now();
    scene.proxy.accept();
    let reconnected = scene.items.reconnected().await;
    assert_eq!(reconnected.generation, 2);
    assert!(reconnected.attempts > 2, "{reconnected:?}");
    let health = scene.ari.health();
    assert!(matches!(health.connection, Connection::Up), "{health:?}");
    assert_eq!(health.generation, 2);
    assert!(health.last_pong.is_some_and(|it| it <= before.elapsed()), "{health:?}");
    assert!(scene.items.resynced().await.complete);
    let channel = scene.call().await;
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn it_breaks_again_and_again() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    for generation in 2..6 {
        scene.proxy.reset(Which::Websockets);
        scene.items.lost().await;
        assert_eq!(scene.items.reconnected().await.generation, generation);
        let resynced = scene.items.resynced().await;
        assert_eq!((resynced.generation, resynced.complete), (generation, true));
        let channels = resynced.picture("channel").ok_or("no picture")?;
        assert_eq!(channels.remaining.len(), 1, "{channels:?}");
        scene.hears(&channel).await;
    }
    drop(channel);
    scene.leave().await;
    Ok(())
}
