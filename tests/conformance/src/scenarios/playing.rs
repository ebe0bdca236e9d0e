//! Playing media to a channel.

use serde_json::json;

use crate::{Run, Scenario, Stage, scenario};

use super::{answered, leg, leg_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(play, "play/sound", "a sound, from its start to its end"),
        scenario!(made_up, "play/made-up-id", "an id of the server's"),
        scenario!(list, "play/list", "several sounds in one playback"),
        scenario!(queue, "play/queue", "several playbacks wait for each other"),
        scenario!(stop, "play/stop", "stopped, and one that waits"),
        scenario!(controls, "play/controls", "pause, unpause, restart, reverse, forward"),
        scenario!(refused, "play/refused", "wrong operations and unknown playbacks"),
        scenario!(bad_media, "play/bad-media", "no media, no such sound, no such scheme"),
        scenario!(other_schemes, "play/schemes", "number, digits, characters, tone"),
        scenario!(hung_up, "play/hung-up", "the channel ends during a playback"),
        scenario!(early, "play/early", "before the answer"),
        scenario!(parameters, "play/parameters", "language, offset and skip"),
    ]
}

async fn play(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let query = [("media", "sound:hello-world"), ("playbackId", "hello")];
    stage.post("channels/near/play", &query).await?;
    stage.event("PlaybackStarted", "hello").await?;
    stage.get("playbacks/hello", &[]).await?;
    stage.event("PlaybackFinished", "hello").await?;
    stage.settle().await;
    stage.get("playbacks/hello", &[]).await?;
    stage.hang_up("near").await
}

async fn made_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let answer = stage.post("channels/near/play", &[("media", "sound:beep")]).await?;
    let id = answer.body["id"].as_str().unwrap_or_default();
    stage.event("PlaybackFinished", id).await?;
    stage.hang_up("near").await
}

async fn list(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    let query = [("media", "sound:beep,sound:digits/1,sound:digits/2")];
    stage.post("channels/near/play/several", &query).await?;
    stage.event("PlaybackFinished", "several").await?;
    let body = json!({ "media": ["sound:beep", "sound:no-such-sound", "sound:digits/1"] });
    stage.call("POST", "channels/near/play/gap", &[], Some(body)).await?;
    stage.event("PlaybackFinished", "gap").await?;
    stage.hang_up("near").await
}

async fn queue(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    for id in ["one", "two", "three"] {
        stage.post(&format!("channels/near/play/{id}"), &[("media", "sound:hello-world")]).await?;
    }
    stage.event("PlaybackStarted", "one").await?;
    stage.get("playbacks/two", &[]).await?;
    stage.event("PlaybackFinished", "three").await?;
    stage.hang_up("near").await
}

async fn stop(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.post("channels/near/play/next", &[("media", "sound:hello-world")]).await?;
    stage.post("channels/near/play/never", &[("media", "sound:hello-world")]).await?;
    stage.delete("playbacks/never", &[]).await?;
    stage.get("playbacks/never", &[]).await?;
    stage.delete("playbacks/long", &[]).await?;
    stage.event("PlaybackFinished", "long").await?;
    stage.event("PlaybackFinished", "next").await?;
    stage.settle().await;
    stage.delete("playbacks/long", &[]).await?;
    stage.hang_up("near").await
}

async fn controls(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.pause(300).await;
    for operation in ["pause", "pause", "unpause", "reverse", "forward", "restart"] {
        stage.post("playbacks/long/control", &[("operation", operation)]).await?;
        stage.settle().await;
        stage.get("playbacks/long", &[]).await?;
    }
    stage.post("playbacks/long/control", &[("operation", "stop")]).await?;
    stage.delete("playbacks/long", &[]).await?;
    stage.event("PlaybackFinished", "long").await?;
    stage.settle().await;
    stage.post("playbacks/long/control", &[("operation", "pause")]).await?;
    stage.hang_up("near").await
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.get("playbacks/nothing", &[]).await?;
    stage.delete("playbacks/nothing", &[]).await?;
    stage.post("playbacks/nothing/control", &[("operation", "pause")]).await?;
    stage.post("playbacks/nothing/control", &[("operation", "explode")]).await?;
    stage.post("playbacks/nothing/control", &[]).await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.post("playbacks/long/control", &[("operation", "explode")]).await?;
    stage.post("playbacks/long/control", &[]).await?;
    stage.post("playbacks/long/control", &[("operation", "unpause")]).await?;
    stage.settle().await;
    stage.post("channels/near/play/waiting", &[("media", "sound:beep")]).await?;
    stage.post("playbacks/waiting/control", &[("operation", "pause")]).await?;
    stage.delete("playbacks/long", &[]).await?;
    stage.event("PlaybackFinished", "waiting").await?;
    stage.hang_up("near").await
}

async fn bad_media(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/play", &[]).await?;
    stage.post("channels/near/play", &[("media", "")]).await?;
    stage.post("channels/near/play/a", &[("media", "sound:no-such-sound")]).await?;
    stage.event("PlaybackFinished", "a").await?;
    stage.post("channels/near/play/b", &[("media", "no-scheme")]).await?;
    stage.settle().await;
    stage.get("playbacks/b", &[]).await?;
    stage.post("channels/near/play/c", &[("media", "song:of-joy")]).await?;
    stage.settle().await;
    stage.get("playbacks/c", &[]).await?;
    stage.post("channels/near/play/d", &[("media", "recording:none")]).await?;
    stage.settle().await;
    stage.get("playbacks/d", &[]).await?;
    stage.post("channels/near/play/e", &[("media", "tone:none;tonezone=xx")]).await?;
    stage.settle().await;
    stage.get("playbacks/e", &[]).await?;
    stage.hang_up("near").await
}

async fn other_schemes(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    for (id, media) in
        [("number", "number:12"), ("digits", "digits:34"), ("characters", "characters:ab")]
    {
        stage.post(&format!("channels/near/play/{id}"), &[("media", media)]).await?;
        stage.event("PlaybackFinished", id).await?;
    }
    stage.post("channels/near/play/wrong", &[("media", "number:many")]).await?;
    stage.settle().await;
    stage.get("playbacks/wrong", &[]).await?;
    stage.post("channels/near/play/tone", &[("media", "tone:ring")]).await?;
    stage.event("PlaybackStarted", "tone").await?;
    stage.settle().await;
    stage.get("playbacks/tone", &[]).await?;
    stage.delete("playbacks/tone", &[]).await?;
    stage.event("PlaybackFinished", "tone").await?;
    stage.hang_up("near").await
}

async fn hung_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    stage.post("channels/near/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.post("channels/near/play/next", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.hang_up("near").await?;
    stage.settle().await;
    stage.get("playbacks/long", &[]).await?;
    stage.get("playbacks/next", &[]).await?;
    leg_to(stage, "menu", "gone", "leaves-16").await?;
    stage.post("channels/gone/play/cut", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("ChannelDestroyed", "gone").await?;
    Ok(())
}

async fn early(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    super::caller(stage, "app-menu", "caller", "wait").await?;
    stage.post("channels/caller/play/hello", &[("media", "sound:hello-world")]).await?;
    stage.event("PlaybackFinished", "hello").await?;
    stage.get("channels/caller", &[]).await?;
    stage.delete("channels/caller", &[]).await?;
    stage.event("StasisEnd", "caller").await?;
    Ok(())
}

async fn parameters(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    answered(stage, "menu", "caller", "wait").await?;
    let query =
        [("media", "sound:hello-world"), ("lang", "fr"), ("offsetms", "200"), ("skipms", "500")];
    stage.post("channels/caller/play/hello", &query).await?;
    stage.event("PlaybackFinished", "hello").await?;
    let query = [("media", "sound:hello-world"), ("skipms", "-1")];
    stage.post("channels/caller/play/wrong", &query).await?;
    let query = [("media", "sound:hello-world"), ("offsetms", "-1")];
    stage.post("channels/caller/play/wrong", &query).await?;
    stage.settle().await;
    stage.hang_up("caller").await
}
