//! Events that an application or the dial plan makes, and calls that are offered to several.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::{leg, leg_to, phone_dials};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(sent, "user-events/sent", "with variables and sources"),
        scenario!(refused, "user-events/refused", "unknown applications and sources"),
        scenario!(dialled, "user-events/dial-plan", "from the dial plan"),
        scenario!(claimed, "claim/claimed", "one of two applications claims a call"),
        scenario!(unclaimed, "claim/unclaimed", "nobody does, or for a call that is not offered"),
    ]
}

async fn sent(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.open("other").await?;
    leg(stage, "menu", "near").await?;
    super::bridge(stage, "room", "mixing", &["near"]).await?;
    stage.post("events/user/hello", &[("application", "menu")]).await?;
    stage.event("ChannelUserevent", "menu").await?;
    let body = json!({ "variables": { "text": "a", "number": 1, "list": [1], "none": null } });
    let query = [("application", "menu"), ("source", "channel:near,bridge:room")];
    stage.call("POST", "events/user/full", &query, Some(body)).await?;
    stage.event("ChannelUserevent", "menu").await?;
    let query = [("application", "other"), ("source", "endpoint:Local/near")];
    stage.post("events/user/endpoint", &query).await?;
    stage.settle().await;
    let body = json!({ "application": "other", "variables": { "eventname": "mine" } });
    stage.call("POST", "events/user/body", &[], Some(body)).await?;
    stage.event("ChannelUserevent", "other").await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let app = ("application", "menu");
    stage.post("events/user/hello", &[]).await?;
    stage.post("events/user/hello", &[("application", "nobody")]).await?;
    for source in ["channel:nobody", "bridge:nothing", "song:of-joy", "nothing", ""] {
        stage.post("events/user/hello", &[app, ("source", source)]).await?;
    }
    for variables in [json!("text"), json!(1), json!([]), json!(null)] {
        let body = json!({ "variables": variables });
        stage.call("POST", "events/user/hello", &[app], Some(body)).await?;
    }
    stage.settle().await;
    stage.post("events/user", &[app]).await?;
    Ok(())
}

async fn dialled(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "userevent").await?;
    stage.event("ChannelUserevent", "near-far").await?;
    stage.hang_up("near").await
}

async fn claimed(stage: &mut Stage) -> Run {
    stage.open("left").await?;
    stage.open("right").await?;
    phone_dials(stage, "offered", "caller", "wait").await?;
    stage.event("CallBroadcast", "left").await?;
    stage.event("CallBroadcast", "right").await?;
    let call = ("channelId", "caller");
    stage.post("events/claim", &[call, ("application", "right")]).await?;
    stage.event("StasisStart", "caller").await?;
    stage.settle().await;
    stage.post("events/claim", &[call, ("application", "left")]).await?;
    stage.get("channels/caller", &[]).await?;
    stage.delete("channels/caller", &[]).await?;
    stage.event("StasisEnd", "caller").await?;
    Ok(())
}

async fn unclaimed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.post("events/claim", &[]).await?;
    stage.post("events/claim", &[("channelId", "nobody")]).await?;
    stage.post("events/claim", &[("channelId", "nobody"), ("application", "menu")]).await?;
    leg(stage, "menu", "near").await?;
    stage.post("events/claim", &[("channelId", "near"), ("application", "menu")]).await?;
    stage.hang_up("near").await?;
    phone_dials(stage, "offered", "caller", "wait").await?;
    stage.event("CallBroadcast", "menu").await?;
    stage.pause(1500).await;
    stage.get("channels", &[]).await?;
    Ok(())
}
