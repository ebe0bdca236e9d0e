//! Connecting callers: ringing, the talk, every outcome, and who hangs up when.

use ari_harness::Setup;
use ari_live_tests::{Heard, Phones, awaited};
use tokio::time::sleep;

use crate::Failure;
use crate::parties::{Who, call, goes_on, hung_up_on};
use crate::room::{Scene, caller, moment};

async fn scene(endpoint: &str) -> Result<Scene, Failure> {
    Scene::new("bridge_dial", &[endpoint], Setup::new()).await
}

/// How a call to the phones begins.
const BEGINNING: [&str; 2] =
    ["Channel CALLER has entered the application", "Channel CALLER calls Local/app-phones@default"];

#[tokio::test]
async fn bridge_dial_connects_until_the_endpoint_hangs_up() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    let phone = scene.call().await?;
    let endpoint = scene.phones.rings().await;
    endpoint.ring().await?;
    let id = phone.channel_id().clone();
    awaited!(scene.phones.watch, Dial, |it| it.peer.id == id
        && it.dialstatus.as_str() == "RINGING");
    endpoint.answer().await?;
    scene.phones.answered(&phone).await;
    let said = scene.until("talks with Local/app-phones@default").await?;
    assert_eq!(said[..2], BEGINNING);
    let members = scene.bridged("mixing", 2).await;
    assert!(members.contains(&caller(&phone)), "{members:?}");
    // What the one says, the other hears.
    endpoint.play(["tone:1004"]).await?;
    scene.hears(&phone, Heard::Sound).await?;
    endpoint.hangup().await?;
    let said = ["Local/app-phones@default has hung up", "Channel CALLER just left our application"];
    assert_eq!(scene.until_left().await?, said);
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn bridge_dial_tells_why_there_is_no_talk() -> Result<(), Failure> {
    for (endpoint, tone, cause) in [
        ("Local/busy@default", "busy", 17),
        ("Local/congestion@default", "congestion", 34),
        ("Local/nobody@default", "congestion", 34),
        ("Carrier/pigeon", "congestion", 34),
    ] {
        let mut scene = scene(endpoint).await?;
        let phone = scene.call().await?;
        scene.plays(&phone, &format!("tone:{tone}")).await;
        let said = scene.until_left().await?;
        let hears = format!("Channel CALLER hears {tone}: {tone}");
        assert_eq!(said[2], hears, "{said:#?}");
        let id = phone.channel_id().clone();
        let end = awaited!(scene.phones.watch, ChannelDestroyed, |it| it.channel.id == id);
        assert_eq!(end.cause, cause, "{endpoint}");
        scene.gone().await?;
    }
    Ok(())
}

#[tokio::test]
async fn bridge_dial_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    hung_up_on(&mut scene).await?;
    // The endpoint does not answer, but hangs up; then the caller hears a tone for some time.
    call(&mut scene, 2, Who::Endpoint).await?;
    scene.report();
    goes_on(scene, "talks with Local/app-phones@default").await
}

#[tokio::test]
async fn bridge_dial_is_hung_up_on_during_the_tone() -> Result<(), Failure> {
    let mut scene = scene("Local/busy@default").await?;
    for _ in 0..5 {
        let phone = scene.call().await?;
        scene.until("hears busy: busy").await?;
        sleep(moment(500)).await;
        phone.hangup().await?;
        scene.until_left().await?;
        scene.gone().await?;
    }
    scene.report();
    Ok(())
}
