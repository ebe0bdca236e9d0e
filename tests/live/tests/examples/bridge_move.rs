//! Moving callers from waiting to talking: music, the talk, another attempt, and who hangs up when.

use ari_generated::channels::ChannelHandle;
use ari_harness::Setup;
use ari_live_tests::{Heard, Phones};
use tokio::time::sleep;

use crate::Failure;
use crate::room::{Scene, caller, moment};

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

/// Who hangs up.
#[derive(Clone, Copy)]
enum Who {
    Caller,
    Endpoint,
    Both,
}

/// A call up to a line after which somebody hangs up.
async fn call(scene: &mut Scene, lines: usize, who: Who) -> Result<(), Failure> {
    let phone = scene.call().await?;
    let mut endpoint: Option<ChannelHandle> = None;
    for line in 1..=lines {
        scene.line().await?;
        if line == 2 {
            let rings = scene.phones.rings().await;
            if lines > 2 {
                rings.answer().await?;
            }
            endpoint = Some(rings);
        }
    }
    sleep(moment(60)).await;
    let endpoint_hangs_up = async {
        match &endpoint {
            Some(endpoint) => endpoint.hangup().await.map(drop),
            None => Ok(()),
        }
    };
    match who {
        Who::Caller => drop(phone.hangup().await?),
        Who::Endpoint => endpoint_hangs_up.await?,
        Who::Both => {
            let (one, other) = tokio::join!(phone.hangup(), endpoint_hangs_up);
            one?;
            other?;
        }
    }
    if lines > 0 {
        scene.until_left().await?;
    }
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn bridge_move_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene(Phones::ENDPOINT).await?;
    for _ in 0..5 {
        for lines in 1..=3 {
            call(&mut scene, lines, Who::Caller).await?;
        }
        call(&mut scene, 2, Who::Both).await?;
        call(&mut scene, 3, Who::Both).await?;
        call(&mut scene, 3, Who::Endpoint).await?;
    }
    scene.report();
    for _ in 0..5 {
        call(&mut scene, 0, Who::Caller).await?;
    }
    // Some of these never entered; one more is served wholly.
    scene.call().await?;
    let endpoint = scene.phones.rings().await;
    endpoint.answer().await?;
    scene.until("moves and talks with Local/app-phones@default").await?;
    endpoint.hangup().await?;
    scene.until_left().await?;
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}
