//! HTTP: what no operation decides, and handshakes.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(paths, "http/paths", "unknown paths, slashes, other roots"),
        scenario!(verbs, "http/verbs", "verbs that a path does not have"),
        scenario!(users, "http/users", "nobody, wrong passwords, api_key"),
        scenario!(bodies, "http/bodies", "parameters in bodies of each content type"),
        scenario!(handshakes, "http/handshakes", "upgrades that fail"),
        scenario!(protocols, "http/subprotocols", "upgrades with subprotocols"),
    ]
}

async fn paths(stage: &mut Stage) -> Run {
    for path in ["", "nothing", "channels/", "channels/x/nothing", "/channels", "Channels", "api"] {
        stage.get(path, &[]).await?;
    }
    stage.raw("GET / HTTP/1.1\nHost: x\n{auth}\n\n").await?;
    stage.raw("GET /nothing HTTP/1.1\nHost: x\n{auth}\n\n").await?;
    stage.raw("GET /ari HTTP/1.1\nHost: x\n{auth}\n\n").await?;
    Ok(())
}

async fn verbs(stage: &mut Stage) -> Run {
    for (verb, path) in [
        ("PUT", "channels"),
        ("DELETE", "channels"),
        ("PATCH", "channels"),
        ("POST", "asterisk/ping"),
        ("DELETE", "bridges"),
        ("PUT", "channels/x/answer"),
        ("GET", "channels/x/answer"),
        ("POST", "deviceStates/x"),
        ("GET", "playbacks"),
        ("GET", "events/user/x"),
        ("OPTIONS", "channels"),
        ("OPTIONS", "channels/x"),
    ] {
        stage.call(verb, path, &[], None).await?;
    }
    Ok(())
}

async fn users(stage: &mut Stage) -> Run {
    stage.raw("GET /ari/channels HTTP/1.1\nHost: x\n\n").await?;
    stage.raw("GET /ari/nothing HTTP/1.1\nHost: x\n\n").await?;
    let wrong = "GET /ari/channels HTTP/1.1\nHost: x\nAuthorization: Basic bm9ib2R5OndyaXRl\n\n";
    stage.raw(wrong).await?;
    stage.raw("GET /ari/channels HTTP/1.1\nHost: x\nAuthorization: Bearer x\n\n").await?;
    stage.raw("GET /ari/channels?api_key=nobody:x HTTP/1.1\nHost: x\n\n").await?;
    stage.raw("GET /ari/channels?api_key=nobody HTTP/1.1\nHost: x\n\n").await?;
    stage.raw("GET /ari/channels?api_key={key} HTTP/1.1\nHost: x\n\n").await?;
    Ok(())
}

async fn bodies(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let json = json!({ "endpoint": "Local/wait@conformance/n", "app": "menu" }).to_string();
    let form = "endpoint=Nothing/x&app=menu";
    for (kind, text) in [
        ("application/json; charset=utf-8", "{\"endpoint\":\"Nothing/x\",\"app\":\"menu\"}"),
        ("application/x-www-form-urlencoded", form),
        ("text/plain", json.as_str()),
        ("application/json", "{\"endpoint\":"),
        ("application/json", "1"),
        ("application/json", "[]"),
    ] {
        stage.call_text("POST", "channels", &[], Some((kind, text.to_owned()))).await?;
    }
    let query = [("name", "One"), ("bridgeId", "room")];
    let body = json!({ "name": "Two" });
    stage.call("POST", "bridges", &query, Some(body)).await?;
    stage.raw("POST /ari/bridges?name=a&name=b&bridgeId=c HTTP/1.1\nHost: x\n{auth}\nContent-Length: 0\n\n").await?;
    stage.call("GET", "channels", &[], Some(json!({ "x": 1 }))).await?;
    Ok(())
}

const UPGRADE: &str = "Upgrade: websocket\nConnection: Upgrade\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13";

async fn handshakes(stage: &mut Stage) -> Run {
    stage.get("events", &[]).await?;
    stage.get("events", &[("app", "menu")]).await?;
    for target in ["events", "events?app=", "events?app=menu,", "channels", "nothing"] {
        let request = format!("GET /ari/{target} HTTP/1.1\nHost: x\n{{auth}}\n{UPGRADE}\n\n");
        stage.raw(&request).await?;
    }
    stage.raw(&format!("GET /ari/events?app=menu HTTP/1.1\nHost: x\n{UPGRADE}\n\n")).await?;
    let old = UPGRADE.replace("Version: 13", "Version: 5");
    let request = format!("GET /ari/events?app=menu HTTP/1.1\nHost: x\n{{auth}}\n{old}\n\n");
    stage.raw(&request).await?;
    Ok(())
}

async fn protocols(stage: &mut Stage) -> Run {
    for protocol in ["ari", "bogus", "bogus, ari", "ari,bogus"] {
        let request = format!(
            "GET /ari/events?app=menu HTTP/1.1\nHost: x\n{{auth}}\n{UPGRADE}\n\
             Sec-WebSocket-Protocol: {protocol}\n\n"
        );
        stage.raw(&request).await?;
    }
    let request = format!("GET /ari/events?app=menu HTTP/1.1\nHost: x\n{{auth}}\n{UPGRADE}\n\n");
    stage.raw(&request).await?;
    Ok(())
}
