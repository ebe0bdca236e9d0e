//! Moving callers from waiting to talking: music, the talk, another attempt, and who hangs up when.

use ari_harness::Setup;
use ari_live_tests::{Heard, Phones};

use crate::Failure;
use crate::parties::{goes_on, hung_up_on};
use crate::room::{Scene, caller};

async fn scene(endpoint: &str) -> Result<Scene, Failure> {
    Scene::new("bridge_move", &[endpoint], Setup::new()).await
}

#[tokio::test]
async fn bridge_move_moves_who_is_answered() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    let phone = scene.talk().await?;
    let endpoint = scene.phones.rings().await;
    assert_eq!(scene.bridged("holding", 1).await, [caller(&phone)]);
    scene.hears(&phone, Heard::Sound).await?;
    endpoint.answer().await?;
    scene.until("moves and talks with Local/app-phones@default").await?;
    let members = scene.bridged("mixing", 2).await;
    assert!(members.contains(&caller(&phone)), "{members:?}");
    scene.bridged("holding", 0).await;
    endpoint.play(["tone:1004"]).await?;
    scene.hears(&phone, Heard::Sound).await?;
    endpoint.hangup().await?;
    let said = [
        "Channel CALLER has talked with Local/app-phones@default",
        "Channel CALLER just left our application",
    ];
    assert_eq!(scene.until_left().await?, said);
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn bridge_move_gives_up_after_three_attempts() -> Result<(), Failure> {
    let mut scene = scene("Local/busy@default").await?;
    let phone = scene.talk().await?;
    let said = scene.until_left().await?;
    let attempts: Vec<_> = said.iter().filter(|it| it.contains(", attempt ")).collect();
    assert_eq!(attempts.len(), 3, "{said:#?}");
    assert_eq!(said[2], "Channel CALLER goes on waiting: Busy");
    scene.plays(&phone, "sound:vm-nobodyavail").await;
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn bridge_move_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    hung_up_on(&mut scene).await?;
    scene.report();
    goes_on(scene, "moves and talks with Local/app-phones@default").await
}
