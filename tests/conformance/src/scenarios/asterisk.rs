//! The server itself: information, modules, logs, configuration.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(ping, "asterisk/ping", "ping"),
        scenario!(info, "asterisk/info", "parts of the information, and parts there are not"),
        scenario!(modules, "asterisk/modules", "one module, one that is not there, loading twice"),
        scenario!(logs, "asterisk/logging", "a log channel comes, turns over and goes"),
        scenario!(config, "asterisk/config", "dynamic configuration that is not there"),
    ]
}

async fn ping(stage: &mut Stage) -> Run {
    stage.get("asterisk/ping", &[]).await?;
    Ok(())
}

async fn info(stage: &mut Stage) -> Run {
    stage.outline("asterisk/info", &[]).await?;
    for only in ["build", "system", "config", "status", "config,status"] {
        stage.outline("asterisk/info", &[("only", only)]).await?;
    }
    for only in ["nothing", ""] {
        stage.get("asterisk/info", &[("only", only)]).await?;
    }
    Ok(())
}

async fn modules(stage: &mut Stage) -> Run {
    stage.outline("asterisk/modules", &[]).await?;
    stage.outline("asterisk/modules/app_echo.so", &[]).await?;
    stage.get("asterisk/modules/app_nothing.so", &[]).await?;
    stage.post("asterisk/modules/app_echo.so", &[]).await?;
    stage.post("asterisk/modules/app_nothing.so", &[]).await?;
    stage.put("asterisk/modules/app_nothing.so", &[]).await?;
    stage.delete("asterisk/modules/app_nothing.so", &[]).await?;
    // One that is there, and nobody needs.
    for verb in ["POST", "POST", "DELETE", "DELETE"] {
        stage.call(verb, "asterisk/modules/app_record.so", &[], None).await?;
        stage.settle().await;
    }
    for name in ["res_musiconhold.so", "app_echo.so", "res_musiconhold"] {
        stage.put(&format!("asterisk/modules/{name}"), &[]).await?;
        stage.settle().await;
    }
    Ok(())
}

async fn logs(stage: &mut Stage) -> Run {
    stage.outline("asterisk/logging", &[]).await?;
    stage.delete("asterisk/logging/nothing", &[]).await?;
    stage.put("asterisk/logging/nothing/rotate", &[]).await?;
    stage.post("asterisk/logging/mine", &[]).await?;
    stage.post("asterisk/logging/mine", &[("configuration", "notice,warning")]).await?;
    stage.post("asterisk/logging/mine", &[("configuration", "notice,warning")]).await?;
    stage.post("asterisk/logging/other", &[("configuration", "debug")]).await?;
    stage.delete("asterisk/logging/other", &[]).await?;
    // All logs are closed and opened again, but those that were added.
    stage.put("asterisk/logging/mine/rotate", &[]).await?;
    stage.delete("asterisk/logging/mine", &[]).await?;
    stage.delete("asterisk/logging/mine", &[]).await?;
    Ok(())
}

async fn config(stage: &mut Stage) -> Run {
    let path = "asterisk/config/dynamic/nothing/thing/one";
    stage.get(path, &[]).await?;
    stage.delete(path, &[]).await?;
    let body = json!({ "fields": [{ "attribute": "a", "value": "b" }] });
    stage.call("PUT", path, &[], Some(body)).await?;
    stage.get("asterisk/config/dynamic/nothing", &[]).await?;
    Ok(())
}
