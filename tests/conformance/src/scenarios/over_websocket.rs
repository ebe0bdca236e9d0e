//! Requests over the event socket.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(call, "websocket/call", "a call, from its making to its end"),
        scenario!(bodies, "websocket/parameters", "query in the address, in pairs, in bodies"),
        scenario!(wrong, "websocket/wrong-requests", "what is no request"),
        scenario!(errors, "websocket/errors", "statuses, empty answers, downloads"),
    ]
}

async fn call(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let request = json!({
        "type": "RESTRequest",
        "transaction_id": "t1",
        "method": "POST",
        "uri": "channels",
        "query_strings": [
            { "name": "endpoint", "value": "Local/wait@conformance/n" },
            { "name": "app", "value": "menu" },
            { "name": "channelId", "value": "near" },
            { "name": "otherChannelId", "value": "near-far" },
        ],
    });
    stage.ask("menu", request).await?;
    stage.event("StasisStart", "near").await?;
    stage.event_where("ChannelDialplan", "near-far", |it| it["dialplan_app"] == "Wait").await?;
    for (method, uri) in [
        ("GET", "channels/near"),
        ("POST", "channels/near/play/hello?media=sound:beep"),
        ("DELETE", "channels/near"),
    ] {
        stage.settle().await;
        let request = json!({ "type": "RESTRequest", "method": method, "uri": uri });
        stage.ask("menu", request).await?;
    }
    stage.event("ChannelDestroyed", "near").await?;
    Ok(())
}

async fn bodies(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let kind = "application/json";
    for request in [
        json!({ "uri": "bridges?bridgeId=one&name=A%20b" }),
        json!({ "uri": "bridges", "query_strings": [{ "name": "bridgeId", "value": "two%20" }] }),
        json!({ "uri": "bridges", "content_type": kind,
            "message_body": "{\"bridgeId\":\"three\",\"name\":\"C\"}" }),
        json!({ "uri": "bridges", "content_type": "application/x-www-form-urlencoded",
            "message_body": "bridgeId=four&name=D" }),
        json!({ "uri": "bridges/five", "message_body": "{\"name\":\"E\"}" }),
        json!({ "uri": "bridges/six", "content_type": kind, "message_body": { "name": "F" } }),
        json!({ "uri": "bridges/seven", "content_type": "application/json; charset=utf-8",
            "message_body": "{\"name\":\"G\"}" }),
        json!({ "uri": "bridges/eight", "content_type": kind, "message_body": "{" }),
        json!({ "uri": "bridges/nine", "query_strings": [{ "name": "name" }] }),
    ] {
        let mut request = request;
        request["type"] = json!("RESTRequest");
        request["method"] = json!("POST");
        stage.ask("menu", request).await?;
    }
    stage.get("bridges", &[]).await?;
    Ok(())
}

async fn wrong(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    for text in [
        "not JSON",
        "{}",
        "[]",
        "{\"type\":\"Song\"}",
        "{\"type\":\"RESTRequest\"}",
        "{\"type\":\"RESTRequest\",\"method\":\"GET\"}",
        "{\"type\":\"RESTRequest\",\"uri\":\"channels\"}",
        "{\"type\":\"RESTRequest\",\"method\":\"get\",\"uri\":\"channels\"}",
        "{\"type\":\"RESTRequest\",\"method\":\"GET\",\"uri\":\"channels\",\"request_id\":1}",
    ] {
        stage.ask_text("menu", text, "").await?;
    }
    let mut request = json!({ "type": "RESTRequest", "method": "GET", "uri": "asterisk/ping" });
    request["transaction_id"] = json!("same");
    request["request_id"] = json!("own");
    stage.ask("menu", request).await?;
    Ok(())
}

async fn errors(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    for (method, uri) in [
        ("GET", "/channels"),
        ("GET", "ari/channels"),
        ("GET", "nothing"),
        ("GET", "channels/nobody"),
        ("GET", "channels/nobody/variable?variable=colour"),
        ("DELETE", "channels/nobody?reason=none"),
        ("GET", "bridges/nothing"),
        ("DELETE", "bridges/nothing/moh"),
        ("DELETE", "channels"),
        ("PATCH", "channels"),
        ("POST", "channels"),
        ("GET", "events"),
        ("GET", "recordings/stored/nothing/file"),
        ("POST", "asterisk/variable?variable=colour&value=blue"),
        ("GET", "asterisk/variable?variable=colour"),
    ] {
        let request = json!({ "type": "RESTRequest", "method": method, "uri": uri });
        stage.ask("menu", request).await?;
    }
    Ok(())
}
