//! Requests over the event socket once more: which events come before the answer to the request that causes them.

use serde_json::{Value, json};

use crate::{Run, Scenario, Stage, scenario};

use super::{caller, leg};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(answer, "order/answer", "answering, and the channel's events"),
        scenario!(play, "order/play", "playing, and the playback's events"),
        scenario!(bridge, "order/bridge", "making a bridge and adding to it, and its events"),
        scenario!(hang_up, "order/hang-up", "hanging up, and the channel's events"),
        scenario!(originate, "order/originate", "originating, and the channel's events"),
        scenario!(tell, "order/user-event", "a user event, and the event"),
    ]
}

fn request(method: &str, uri: &str) -> Value {
    json!({ "type": "RESTRequest", "method": method, "uri": uri })
}

async fn answer(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    caller(stage, "app-menu", "near", "wait").await?;
    stage.ask_among("menu", "channel near", request("POST", "channels/near/answer")).await?;
    stage.event("ChannelStateChange", "near").await?;
    Ok(())
}

async fn play(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let play = request("POST", "channels/near/play/hello?media=sound:hello-world");
    stage.ask_among("menu", "playback hello", play).await?;
    stage.event("PlaybackStarted", "hello").await?;
    stage.settle().await;
    stage.ask_among("menu", "playback hello", request("DELETE", "playbacks/hello")).await?;
    stage.event("PlaybackFinished", "hello").await?;
    Ok(())
}

async fn bridge(stage: &mut Stage) -> Run {
    let query = [("app", "menu"), ("subscribeAll", "true")];
    stage.open_as("menu", &query).await?;
    leg(stage, "menu", "near").await?;
    stage.ask_among("menu", "bridge room", request("POST", "bridges/room")).await?;
    stage.event("BridgeCreated", "room").await?;
    stage.settle().await;
    let add = request("POST", "bridges/room/addChannel?channel=near");
    stage.ask_among("menu", "bridge room", add).await?;
    stage.event("ChannelEnteredBridge", "room").await?;
    stage.settle().await;
    let remove = request("POST", "bridges/room/removeChannel?channel=near");
    stage.ask_among("menu", "bridge room", remove).await?;
    stage.event("ChannelLeftBridge", "room").await?;
    stage.settle().await;
    stage.ask_among("menu", "bridge room", request("DELETE", "bridges/room")).await?;
    stage.event("BridgeDestroyed", "room").await?;
    Ok(())
}

async fn hang_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.ask_among("menu", "channel near", request("DELETE", "channels/near")).await?;
    stage.event("ChannelDestroyed", "near").await?;
    Ok(())
}

async fn originate(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let uri = "channels/near?endpoint=Local/wait@conformance/n&app=menu&otherChannelId=near-far";
    stage.ask_among("menu", "channel near", request("POST", uri)).await?;
    stage.event("StasisStart", "near").await?;
    stage.event_where("ChannelDialplan", "near-far", |it| it["dialplan_app"] == "Wait").await?;
    Ok(())
}

async fn tell(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let tell = request("POST", "events/user/hello?application=menu");
    stage.ask_among("menu", "application menu", tell).await?;
    stage.event("ChannelUserevent", "menu").await?;
    Ok(())
}
