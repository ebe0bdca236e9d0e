//! Variables of channels, bridges and of all.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::leg;

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(channel, "variables/channel", "set, get, unset, functions"),
        scenario!(several, "variables/channel-several", "several at once, with a missing one"),
        scenario!(reported, "variables/channel-reported", "report_events, and variables in events"),
        scenario!(of_a_bridge, "variables/bridge", "set, get, several"),
        scenario!(global, "variables/global", "set, get, missing"),
        scenario!(refused, "variables/refused", "nobody's, nameless, of a wrong type"),
    ]
}

async fn channel(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let path = "channels/near/variable";
    stage.get(path, &[("variable", "colour")]).await?;
    stage.post(path, &[("variable", "colour"), ("value", "blue")]).await?;
    stage.event("ChannelVarset", "near").await?;
    stage.get(path, &[("variable", "colour")]).await?;
    stage.post(path, &[("variable", "colour")]).await?;
    stage.settle().await;
    stage.get(path, &[("variable", "colour")]).await?;
    stage.get(path, &[("variable", "EXTEN")]).await?;
    stage.get(path, &[("variable", "CHANNEL(state)")]).await?;
    stage.get(path, &[("variable", "CALLERID(num)")]).await?;
    stage.post(path, &[("variable", "CALLERID(num)"), ("value", "4711")]).await?;
    stage.settle().await;
    stage.get("channels/near", &[]).await?;
    stage.post(path, &[("variable", "CALLERID(name)"), ("value", "Ann")]).await?;
    stage.settle().await;
    stage.get(path, &[("variable", "NOTHING(x)")]).await?;
    stage.post(path, &[("variable", "NOTHING(x)"), ("value", "1")]).await?;
    stage.get(path, &[("variable", "CHANNEL(nothing)")]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn several(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let path = "channels/near/variables";
    let body = json!({ "variables": { "size": "big" } });
    stage.call("POST", path, &[], Some(body)).await?;
    stage.settle().await;
    let body = json!({ "variables": { "colour": "blue" } });
    stage.call("POST", path, &[], Some(body)).await?;
    stage.settle().await;
    stage.get(path, &[("variables", "colour,size")]).await?;
    stage.get(path, &[("variables", "colour")]).await?;
    stage.get(path, &[("variables", "colour,weight")]).await?;
    stage.get(path, &[]).await?;
    stage.get(path, &[("variables", "")]).await?;
    stage.call("POST", path, &[], Some(json!({ "variables": { "n": 1 } }))).await?;
    stage.call("POST", path, &[], Some(json!({ "colour": "red" }))).await?;
    stage.post(path, &[]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn reported(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let variable = ("variable", "colour");
    let query = [variable, ("value", "blue"), ("report_events", "true")];
    stage.post("channels/near/variable", &query).await?;
    stage.event("ChannelVarset", "near").await?;
    stage.settle().await;
    stage.get("channels/near", &[]).await?;
    stage.post("channels/near/variable", &[variable, ("value", "red")]).await?;
    stage.settle().await;
    let query = [variable, ("value", "green"), ("report_events", "false")];
    stage.post("channels/near/variable", &query).await?;
    stage.settle().await;
    let body = json!({ "variables": { "size": { "value": "big", "report_events": true } } });
    stage.call("POST", "channels/near/variables", &[], Some(body)).await?;
    stage.settle().await;
    stage.get("channels/near", &[]).await?;
    stage.hang_up("near").await
}

async fn of_a_bridge(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let body = json!({ "variables": { "colour": "blue" } });
    stage.call("POST", "bridges/room", &[("type", "mixing")], Some(body)).await?;
    stage.post("applications/menu/subscription", &[("eventSource", "bridge:room")]).await?;
    let path = "bridges/room/variable";
    stage.get(path, &[("variable", "colour")]).await?;
    stage.post(path, &[("variable", "size"), ("value", "big")]).await?;
    stage.settle().await;
    stage.get(path, &[("variable", "size")]).await?;
    stage.get(path, &[("variable", "weight")]).await?;
    stage.get(path, &[]).await?;
    // Without a name it ends Asterisk 22.10.1: POST is not sent.
    let query = [("variable", "shown"), ("value", "yes"), ("report_events", "true")];
    stage.post(path, &query).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    let body = json!({ "variables": { "a": "1", "b": { "value": "2", "report_events": true } } });
    stage.call("POST", "bridges/room/variables", &[], Some(body)).await?;
    stage.settle().await;
    stage.get("bridges/room/variables", &[("variables", "a,b,colour")]).await?;
    stage.get("bridges/room/variables", &[("variables", "a,weight")]).await?;
    stage.get("bridges/room/variables", &[]).await?;
    stage.call("POST", "bridges/room/variables", &[], Some(json!({ "variables": 1 }))).await?;
    stage.post(path, &[("variable", "size")]).await?;
    stage.get(path, &[("variable", "size")]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.settle().await;
    stage.delete("bridges/room", &[]).await?;
    stage.event("BridgeDestroyed", "room").await?;
    Ok(())
}

async fn global(stage: &mut Stage) -> Run {
    let path = "asterisk/variable";
    stage.get(path, &[("variable", "colour")]).await?;
    stage.post(path, &[("variable", "colour"), ("value", "blue")]).await?;
    stage.get(path, &[("variable", "colour")]).await?;
    stage.post(path, &[("variable", "colour")]).await?;
    stage.get(path, &[("variable", "colour")]).await?;
    stage.get(path, &[]).await?;
    stage.post(path, &[("value", "blue")]).await?;
    stage.get(path, &[("variable", "")]).await?;
    let body = json!({ "variable": "size", "value": "big" });
    stage.call("POST", path, &[], Some(body)).await?;
    stage.get(path, &[("variable", "size")]).await?;
    Ok(())
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.get("channels/near/variable", &[]).await?;
    stage.post("channels/near/variable", &[]).await?;
    stage.post("channels/near/variable", &[("variable", ""), ("value", "x")]).await?;
    for thing in ["channels", "bridges"] {
        let path = format!("{thing}/nobody/variable");
        stage.get(&path, &[("variable", "x")]).await?;
        stage.post(&path, &[("variable", "x"), ("value", "1")]).await?;
        let path = format!("{thing}/nobody/variables");
        stage.get(&path, &[("variables", "x")]).await?;
        let body = json!({ "variables": { "x": "1" } });
        stage.call("POST", &path, &[], Some(body)).await?;
    }
    // A channel in no application has variables too.
    stage.get("channels/near-far/variable", &[("variable", "EXTEN")]).await?;
    stage.post("channels/near-far/variable", &[("variable", "x"), ("value", "1")]).await?;
    stage.hang_up("near").await
}
