//! When the client waits, when it gives up, and that it can be closed at any time.

use std::time::Duration;

use ari_generated::events::StasisEnd;
use ari_generated::prelude::*;
use ari_generated::{Connection, WaitError};
use ari_harness::Setup;
use ari_live_tests::{Proxy, Which, asterisk, eventually};
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{Items, PATIENCE, Scene, nimble};

/// What closing may take, which is far less than the client would wait for Asterisk.
const QUICK: Duration = Duration::from_secs(4);

#[tokio::test]
async fn asterisk_comes_later() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    proxy.refuse().await;
    let connect = nimble(proxy.url(), &instance).wait_for_asterisk(PATIENCE);
    let mut connecting = tokio::spawn(async move { connect.await });
    // Time for some attempts.
    assert!(timeout(Duration::from_millis(600), &mut connecting).await.is_err());
    proxy.accept();
    let (ari, events) = timeout(PATIENCE, connecting).await???;
    assert_eq!(ari.health().generation, 1);
    ari.close().await;
    assert_eq!(Items::new(events).read_to_the_end().await, Ended::Closed);
    Ok(())
}

#[tokio::test]
async fn asterisk_never_comes() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    proxy.refuse().await;
    for limit in [None, Some(Duration::from_millis(500))] {
        let mut connect = nimble(proxy.url(), &instance);
        if let Some(limit) = limit {
            connect = connect.wait_for_asterisk(limit);
        }
        let error = timeout(PATIENCE, connect.into_future()).await?.err().ok_or("connected")?;
        assert_eq!(error.kind(), ErrorKind::Unreachable, "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn waiting_does_not_mend_a_wrong_password() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let wrong = Credentials::new(instance.username(), "sesame");
    let connect = Ari::connect(instance.url(), wrong)
        .app("any")
        .wait_for_asterisk(Duration::from_secs(3_600));
    let error = timeout(PATIENCE, connect.into_future()).await?.err().ok_or("connected")?;
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    Ok(())
}

#[tokio::test]
async fn the_password_changes_meanwhile() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    let file = scene.instance.directory().join("etc/ari.conf");
    let right = std::fs::read_to_string(&file)?;
    let line = format!("password = {}", scene.instance.password());
    assert!(right.contains(&line), "{right}");
    std::fs::write(&file, right.replacen(&line, "password = open sesame", 1))?;
    scene.instance.cli("module reload res_ari.so")?;
    let direct = scene.direct.clone();
    let kind = async || direct.channels().list().await.err().map(|it| it.kind());
    eventually("it is refused", async || {
        (kind().await == Some(ErrorKind::Unauthorized)).then_some(())
    })
    .await;
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    let error = eventually("two attempts", async || match scene.ari.health().connection {
        Connection::Down { attempts, error } if attempts >= 2 => error,
        _ => None,
    })
    .await;
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    assert!(error.to_string().contains("ari.conf"), "{error}");
    std::fs::write(&file, right)?;
    scene.instance.cli("module reload res_ari.so")?;
    assert_eq!(scene.items.reconnected().await.generation, 2);
    let resynced = scene.items.resynced().await;
    assert!(resynced.complete, "{resynced:?}");
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn it_is_given_up() -> Result<(), Failure> {
    let mut scene = Scene::with(|it| it.give_up_after(Duration::from_millis(500))).await;
    let channel = scene.call().await;
    let stream = Items::new(channel.events());
    let waiting = channel.wait_for::<StasisEnd>(PATIENCE);
    scene.enter_the_gap().await;
    let Scene { proxy, ari, items, .. } = scene;
    assert_eq!(items.read_to_the_end().await, Ended::Lost);
    assert_eq!(stream.read_to_the_end().await, Ended::Lost);
    let result = waiting.await;
    assert!(matches!(result, Err(WaitError::Ended(Ended::Lost))), "{result:?}");
    assert!(matches!(ari.health().connection, Connection::Over(Ended::Lost)));
    // Requests are another matter, and who comes later is told at once.
    proxy.accept();
    channel.hangup().await?;
    assert_eq!(Items::new(ari.events()).read_to_the_end().await, Ended::Lost);
    timeout(QUICK, ari.close()).await?;
    assert!(matches!(ari.health().connection, Connection::Over(Ended::Lost)));
    Ok(())
}

#[tokio::test]
async fn a_short_gap_is_not_given_up() -> Result<(), Failure> {
    let mut scene = Scene::with(|it| it.give_up_after(PATIENCE)).await;
    let channel = scene.call().await;
    for generation in 2..4 {
        scene.proxy.reset(Which::Websockets);
        scene.items.lost().await;
        assert_eq!(scene.items.reconnected().await.generation, generation);
        assert!(scene.items.resynced().await.complete);
    }
    scene.hears(&channel).await;
    Ok(())
}

#[tokio::test]
async fn it_is_closed_between_attempts() -> Result<(), Failure> {
    let mut scene = Scene::with(|it| it.longest_backoff(Duration::from_secs(60))).await;
    scene.enter_the_gap().await;
    timeout(QUICK, scene.ari.close()).await?;
    assert!(matches!(scene.ari.health().connection, Connection::Over(Ended::Closed)));
    assert_eq!(scene.items.read_to_the_end().await, Ended::Closed);
    Ok(())
}

#[tokio::test]
async fn it_is_closed_during_an_attempt() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let before = scene.proxy.accepted();
    scene.proxy.hang("/ari/events");
    scene.proxy.reset(Which::Websockets);
    scene.items.lost().await;
    let proxy = &scene.proxy;
    eventually("an attempt", async || (proxy.accepted() > before).then_some(())).await;
    timeout(QUICK, scene.ari.close()).await?;
    assert_eq!(scene.items.read_to_the_end().await, Ended::Closed);
    drop(scene.ari);
    let proxy = &scene.proxy;
    eventually("no connections", async || (proxy.connections() == 0).then_some(())).await;
    Ok(())
}

#[tokio::test]
async fn it_is_closed_while_asterisk_is_silent() -> Result<(), Failure> {
    let scene = Scene::with(|it| it.ping_every(PATIENCE).subscribe_all()).await;
    scene.proxy.stall(Which::All);
    // Unsubscribing and the close frame take up to two seconds each.
    timeout(2 * QUICK, scene.ari.close()).await?;
    assert_eq!(scene.items.read_to_the_end().await, Ended::Closed);
    drop(scene.ari);
    let proxy = &scene.proxy;
    eventually("no connections", async || (proxy.connections() == 0).then_some(())).await;
    Ok(())
}

#[tokio::test]
async fn it_goes_with_its_last_user() -> Result<(), Failure> {
    let mut scene = Scene::new().await;
    let channel = scene.call().await;
    scene.enter_the_gap().await;
    let Scene { proxy, ari, items, direct, .. } = scene;
    let id = channel.channel_id().clone();
    drop((channel, ari, items));
    proxy.accept();
    // The call is not the connection's.
    direct.channel(&id).hangup().await?;
    eventually("no connections", async || (proxy.connections() == 0).then_some(())).await;
    Ok(())
}
