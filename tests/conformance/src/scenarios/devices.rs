//! Device states, mailboxes, endpoints and sounds.

use crate::{Run, Scenario, Stage, scenario};

use super::leg;

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(states, "device-states/own", "set, get, list, delete, with events"),
        scenario!(refused, "device-states/refused", "wrong states and other devices"),
        scenario!(boxes, "mailboxes/none", "a server without the module"),
        scenario!(endpoints, "endpoints/list", "endpoints of the technologies that are loaded"),
        scenario!(messages, "endpoints/messages", "what messages and REFER need"),
        scenario!(sounds, "sounds/list", "sounds, by language and format"),
    ]
}

async fn states(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    let path = "applications/menu/subscription";
    let source = [("eventSource", "deviceState:Stasis:lamp")];
    stage.post(path, &source).await?;
    stage.get("deviceStates", &[]).await?;
    stage.get("deviceStates/Stasis:lamp", &[]).await?;
    for state in
        ["NOT_INUSE", "INUSE", "BUSY", "INVALID", "UNAVAILABLE", "RINGING", "RINGINUSE", "ONHOLD"]
    {
        stage.put("deviceStates/Stasis:lamp", &[("deviceState", state)]).await?;
        stage.event("DeviceStateChanged", "Stasis:lamp").await?;
    }
    stage.get("deviceStates/Stasis:lamp", &[]).await?;
    stage.get("deviceStates", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.delete("deviceStates/Stasis:lamp", &[]).await?;
    stage.settle().await;
    stage.get("deviceStates/Stasis:lamp", &[]).await?;
    stage.get("deviceStates", &[]).await?;
    stage.delete("deviceStates/Stasis:lamp", &[]).await?;
    stage.settle().await;
    stage.delete(path, &source).await?;
    Ok(())
}

async fn refused(stage: &mut Stage) -> Run {
    stage.put("deviceStates/Stasis:lamp", &[]).await?;
    stage.put("deviceStates/Stasis:lamp", &[("deviceState", "HAPPY")]).await?;
    stage.put("deviceStates/Stasis:lamp", &[("deviceState", "inuse")]).await?;
    stage.put("deviceStates/Local:lamp", &[("deviceState", "INUSE")]).await?;
    stage.put("deviceStates/lamp", &[("deviceState", "INUSE")]).await?;
    stage.delete("deviceStates/lamp", &[]).await?;
    stage.get("deviceStates/lamp", &[]).await?;
    stage.get("deviceStates/Local/wait@conformance", &[]).await?;
    stage.get("deviceStates/Local%2Fwait@conformance", &[]).await?;
    stage.post("deviceStates/Stasis:lamp", &[("deviceState", "INUSE")]).await?;
    Ok(())
}

async fn boxes(stage: &mut Stage) -> Run {
    stage.get("mailboxes", &[]).await?;
    stage.get("mailboxes/mine@default", &[]).await?;
    let query = [("oldMessages", "1"), ("newMessages", "2")];
    stage.put("mailboxes/mine@default", &query).await?;
    stage.put("mailboxes/mine@default", &[]).await?;
    stage.delete("mailboxes/mine@default", &[]).await?;
    Ok(())
}

async fn endpoints(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.get("endpoints", &[]).await?;
    leg(stage, "menu", "near").await?;
    stage.get("endpoints", &[]).await?;
    stage.get("endpoints/Local", &[]).await?;
    stage.get("endpoints/Nothing", &[]).await?;
    stage.get("endpoints/PJSIP", &[]).await?;
    stage.get("endpoints/Local/nobody", &[]).await?;
    stage.get("endpoints/Nothing/nobody", &[]).await?;
    stage.hang_up("near").await
}

async fn messages(stage: &mut Stage) -> Run {
    let from = ("from", "sip:me@example.org");
    stage.put("endpoints/sendMessage", &[]).await?;
    stage.put("endpoints/sendMessage", &[("to", "nothing:x")]).await?;
    stage.put("endpoints/sendMessage", &[("to", "nothing:x"), from, ("body", "Hello")]).await?;
    stage.put("endpoints/Local/nobody/sendMessage", &[]).await?;
    stage.put("endpoints/Local/nobody/sendMessage", &[from, ("body", "Hello")]).await?;
    let refer = ("refer_to", "sip:you@example.org");
    stage.post("endpoints/refer", &[]).await?;
    stage.post("endpoints/refer", &[("to", "nothing:x"), from, refer]).await?;
    stage.post("endpoints/Local/nobody/refer", &[]).await?;
    stage.post("endpoints/Local/nobody/refer", &[from, refer]).await?;
    Ok(())
}

async fn sounds(stage: &mut Stage) -> Run {
    stage.outline("sounds", &[]).await?;
    stage.outline("sounds", &[("lang", "en"), ("format", "gsm")]).await?;
    stage.outline("sounds/beep", &[]).await?;
    stage.get("sounds/nothing", &[]).await?;
    stage.get("sounds", &[("lang", "xx")]).await?;
    stage.get("sounds", &[("format", "nothing")]).await?;
    stage.get("sounds/digits%2F1", &[]).await?;
    stage.get("sounds/digits/1", &[]).await?;
    Ok(())
}
