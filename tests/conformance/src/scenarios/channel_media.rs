//! What a channel hears and says: digits, hold, music, silence, muting.

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, bridge, leg, leg_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(received, "dtmf/received", "the caller's digits"),
        scenario!(sent, "dtmf/sent", "digits to the other side, with every parameter"),
        scenario!(refused, "dtmf/refused", "wrong digits and numbers"),
        scenario!(bridged, "dtmf/bridged", "digits between two channels of a bridge"),
        scenario!(hold, "hold/channel", "hold and unhold"),
        scenario!(music, "moh/channel", "music, of a class, of none that exists"),
        scenario!(silence, "silence/channel", "silence and its end"),
        scenario!(mute, "mute/channel", "each direction, and one that is none"),
        scenario!(nobody, "media/nobody", "every one of these on a channel that is not there"),
        scenario!(outside, "media/outside", "every one of these on a channel in no application"),
        scenario!(statistics, "rtp-statistics/local", "a channel without RTP"),
    ]
}

async fn received(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "digits-1*#A").await?;
    for digit in ["1", "*", "#", "A"] {
        stage.event_where("ChannelDtmfReceived", "caller", |it| it["digit"] == digit).await?;
    }
    stage.hang_up("caller").await
}

async fn sent(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "answered-menu").await?;
    stage.event("StasisStart", "near-far").await?;
    stage.settle().await;
    stage.post("channels/near/dtmf", &[("dtmf", "5")]).await?;
    stage.event_where("ChannelDtmfReceived", "near-far", |it| it["digit"] == "5").await?;
    let query = [
        ("dtmf", "6D"),
        ("before", "100"),
        ("between", "50"),
        ("duration", "120"),
        ("after", "50"),
    ];
    stage.post("channels/near/dtmf", &query).await?;
    stage.event_where("ChannelDtmfReceived", "near-far", |it| it["digit"] == "6").await?;
    stage.event_where("ChannelDtmfReceived", "near-far", |it| it["digit"] == "D").await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/dtmf", &[]).await?;
    stage.post("channels/near/dtmf", &[("dtmf", "")]).await?;
    stage.post("channels/near/dtmf", &[("dtmf", "xyz")]).await?;
    stage.post("channels/near/dtmf", &[("dtmf", "1"), ("duration", "long")]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn bridged(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "ann", "digits-7").await?;
    leg(stage, "menu", "bob").await?;
    bridge(stage, "room", "mixing", &["ann", "bob"]).await?;
    super::dialled(stage, "ann").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.hang_up("bob").await
}

async fn hold(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "answered-menu").await?;
    stage.event("StasisStart", "near-far").await?;
    stage.settle().await;
    stage.post("channels/near/hold", &[]).await?;
    stage.settle().await;
    stage.get("channels/near", &[]).await?;
    stage.delete("channels/near/hold", &[]).await?;
    stage.settle().await;
    // Again, for nothing.
    stage.delete("channels/near/hold", &[]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn music(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/moh", &[]).await?;
    stage.settle().await;
    stage.delete("channels/near/moh", &[]).await?;
    stage.settle().await;
    stage.post("channels/near/moh", &[("mohClass", "default")]).await?;
    stage.settle().await;
    stage.settle().await;
    stage.post("channels/near/moh", &[("mohClass", "nothing")]).await?;
    stage.settle().await;
    stage.delete("channels/near/moh", &[]).await?;
    stage.settle().await;
    stage.delete("channels/near/moh", &[]).await?;
    stage.settle().await;
    stage.post("channels/near/moh", &[]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn silence(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/silence", &[]).await?;
    stage.settle().await;
    stage.delete("channels/near/silence", &[]).await?;
    stage.settle().await;
    stage.delete("channels/near/silence", &[]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn mute(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/mute", &[]).await?;
    stage.delete("channels/near/mute", &[]).await?;
    for direction in ["in", "out", "both", "sideways"] {
        stage.post("channels/near/mute", &[("direction", direction)]).await?;
        stage.delete("channels/near/mute", &[("direction", direction)]).await?;
    }
    stage.settle().await;
    stage.hang_up("near").await
}

/// Every operation on a channel that needs it to be in an application.
const CONTROLS: [(&str, &str); 14] = [
    ("POST", "answer"),
    ("POST", "ring"),
    ("DELETE", "ring"),
    ("POST", "progress"),
    ("POST", "dtmf?dtmf=1"),
    ("POST", "mute"),
    ("DELETE", "mute"),
    ("POST", "hold"),
    ("DELETE", "hold"),
    ("POST", "moh"),
    ("DELETE", "moh"),
    ("POST", "silence"),
    ("DELETE", "silence"),
    ("POST", "play?media=sound:beep"),
];

async fn controls(stage: &mut Stage, id: &str) -> Run {
    for (verb, path) in CONTROLS {
        stage.call(verb, &format!("channels/{id}/{path}"), &[], None).await?;
    }
    stage.get(&format!("channels/{id}/rtp_statistics"), &[]).await?;
    stage.post(&format!("channels/{id}/play/mine"), &[("media", "sound:beep")]).await?;
    let query = [("name", "outside"), ("format", "wav")];
    stage.post(&format!("channels/{id}/record"), &query).await?;
    stage.post(&format!("channels/{id}/continue"), &[]).await?;
    stage.post(&format!("channels/{id}/move"), &[("app", "menu")]).await?;
    stage.post(&format!("channels/{id}/dial"), &[]).await?;
    let query = [("spy", "both"), ("app", "nobody")];
    stage.post(&format!("channels/{id}/snoop"), &query).await?;
    stage.settle().await;
    Ok(())
}

async fn nobody(stage: &mut Stage) -> Run {
    stage.get("channels/nobody", &[]).await?;
    controls(stage, "nobody").await
}

async fn outside(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.get("channels/near-far", &[]).await?;
    controls(stage, "near-far").await?;
    stage.hang_up("near").await
}

async fn statistics(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.get("channels/near/rtp_statistics", &[]).await?;
    stage.hang_up("near").await
}
