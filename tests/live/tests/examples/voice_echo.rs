//! The echo over a media websocket: what callers say comes back to them alone, what they type is seen, and nothing outlives
//! a call.

use ari_harness::Setup;

use crate::Failure;
use crate::ear::{Ear, hears_itself, is_audible};
use crate::moments::hung_up_on;
use crate::room::Scene;

async fn scene() -> Result<Scene, Failure> {
    Scene::new("voice_echo", &[], Setup::new()).await
}

#[tokio::test]
async fn callers_of_voice_echo_hear_themselves() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let phone = scene.talk().await?;
    let said = ["Channel CALLER has entered the application", "Channel CALLER hears itself"];
    assert_eq!(scene.until("hears itself").await?, said);
    // Who says nothing hears nothing.
    let ear = Ear::of(&mut scene, &phone).await?;
    scene.phones.types(&phone, "5#").await;
    assert_eq!(scene.line().await?, "Channel CALLER typed 5");
    assert_eq!(scene.line().await?, "Channel CALLER typed #");
    assert!(!is_audible(&ear.heard(&mut scene).await?));
    hears_itself(&mut scene, &phone).await?;
    phone.hangup().await?;
    assert_eq!(scene.until_left().await?, ["Channel CALLER just left our application"]);
    scene.gone().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn callers_of_voice_echo_hear_nobody_else() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (one, other) = (scene.talk().await?, scene.talk().await?);
    for _ in [&one, &other] {
        scene.until("hears itself").await?;
    }
    for (speaks, listens) in [(&one, &other), (&other, &one)] {
        let ear = Ear::of(&mut scene, listens).await?;
        hears_itself(&mut scene, speaks).await?;
        assert!(!is_audible(&ear.heard(&mut scene).await?));
    }
    // It is told to end, and hangs both up after its time of grace.
    scene.example.signal().await?;
    let said = scene.example.ended().await?;
    let left = said.iter().filter(|it| it.ends_with("just left our application"));
    assert_eq!((left.count(), said.len()), (2, 2), "{said:?}");
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn voice_echo_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    hung_up_on(&mut scene, 3, async |scene, phone, line| {
        if line.ends_with("hears itself") {
            scene.phones.types(phone, "1").await;
        }
        Ok(())
    })
    .await?;
    scene.example.terminate().await?;
    Ok(())
}
