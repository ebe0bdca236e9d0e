//! Waiting for ever: music, announcements, the end of the bridge with its last caller, and a hangup anywhere.

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::Heard;
use tokio::time::sleep;

use crate::Failure;
use crate::room::{Scene, caller, moment};

/// With announcements after so many seconds.
async fn scene(pause: &str) -> Result<Scene, Failure> {
    Scene::new("bridge_infinite_wait", &[pause, "sound:announcement"], Setup::new()).await
}

#[tokio::test]
async fn bridge_infinite_wait_destroys_its_bridge_with_the_last_caller() -> Result<(), Failure> {
    let mut scene = scene("3600").await?;
    let first = scene.talk().await?;
    let said = scene.until_waits().await?;
    assert_eq!(said[0], "Channel CALLER has entered the application");
    let second = scene.talk().await?;
    scene.until_waits().await?;
    let bridges = scene.phones.ari.bridges().list().await?;
    assert_eq!((bridges.len(), bridges[0].name.as_str()), (1, "infinite-wait"));
    scene.bridged("holding", 2).await;
    scene.hears(&first, Heard::Sound).await?;
    first.hangup().await?;
    scene.until_left().await?;
    assert_eq!(scene.bridged("holding", 1).await, [caller(&second)]);
    scene.hears(&second, Heard::Sound).await?;
    second.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    // The next one gets another.
    let third = scene.talk().await?;
    scene.until_waits().await?;
    let again = scene.phones.ari.bridges().list().await?;
    assert_ne!(again[0].id, bridges[0].id);
    third.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn bridge_infinite_wait_announces_in_place_of_the_music() -> Result<(), Failure> {
    // The announcement is silent here, so that music beside it would be heard.
    let mut scene = scene("4").await?;
    scene.silence("announcement", 6)?;
    let phone = scene.talk().await?;
    scene.until_waits().await?;
    scene.hears(&phone, Heard::Sound).await?;
    for _ in 0..2 {
        assert_eq!(scene.line().await?, "Channel CALLER hears an announcement");
        scene.hears(&phone, Heard::Silence).await?;
        scene.hears(&phone, Heard::Sound).await?;
    }
    phone.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    Ok(())
}

impl Scene {
    async fn until_waits(&mut self) -> Result<Vec<String>, Failure> {
        let mut lines = Vec::new();
        loop {
            lines.push(self.line().await?);
            if lines.iter().any(|it| it.contains(" waits in ")) {
                return Ok(lines);
            }
        }
    }
}

/// A call up to a line after which the caller hangs up.
async fn call(scene: &mut Scene, lines: usize) -> Result<ChannelHandle, Failure> {
    let phone = scene.call().await?;
    for _ in 0..lines {
        scene.line().await?;
    }
    sleep(moment(30)).await;
    phone.hangup().await?;
    if lines > 0 {
        scene.until_left().await?;
    }
    scene.gone().await?;
    Ok(phone)
}

#[tokio::test]
async fn bridge_infinite_wait_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene("1").await?;
    scene.silence("announcement", 2)?;
    for _ in 0..6 {
        for lines in 1..=2 {
            call(&mut scene, lines).await?;
        }
    }
    // During an announcement.
    for _ in 0..4 {
        let phone = scene.talk().await?;
        scene.until_waits().await?;
        scene.until(" hears an announcement").await?;
        sleep(moment(1_700)).await;
        phone.hangup().await?;
        scene.until_left().await?;
        scene.gone().await?;
    }
    // Both at once.
    for _ in 0..4 {
        let (first, second) = (scene.talk().await?, scene.talk().await?);
        scene.bridged("holding", 2).await;
        let (one, other) = tokio::join!(first.hangup(), second.hangup());
        one?;
        other?;
        scene.until_left().await?;
        scene.until_left().await?;
        scene.gone().await?;
    }
    scene.report();
    for _ in 0..5 {
        call(&mut scene, 0).await?;
    }
    let phone = scene.talk().await?;
    scene.until_waits().await?;
    scene.hears(&phone, Heard::Sound).await?;
    scene.example.terminate().await?;
    Ok(())
}
