//! Calls that come in through the dial plan.

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, caller, phone_dials};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(answer, "incoming/answer", "answered and hung up; no ChannelDestroyed unasked"),
        scenario!(subscribed, "incoming/subscribed", "the same with a subscription to the channel"),
        scenario!(menu, "incoming/menu", "answer, play, digits, hang up"),
        scenario!(arguments, "incoming/arguments", "the dial plan's arguments; answered before"),
        scenario!(ringing, "incoming/ringing", "ring, stop ringing, progress"),
        scenario!(gives_up, "incoming/gives-up", "the caller hangs up before the answer"),
        scenario!(leaves, "incoming/leaves", "the caller hangs up after the answer"),
        scenario!(twice, "incoming/answered-twice", "answer a call that is up"),
        scenario!(nobody_there, "incoming/unregistered", "the application is not registered"),
        scenario!(app_closed, "incoming/closed", "the socket is closed while the call is there"),
        scenario!(
            dialled_on,
            "incoming/dialled-on",
            "the dial plan dials; both legs subscribed to"
        ),
    ]
}

async fn answer(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    caller(stage, "app-menu", "caller", "wait").await?;
    stage.post("channels/caller/answer", &[]).await?;
    stage.event("ChannelStateChange", "caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.delete("channels/caller", &[]).await?;
    stage.event("StasisEnd", "caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.get("applications/menu", &[]).await?;
    Ok(())
}

async fn subscribed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.get("applications/menu", &[]).await?;
    stage.hang_up("caller").await
}

async fn menu(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "digits-12").await?;
    stage.post("channels/caller/play/hello", &[("media", "sound:hello-world")]).await?;
    stage.event("PlaybackStarted", "hello").await?;
    stage.event("PlaybackFinished", "hello").await?;
    stage.event_where("ChannelDtmfReceived", "caller", |it| it["digit"] == "1").await?;
    stage.event_where("ChannelDtmfReceived", "caller", |it| it["digit"] == "2").await?;
    stage.settle().await;
    stage.hang_up("caller").await
}

async fn arguments(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    caller(stage, "args-menu", "first", "wait").await?;
    caller(stage, "answered-menu", "second", "wait").await?;
    stage.get("channels/second", &[]).await?;
    stage.delete("channels/first", &[]).await?;
    stage.event("StasisEnd", "first").await?;
    stage.delete("channels/second", &[]).await?;
    stage.event("StasisEnd", "second").await?;
    Ok(())
}

async fn ringing(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    caller(stage, "app-menu", "caller", "wait").await?;
    for source in ["channel:caller", "channel:phone-of-caller"] {
        stage.post("applications/menu/subscription", &[("eventSource", source)]).await?;
    }
    stage.post("channels/caller/ring", &[]).await?;
    stage.event("ChannelStateChange", "phone-of-caller").await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.delete("channels/caller/ring", &[]).await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.post("channels/caller/progress", &[]).await?;
    stage.settle().await;
    stage.hang_up("caller").await?;
    stage.event("ChannelDestroyed", "phone-of-caller").await?;
    Ok(())
}

async fn gives_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    caller(stage, "app-menu", "caller", "wait").await?;
    stage.delete("channels/phone-of-caller", &[]).await?;
    stage.event("StasisEnd", "caller").await?;
    Ok(())
}

async fn leaves(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "leaves-16").await?;
    stage.event("ChannelDestroyed", "caller").await?;
    Ok(())
}

async fn twice(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    stage.post("channels/caller/answer", &[]).await?;
    stage.settle().await;
    stage.post("channels/caller/ring", &[]).await?;
    stage.settle().await;
    stage.get("channels/caller", &[]).await?;
    stage.hang_up("caller").await
}

async fn nobody_there(stage: &mut Stage) -> Run {
    stage.open_as("watcher", &[("app", "watcher"), ("subscribeAll", "true")]).await?;
    let unsubscribed = [("eventSource", "deviceState:")];
    stage.delete("applications/watcher/subscription", &unsubscribed).await?;
    phone_dials(stage, "app-nobody", "caller", "wait").await?;
    stage.event("ChannelDestroyed", "caller").await?;
    stage.event("ChannelDestroyed", "phone-of-caller").await?;
    Ok(())
}

async fn app_closed(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.open("other").await?;
    answered(stage, "menu", "caller", "wait").await?;
    stage.settle().await;
    stage.close("menu").await?;
    stage.settle().await;
    stage.get("applications", &[]).await?;
    stage.get("channels/caller", &[]).await?;
    stage.get("channels/caller/variable", &[("variable", "EXTEN")]).await?;
    stage.open_as("again", &[("app", "menu")]).await?;
    stage.get("applications/menu", &[]).await?;
    stage.hang_up("caller").await
}

async fn dialled_on(stage: &mut Stage) -> Run {
    stage.open_as("watcher", &[("app", "watcher"), ("subscribeAll", "true")]).await?;
    let unsubscribed = [("eventSource", "deviceState:")];
    stage.delete("applications/watcher/subscription", &unsubscribed).await?;
    phone_dials(stage, "dial-leaves-16", "caller", "wait").await?;
    stage.event("ChannelDestroyed", "caller").await?;
    stage.event("ChannelDestroyed", "phone-of-caller").await?;
    Ok(())
}
