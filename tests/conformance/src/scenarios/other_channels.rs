//! Channels that are no calls: snooping and external media.

use crate::{Run, Scenario, Stage, scenario};

use super::leg;

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(snoop, "snoop/both", "listens and whispers, and ends with the channel"),
        scenario!(with_id, "snoop/with-id", "the id in the path; hung up before the channel"),
        scenario!(bad_snoops, "snoop/refused", "wrong directions and applications"),
        scenario!(rtp, "external-media/rtp", "media over RTP"),
        scenario!(bad_media, "external-media/refused", "what it does not take"),
    ]
}

async fn snoop(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let query = [
        ("spy", "both"),
        ("whisper", "out"),
        ("app", "menu"),
        ("appArgs", "a,b"),
        ("snoopId", "spy"),
    ];
    stage.post("channels/near/snoop", &query).await?;
    stage.event("StasisStart", "spy").await?;
    stage.settle().await;
    stage.get("channels/spy", &[]).await?;
    stage.get("channels/near", &[]).await?;
    stage.hang_up("near").await?;
    stage.event("StasisEnd", "spy").await?;
    Ok(())
}

async fn with_id(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let query = [("spy", "in"), ("app", "menu")];
    stage.post("channels/near/snoop/spy", &query).await?;
    stage.event("StasisStart", "spy").await?;
    stage.settle().await;
    stage.post("channels/near/snoop/spy", &query).await?;
    stage.settle().await;
    let source = [("eventSource", "channel:spy")];
    stage.post("applications/menu/subscription", &source).await?;
    stage.delete("channels/spy", &[]).await?;
    stage.event("StasisEnd", "spy").await?;
    stage.settle().await;
    stage.get("channels/spy", &[]).await?;
    stage.get("channels", &[]).await?;
    stage.hang_up("near").await?;
    stage.settle().await;
    Ok(())
}

async fn bad_snoops(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let (path, app) = ("channels/near/snoop/spy", ("app", "menu"));
    stage.post("channels/nobody/snoop", &[("spy", "both"), app]).await?;
    stage.post("channels/nobody/snoop/spy", &[("spy", "both"), app]).await?;
    stage.post(path, &[]).await?;
    stage.post(path, &[app]).await?;
    stage.post(path, &[("spy", "both")]).await?;
    stage.post(path, &[("spy", "sideways"), app]).await?;
    stage.post(path, &[("whisper", "sideways"), app]).await?;
    stage.post(path, &[("spy", "none"), ("whisper", "none"), app]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn rtp(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let query = [
        ("app", "menu"),
        ("external_host", "127.0.0.1:9"),
        ("format", "ulaw"),
        ("channelId", "media"),
    ];
    stage.post("channels/externalMedia", &query).await?;
    stage.event("StasisStart", "media").await?;
    stage.settle().await;
    stage.get("channels/media", &[]).await?;
    stage.post("channels/externalMedia", &query).await?;
    stage.get("channels/media/rtp_statistics", &[]).await?;
    leg(stage, "menu", "near").await?;
    super::bridge(stage, "room", "mixing", &["near", "media"]).await?;
    stage.hang_up("media").await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn bad_media(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let (app, format) = (("app", "menu"), ("format", "ulaw"));
    let host = ("external_host", "127.0.0.1:9");
    let path = "channels/externalMedia";
    stage.post(path, &[]).await?;
    stage.post(path, &[app]).await?;
    stage.post(path, &[app, host]).await?;
    stage.post(path, &[host, format]).await?;
    stage.post(path, &[app, format]).await?;
    stage.post(path, &[app, host, ("format", "nothing")]).await?;
    stage.post(path, &[app, host, format, ("encapsulation", "paper")]).await?;
    stage.post(path, &[app, host, format, ("transport", "pigeon")]).await?;
    stage.post(path, &[app, host, format, ("direction", "up")]).await?;
    stage
        .post(path, &[app, host, format, ("connection_type", "wet"), ("channelId", "wet")])
        .await?;
    stage.settle().await;
    Ok(())
}
