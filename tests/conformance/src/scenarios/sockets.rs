//! Event sockets: who hears what, filters, and being replaced.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, leg, phone_dials};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(opened, "sockets/opened", "one application, several, and their end"),
        scenario!(replaced, "sockets/replaced", "a second socket for the same application"),
        scenario!(everything, "sockets/subscribe-all", "everything of everybody"),
        scenario!(channel, "subscriptions/channel", "a channel, until its end"),
        scenario!(all_channels, "subscriptions/all-channels", "all channels, bridges, endpoints"),
        scenario!(sources, "subscriptions/sources", "what can be subscribed to, and what cannot"),
        scenario!(twice, "subscriptions/twice", "the same twice, and by two applications"),
        scenario!(ended, "subscriptions/ended", "unsubscribed from one's own channel"),
        scenario!(allowed, "filters/allowed", "only some events"),
        scenario!(disallowed, "filters/disallowed", "all but some events"),
        scenario!(bad_filters, "filters/refused", "filters that are none"),
        scenario!(listed, "applications/list", "applications, before and after"),
    ]
}

async fn opened(stage: &mut Stage) -> Run {
    stage.open_as("both", &[("app", "left,right")]).await?;
    stage.get("applications", &[]).await?;
    leg(stage, "left", "one").await?;
    leg(stage, "right", "two").await?;
    stage.hang_up("one").await?;
    stage.hang_up("two").await?;
    stage.settle().await;
    stage.close("both").await?;
    stage.settle().await;
    stage.get("applications", &[]).await?;
    Ok(())
}

async fn replaced(stage: &mut Stage) -> Run {
    stage.open_as("first", &[("app", "menu")]).await?;
    stage.open_as("second", &[("app", "menu")]).await?;
    stage.event("ApplicationReplaced", "menu").await?;
    leg(stage, "menu", "one").await?;
    stage.close("first").await?;
    stage.get("applications/menu", &[]).await?;
    stage.hang_up("one").await
}

/// Device states are left out: closing a socket that hears of them can make Asterisk hang.
async fn all_but_devices(stage: &mut Stage, app: &str) -> Run {
    stage.open_as(app, &[("app", app), ("subscribeAll", "true")]).await?;
    let path = format!("applications/{app}/subscription");
    stage.delete(&path, &[("eventSource", "deviceState:")]).await?;
    Ok(())
}

async fn everything(stage: &mut Stage) -> Run {
    all_but_devices(stage, "watcher").await?;
    stage.open("menu").await?;
    stage.get("applications/watcher", &[]).await?;
    phone_dials(stage, "app-menu", "caller", "wait").await?;
    stage.event("StasisStart", "caller").await?;
    stage.settle().await;
    stage.post("bridges/room", &[("name", "The room")]).await?;
    stage.event("BridgeCreated", "room").await?;
    stage.delete("bridges/room", &[]).await?;
    stage.event("BridgeDestroyed", "room").await?;
    stage.delete("channels/caller", &[]).await?;
    stage.event("ChannelDestroyed", "caller").await?;
    stage.event("ChannelDestroyed", "phone-of-caller").await?;
    Ok(())
}

async fn channel(stage: &mut Stage) -> Run {
    stage.open("watcher").await?;
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let path = "applications/watcher/subscription";
    stage.post(path, &[("eventSource", "channel:near")]).await?;
    stage.post("channels/near/variable", &[("variable", "colour"), ("value", "blue")]).await?;
    stage.settle().await;
    stage.delete(path, &[("eventSource", "channel:near")]).await?;
    stage.delete(path, &[("eventSource", "channel:near")]).await?;
    stage.post("channels/near/variable", &[("variable", "colour"), ("value", "red")]).await?;
    stage.settle().await;
    stage.post(path, &[("eventSource", "channel:near")]).await?;
    stage.hang_up("near").await?;
    stage.settle().await;
    stage.get("applications/watcher", &[]).await?;
    Ok(())
}

async fn all_channels(stage: &mut Stage) -> Run {
    stage.open("watcher").await?;
    stage.open("menu").await?;
    let path = "applications/watcher/subscription";
    stage.post(path, &[("eventSource", "channel:")]).await?;
    stage.post(path, &[("eventSource", "bridge:,endpoint:")]).await?;
    stage.get("applications/watcher", &[]).await?;
    leg(stage, "menu", "near").await?;
    super::bridge(stage, "room", "mixing", &["near"]).await?;
    stage.delete(path, &[("eventSource", "bridge:")]).await?;
    stage.delete(path, &[("eventSource", "channel:")]).await?;
    stage.get("applications/watcher", &[]).await?;
    stage.hang_up("near").await?;
    stage.settle().await;
    Ok(())
}

async fn sources(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let path = "applications/menu/subscription";
    let sources = [
        "channel:nobody",
        "bridge:nothing",
        "endpoint:Local/nobody",
        "endpoint:Local",
        "endpoint:Nothing",
        "deviceState:Stasis:lamp",
        "song:of-joy",
        "nothing",
        "channel:",
        "",
    ];
    for source in sources {
        stage.post(path, &[("eventSource", source)]).await?;
    }
    for source in sources {
        stage.delete(path, &[("eventSource", source)]).await?;
    }
    stage.post(path, &[]).await?;
    stage.delete(path, &[]).await?;
    stage.get("applications/menu", &[]).await?;
    let path = "applications/nobody/subscription";
    stage.post(path, &[("eventSource", "channel:")]).await?;
    stage.delete(path, &[("eventSource", "channel:")]).await?;
    Ok(())
}

async fn twice(stage: &mut Stage) -> Run {
    stage.open("watcher").await?;
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    for app in ["watcher", "watcher", "menu"] {
        let path = format!("applications/{app}/subscription");
        stage.post(&path, &[("eventSource", "channel:near")]).await?;
    }
    stage.post("channels/near/variable", &[("variable", "colour"), ("value", "blue")]).await?;
    stage.settle().await;
    let path = "applications/watcher/subscription";
    stage.delete(path, &[("eventSource", "channel:near")]).await?;
    stage.get("applications/watcher", &[]).await?;
    stage.post("channels/near/variable", &[("variable", "colour"), ("value", "red")]).await?;
    stage.settle().await;
    stage.hang_up("near").await?;
    stage.settle().await;
    Ok(())
}

async fn ended(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let path = "applications/menu/subscription";
    stage.delete(path, &[("eventSource", "channel:near")]).await?;
    stage.delete(path, &[("eventSource", "channel:near-far")]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.post("channels/near/variable", &[("variable", "colour"), ("value", "blue")]).await?;
    stage.settle().await;
    stage.delete("channels/near", &[]).await?;
    stage.event("StasisEnd", "near").await?;
    stage.settle().await;
    stage.get("applications/menu", &[]).await?;
    Ok(())
}

async fn allowed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let path = "applications/menu/eventFilter";
    let filter = json!({ "allowed": [{ "type": "StasisStart" }, { "type": "ChannelDestroyed" }] });
    stage.call("PUT", path, &[], Some(filter)).await?;
    phone_dials(stage, "app-menu", "caller", "wait").await?;
    stage.event("StasisStart", "caller").await?;
    stage.delete("channels/caller", &[]).await?;
    stage.settle().await;
    stage.get("applications/menu", &[]).await?;
    stage.call("PUT", path, &[], Some(json!({}))).await?;
    answered(stage, "menu", "another", "wait").await?;
    stage.hang_up("another").await
}

async fn disallowed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let path = "applications/menu/eventFilter";
    let filter = json!({ "disallowed": [{ "type": "ChannelVarset" }, { "type": "Dial" }] });
    stage.call("PUT", path, &[], Some(filter)).await?;
    leg(stage, "menu", "near").await?;
    stage.hang_up("near").await?;
    stage.settle().await;
    let filter = json!({ "allowed": [{ "type": "StasisStart" }, { "type": "ChannelVarset" }],
        "disallowed": [{ "type": "ChannelVarset" }] });
    stage.call("PUT", path, &[], Some(filter)).await?;
    phone_dials(stage, "app-menu", "caller", "wait").await?;
    stage.event("StasisStart", "caller").await?;
    stage.settle().await;
    Ok(())
}

async fn bad_filters(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let path = "applications/menu/eventFilter";
    stage.put(path, &[]).await?;
    for filter in [
        json!({ "allowed": "StasisStart" }),
        json!({ "allowed": ["StasisStart"] }),
        json!({ "allowed": [{ "kind": "StasisStart" }] }),
        json!({ "disallowed": 1 }),
        json!({ "forbidden": [] }),
        json!({ "allowed": [{ "type": "Nothing" }] }),
        json!({ "allowed": [] }),
        json!([]),
    ] {
        stage.call("PUT", path, &[], Some(filter)).await?;
        stage.get("applications/menu", &[]).await?;
    }
    let filter = Some(json!({ "allowed": [] }));
    stage.call("PUT", "applications/nobody/eventFilter", &[], filter).await?;
    Ok(())
}

async fn listed(stage: &mut Stage) -> Run {
    stage.get("applications", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.open("menu").await?;
    stage.get("applications", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.close("menu").await?;
    stage.eventually("applications/menu", |it| it.status == 404).await?;
    stage.get("applications", &[]).await?;
    Ok(())
}
