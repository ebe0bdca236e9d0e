//! Bridges and who is in them.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, bridge, leg, leg_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(two, "bridge/two", "two channels talk and leave one after the other"),
        scenario!(three, "bridge/three", "a third one comes and goes"),
        scenario!(at_once, "bridge/several", "several are added and removed in one request"),
        scenario!(removed, "bridge/removed", "removed, added again, and moved to another bridge"),
        scenario!(hung_up, "bridge/hung-up", "somebody hangs up in the bridge"),
        scenario!(destroyed, "bridge/destroyed", "destroyed with channels in it"),
        scenario!(types, "bridge/types", "each type, by name, with an id of the server's"),
        scenario!(existing, "bridge/existing", "an id that is in use"),
        scenario!(holding, "bridge/holding", "participants and an announcer"),
        scenario!(roles, "bridge/add-parameters", "absorbDTMF, mute, inhibitConnectedLineUpdates"),
        scenario!(refused, "bridge/refused", "unknown bridges and channels"),
        scenario!(unwatched, "bridge/unwatched", "what is heard of a bridge nobody joined"),
        scenario!(watched, "bridge/subscribed", "a bridge of one's own subscription"),
        scenario!(video, "bridge/video-source", "set and cleared"),
        scenario!(continued, "bridge/continued", "continued out of a bridge"),
        scenario!(
            callers,
            "bridge/caller-and-callee",
            "a caller is connected to a dialled channel"
        ),
    ]
}

async fn two(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    leg(stage, "menu", "bob").await?;
    bridge(stage, "room", "mixing", &["ann", "bob"]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.get("bridges", &[]).await?;
    stage.get("channels/ann", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    for id in ["ann", "bob"] {
        stage.post("bridges/room/removeChannel", &[("channel", id)]).await?;
        stage.event("ChannelLeftBridge", id).await?;
        stage.settle().await;
    }
    stage.get("bridges/room", &[]).await?;
    stage.delete("bridges/room", &[]).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.hang_up("ann").await?;
    stage.hang_up("bob").await
}

async fn three(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    for id in ["ann", "bob", "cay"] {
        leg(stage, "menu", id).await?;
    }
    bridge(stage, "room", "mixing", &["ann", "bob", "cay"]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/removeChannel", &[("channel", "bob")]).await?;
    stage.event("ChannelLeftBridge", "bob").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    for id in ["ann", "bob", "cay"] {
        stage.hang_up(id).await?;
        stage.settle().await;
    }
    stage.get("bridges/room", &[]).await?;
    stage.delete("bridges/room", &[]).await?;
    stage.event("BridgeDestroyed", "room").await?;
    Ok(())
}

async fn at_once(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    leg(stage, "menu", "bob").await?;
    stage.post("bridges", &[("bridgeId", "room"), ("name", "The room")]).await?;
    stage.post("bridges/room/addChannel", &[("channel", "ann,nobody")]).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    let body = json!({ "channel": ["ann"] });
    stage.call("POST", "bridges/room/addChannel", &[], Some(body)).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    stage.settle().await;
    stage.post("bridges/room/addChannel", &[("channel", "bob,ann")]).await?;
    stage.event("ChannelEnteredBridge", "bob").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/removeChannel", &[("channel", "ann,nobody")]).await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.hang_up("bob").await
}

async fn removed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "first", "mixing", &["ann"]).await?;
    stage.post("bridges/first/removeChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelLeftBridge", "ann").await?;
    stage.settle().await;
    stage.post("bridges/first/removeChannel", &[("channel", "ann")]).await?;
    stage.post("bridges/first/addChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    stage.settle().await;
    bridge(stage, "second", "mixing", &[]).await?;
    stage.post("bridges/second/addChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    stage.settle().await;
    stage.get("bridges", &[]).await?;
    stage.post("bridges/first/removeChannel", &[("channel", "ann")]).await?;
    stage.settle().await;
    stage.hang_up("ann").await
}

async fn hung_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "ann", "leaves-16").await?;
    leg(stage, "menu", "bob").await?;
    bridge(stage, "room", "mixing", &["ann", "bob"]).await?;
    stage.event("ChannelDestroyed", "ann").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.get("channels/bob", &[]).await?;
    stage.hang_up("bob").await
}

async fn destroyed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.delete("bridges/room", &[]).await?;
    stage.event("ChannelLeftBridge", "ann").await?;
    stage.settle().await;
    stage.get("channels/ann", &[]).await?;
    stage.delete("bridges/room", &[]).await?;
    stage.post("channels/ann/play/hello", &[("media", "sound:beep")]).await?;
    stage.event("PlaybackFinished", "hello").await?;
    stage.hang_up("ann").await
}

async fn types(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let kinds = [
        "mixing",
        "holding",
        "dtmf_events",
        "proxy_media",
        "mixing,dtmf_events",
        "mixing,proxy_media",
        "mixing,video_sfu",
        "mixing,video_single",
        "mixing,sdp_label",
        "mixing,holding",
        "singing",
        "mixing,singing",
    ];
    for kind in kinds {
        let answer = stage.post("bridges", &[("type", kind), ("name", "A name")]).await?;
        if let Some(id) = answer.body["id"].as_str() {
            stage.delete(&format!("bridges/{id}"), &[]).await?;
        }
    }
    let answer = stage.post("bridges", &[]).await?;
    let id = answer.body["id"].as_str().unwrap_or_default().to_owned();
    stage.get(&format!("bridges/{id}"), &[]).await?;
    stage.get("bridges", &[]).await?;
    stage.delete(&format!("bridges/{id}"), &[]).await?;
    stage.settle().await;
    stage.get("bridges", &[]).await?;
    Ok(())
}

async fn existing(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.post("bridges/room", &[("name", "One")]).await?;
    stage.post("bridges/room", &[("name", "Two")]).await?;
    stage.post("bridges", &[("bridgeId", "room"), ("name", "Three")]).await?;
    stage.post("bridges", &[("bridgeId", "room"), ("type", "holding")]).await?;
    stage.get("bridges/room", &[]).await?;
    let body = json!({ "variables": { "n": 1 } });
    stage.call("POST", "bridges/other", &[], Some(body)).await?;
    stage.get("bridges/other", &[]).await?;
    stage.delete("bridges/room", &[]).await?;
    stage.settle().await;
    stage.post("bridges/room", &[("name", "Four")]).await?;
    stage.get("bridges/room", &[]).await?;
    Ok(())
}

async fn holding(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    leg(stage, "menu", "bob").await?;
    bridge(stage, "room", "holding", &["ann"]).await?;
    let announcer = [("channel", "bob"), ("role", "announcer")];
    stage.post("bridges/room/addChannel", &announcer).await?;
    stage.event("ChannelEnteredBridge", "bob").await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.delete("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.hang_up("bob").await
}

async fn roles(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "ann", "digits-3").await?;
    leg(stage, "menu", "bob").await?;
    stage.post("bridges/room", &[]).await?;
    let query = [("channel", "ann"), ("absorbDTMF", "true"), ("mute", "true")];
    stage.post("bridges/room/addChannel", &query).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    let query = [("channel", "bob"), ("inhibitConnectedLineUpdates", "true"), ("role", "singer")];
    stage.post("bridges/room/addChannel", &query).await?;
    stage.event("ChannelEnteredBridge", "bob").await?;
    super::dialled(stage, "ann").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.hang_up("bob").await
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    let ann = [("channel", "ann")];
    stage.get("bridges/nothing", &[]).await?;
    stage.delete("bridges/nothing", &[]).await?;
    stage.post("bridges/nothing/addChannel", &ann).await?;
    stage.post("bridges/nothing/removeChannel", &ann).await?;
    stage.post("bridges/nothing/moh", &[]).await?;
    stage.delete("bridges/nothing/moh", &[]).await?;
    stage.post("bridges/nothing/play", &[("media", "sound:beep")]).await?;
    stage.post("bridges/nothing/play/mine", &[("media", "sound:beep")]).await?;
    stage.post("bridges/nothing/record", &[("name", "voice"), ("format", "wav")]).await?;
    stage.post("bridges/nothing/videoSource/ann", &[]).await?;
    stage.delete("bridges/nothing/videoSource", &[]).await?;
    stage.post("bridges/room", &[]).await?;
    stage.post("bridges/room/addChannel", &[]).await?;
    stage.post("bridges/room/addChannel", &[("channel", "")]).await?;
    stage.post("bridges/room/addChannel", &[("channel", "nobody")]).await?;
    stage.post("bridges/room/addChannel", &[("channel", "ann-far")]).await?;
    stage.post("bridges/room/removeChannel", &[]).await?;
    stage.post("bridges/room/removeChannel", &[("channel", "nobody")]).await?;
    stage.post("bridges/room/removeChannel", &ann).await?;
    stage.post("bridges/room/removeChannel", &[("channel", "ann-far")]).await?;
    stage.settle().await;
    stage.hang_up("ann").await
}

async fn unwatched(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.post("bridges/room", &[]).await?;
    stage.post("bridges/room/play/hello", &[("media", "sound:beep")]).await?;
    stage.pause(800).await;
    stage.delete("bridges/room", &[]).await?;
    stage.settle().await;
    Ok(())
}

async fn watched(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.post("bridges/room", &[("name", "The room")]).await?;
    stage.post("applications/menu/subscription", &[("eventSource", "bridge:room")]).await?;
    leg(stage, "menu", "ann").await?;
    stage.post("bridges/room/addChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    stage.settle().await;
    stage.delete("applications/menu/subscription", &[("eventSource", "bridge:room")]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.delete("bridges/room", &[]).await?;
    stage.settle().await;
    Ok(())
}

async fn video(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    leg(stage, "menu", "bob").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.post("bridges/room/videoSource/ann", &[]).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/videoSource/bob", &[]).await?;
    stage.post("bridges/room/videoSource/nobody", &[]).await?;
    stage.delete("bridges/room/videoSource", &[]).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.hang_up("bob").await
}

async fn continued(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    bridge(stage, "room", "mixing", &["caller"]).await?;
    let query = [("context", "conformance"), ("extension", "after-all")];
    stage.post("channels/caller/continue", &query).await?;
    stage.event("ChannelDestroyed", "caller").await?;
    Ok(())
}

async fn callers(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    super::caller(stage, "app-menu", "caller", "wait").await?;
    stage.post("channels/caller/ring", &[]).await?;
    let query = [
        ("endpoint", "Local/slow@conformance/n"),
        ("app", "menu"),
        ("appArgs", "dialled"),
        ("channelId", "callee"),
        ("otherChannelId", "callee-far"),
        ("originator", "caller"),
        ("callerId", "Cay <300>"),
    ];
    stage.post("channels", &query).await?;
    stage.event("StasisStart", "callee").await?;
    stage.settle().await;
    stage.post("channels/caller/answer", &[]).await?;
    stage.event("ChannelStateChange", "caller").await?;
    bridge(stage, "room", "mixing", &["caller", "callee"]).await?;
    stage.get("channels/caller", &[]).await?;
    stage.get("channels/callee", &[]).await?;
    stage.delete("channels/caller", &[]).await?;
    stage.event("StasisEnd", "caller").await?;
    stage.settle().await;
    stage.hang_up("callee").await?;
    stage.settle().await;
    stage.delete("bridges/room", &[]).await?;
    stage.event("BridgeDestroyed", "room").await?;
    Ok(())
}
