//! The echo by RTP: what callers say comes back, it is counted, and nothing outlives a call.

use ari_harness::Setup;

use crate::Failure;
use crate::ear::hears_itself;
use crate::moments::hung_up_on;
use crate::room::Scene;

async fn scene() -> Result<Scene, Failure> {
    Scene::new("external_media_rtp", &[], Setup::new()).await
}

#[tokio::test]
async fn callers_of_external_media_rtp_hear_themselves() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let phone = scene.talk().await?;
    let said = ["Channel CALLER has entered the application", "Channel CALLER hears itself"];
    assert_eq!(scene.until("hears itself").await?, said);
    hears_itself(&mut scene, &phone).await?;
    phone.hangup().await?;
    // In either order.
    let mut said = [scene.line().await?, scene.line().await?];
    said.sort_by_key(|it| it.ends_with(" lost"));
    assert_eq!(said[0], "Channel CALLER just left our application");
    let line = &said[1];
    let packets = line.strip_prefix("Channel CALLER sent ").ok_or(line.as_str())?;
    let packets = packets.strip_suffix(" packets, 0 were lost").ok_or(line.as_str())?;
    // Three seconds of fifty.
    assert!(packets.parse::<u64>()? > 100, "{line}");
    scene.gone().await?;
    // It is told to end while somebody listens, whom it hangs up after its time of grace.
    scene.talk().await?;
    scene.until("hears itself").await?;
    scene.example.signal().await?;
    let said = scene.example.ended().await?;
    assert!(said.iter().any(|it| it.ends_with("just left our application")), "{said:?}");
    scene.gone().await?;
    Ok(())
}

#[tokio::test]
async fn external_media_rtp_is_hung_up_on_at_any_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    hung_up_on(&mut scene, 2, async |_, _, _| Ok(())).await?;
    scene.example.terminate().await?;
    Ok(())
}
