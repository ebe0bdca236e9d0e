//! Calls in two steps, create, then dial, that are answered or given up.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(answers, "dial/answer", "it rings and answers"),
        scenario!(progress, "dial/progress", "early media"),
        scenario!(is_cancelled, "dial/cancelled", "hung up while it rings"),
        scenario!(with_a_caller, "dial/caller", "the channel for which it is dialled"),
        scenario!(in_a_bridge, "dial/in-a-bridge", "put into a bridge before it is dialled"),
        scenario!(created, "dial/create", "what create takes and refuses; never dialled"),
        scenario!(refused, "dial/refused", "dialled by mistake"),
    ]
}

pub(super) async fn create(stage: &mut Stage, extension: &str) -> Run {
    let endpoint = format!("Local/{extension}@conformance/n");
    let query = [
        ("endpoint", endpoint.as_str()),
        ("app", "out"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
    ];
    stage.post("channels/create", &query).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    Ok(())
}

async fn answers(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    create(stage, "ring-answer").await?;
    stage.get("channels/callee", &[]).await?;
    stage.post("channels/callee/dial", &[("timeout", "5")]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "ANSWER").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.hang_up("callee").await
}

async fn progress(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    create(stage, "progress").await?;
    stage.post("channels/callee/dial", &[]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "PROGRESS").await?;
    stage.settle().await;
    stage.get("channels/callee", &[]).await?;
    stage.hang_up("callee").await
}

async fn is_cancelled(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    create(stage, "ring").await?;
    stage.post("channels/callee/dial", &[]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "RINGING").await?;
    stage.settle().await;
    stage.hang_up("callee").await
}

async fn with_a_caller(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    super::leg(stage, "out", "ann").await?;
    create(stage, "ring-answer").await?;
    stage.post("channels/callee/dial", &[("caller", "ann")]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "ANSWER").await?;
    stage.settle().await;
    stage.hang_up("callee").await?;
    stage.hang_up("ann").await
}

async fn in_a_bridge(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    super::leg(stage, "out", "ann").await?;
    super::bridge(stage, "room", "mixing", &["ann"]).await?;
    create(stage, "slow").await?;
    stage.post("bridges/room/addChannel", &[("channel", "callee")]).await?;
    stage.event("ChannelEnteredBridge", "callee").await?;
    stage.settle().await;
    stage.post("channels/callee/dial", &[("caller", "ann")]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "ANSWER").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.hang_up("callee").await?;
    stage.settle().await;
    stage.hang_up("ann").await
}

async fn created(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    let (endpoint, app) = (("endpoint", "Local/wait@conformance/n"), ("app", "out"));
    stage.post("channels/create", &[]).await?;
    stage.post("channels/create", &[endpoint]).await?;
    stage.post("channels/create", &[app]).await?;
    stage.post("channels/create", &[("endpoint", "Nothing/x"), app]).await?;
    stage.post("channels/create", &[("endpoint", "wait"), app]).await?;
    let both = [endpoint, app, ("formats", "ulaw"), ("originator", "nobody")];
    stage.post("channels/create", &both).await?;
    let body = json!({
        "endpoint": "Local/wait@conformance/n",
        "app": "out",
        "appArgs": "a,b",
        "channelId": "callee",
        "otherChannelId": "callee-far",
        "formats": "ulaw",
        "variables": { "colour": "blue" },
    });
    stage.call("POST", "channels/create", &[], Some(body)).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.get("channels/callee/variable", &[("variable", "colour")]).await?;
    stage.get("channels", &[]).await?;
    stage.hang_up("callee").await?;
    stage.settle().await;
    stage.get("channels", &[]).await?;
    Ok(())
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("out").await?;
    stage.post("channels/nobody/dial", &[]).await?;
    super::leg(stage, "out", "ann").await?;
    stage.post("channels/ann/dial", &[]).await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    create(stage, "ring-answer").await?;
    stage.post("channels/callee/dial", &[("caller", "nobody")]).await?;
    stage.event_where("Dial", "callee", |it| it["dialstatus"] == "ANSWER").await?;
    stage.settle().await;
    stage.hang_up("callee").await
}
