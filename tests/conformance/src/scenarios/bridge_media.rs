//! What a bridge hears: playbacks, music, and recordings of it.

use crate::{Run, Scenario, Stage, scenario};

use super::{bridge, leg};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(play, "bridge-media/play", "a sound, from its start to its end"),
        scenario!(controls, "bridge-media/controls", "pause, unpause and stop"),
        scenario!(emptied, "bridge-media/emptied", "the last channel leaves during a playback"),
        scenario!(emptied_music, "bridge-media/emptied-music", "the same during music"),
        scenario!(emptied_record, "bridge-media/emptied-record", "the same during a recording"),
        scenario!(refused, "bridge-media/refused", "no media, wrong media"),
        scenario!(music, "bridge-media/moh", "music in a mixing bridge"),
        scenario!(record, "bridge-media/record", "recorded and stopped"),
        scenario!(bad_records, "bridge-media/record-refused", "wrong parameters"),
    ]
}

async fn play(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.post("bridges/room/play/hello", &[("media", "sound:hello-world")]).await?;
    stage.event("PlaybackStarted", "hello").await?;
    stage.get("playbacks/hello", &[]).await?;
    stage.event("PlaybackFinished", "hello").await?;
    stage.settle().await;
    let query = [("media", "sound:beep,sound:digits/1"), ("playbackId", "both"), ("lang", "fr")];
    stage.post("bridges/room/play", &query).await?;
    stage.event("PlaybackFinished", "both").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    Ok(())
}

async fn controls(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.post("bridges/room/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.pause(300).await;
    for operation in ["pause", "unpause", "restart"] {
        stage.post("playbacks/long/control", &[("operation", operation)]).await?;
        stage.settle().await;
        stage.get("playbacks/long", &[]).await?;
    }
    stage.post("bridges/room/play/next", &[("media", "sound:beep")]).await?;
    stage.delete("playbacks/long", &[]).await?;
    stage.event("PlaybackFinished", "long").await?;
    stage.event("PlaybackFinished", "next").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    Ok(())
}

/// Its end is told after the application of the last channel has stopped listening, or before.
async fn listens(stage: &mut Stage) -> Run {
    let room = [("eventSource", "bridge:room")];
    stage.post("applications/menu/subscription", &room).await?;
    // Who announced may be there still.
    stage.either("ChannelLeftBridge", "ann", "bridge.channels");
    Ok(())
}

async fn leaves(stage: &mut Stage) -> Run {
    stage.post("bridges/room/removeChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelLeftBridge", "ann").await?;
    stage.settle().await;
    Ok(())
}

async fn emptied(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    listens(stage).await?;
    stage.post("bridges/room/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    stage.post("bridges/room/play/next", &[("media", "sound:hello-world")]).await?;
    stage.settle().await;
    leaves(stage).await?;
    stage.get("playbacks/long", &[]).await?;
    stage.get("playbacks/next", &[]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/addChannel", &[("channel", "ann")]).await?;
    stage.event("ChannelEnteredBridge", "ann").await?;
    stage.settle().await;
    stage.delete("playbacks/long", &[]).await?;
    stage.post("bridges/room/play/hello", &[("media", "sound:hello-world")]).await?;
    stage.event("PlaybackStarted", "hello").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    stage.get("playbacks/hello", &[]).await?;
    stage.get("bridges/room", &[]).await?;
    Ok(())
}

async fn emptied_music(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    listens(stage).await?;
    stage.post("bridges/room/moh", &[]).await?;
    stage.settle().await;
    leaves(stage).await?;
    stage.get("bridges/room", &[]).await?;
    stage.delete("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.hang_up("ann").await
}

async fn emptied_record(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    listens(stage).await?;
    stage.post("bridges/room/record", &[("name", "talk"), ("format", "wav")]).await?;
    stage.event("RecordingStarted", "talk").await?;
    stage.settle().await;
    leaves(stage).await?;
    stage.get("recordings/live/talk", &[]).await?;
    stage.get("recordings/stored/talk", &[]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.hang_up("ann").await
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.post("bridges/room/play", &[]).await?;
    stage.post("bridges/room/play", &[("media", "")]).await?;
    let query = [("media", "sound:beep"), ("skipms", "-1")];
    stage.post("bridges/room/play", &query).await?;
    let query = [("media", "sound:beep"), ("announcer_format", "nothing")];
    stage.post("bridges/room/play", &query).await?;
    stage.settle().await;
    stage.post("bridges/room/play/none", &[("media", "sound:no-such-sound")]).await?;
    stage.event("PlaybackFinished", "none").await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    Ok(())
}

async fn music(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    stage.post("bridges/room/moh", &[("mohClass", "default")]).await?;
    stage.settle().await;
    stage.get("bridges/room", &[]).await?;
    stage.post("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.delete("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.delete("bridges/room/moh", &[]).await?;
    stage.settle().await;
    stage.hang_up("ann").await?;
    stage.settle().await;
    Ok(())
}

async fn record(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "ann").await?;
    bridge(stage, "room", "mixing", &["ann"]).await?;
    let query = [("name", "talk"), ("format", "wav"), ("beep", "false")];
    stage.post("bridges/room/record", &query).await?;
    stage.event("RecordingStarted", "talk").await?;
    stage.settle().await;
    stage.pause(300).await;
    stage.get("recordings/live/talk", &[]).await?;
    stage.get("bridges/room", &[]).await?;
    stage.post("recordings/live/talk/stop", &[]).await?;
    stage.event("RecordingFinished", "talk").await?;
    stage.settle().await;
    stage.get("recordings/stored/talk", &[]).await?;
    stage.hang_up("ann").await?;
    stage.settle().await;
    Ok(())
}

async fn bad_records(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.post("bridges/room", &[]).await?;
    let (name, format) = (("name", "talk"), ("format", "wav"));
    let path = "bridges/room/record";
    // Without a name or a format it ends Asterisk 22.10.1.
    stage.post(path, &[name, ("format", "mp3")]).await?;
    stage.post(path, &[name, format, ("maxDurationSeconds", "-1")]).await?;
    stage.post(path, &[name, format, ("maxSilenceSeconds", "-1")]).await?;
    stage.post(path, &[name, format, ("terminateOn", "x")]).await?;
    stage.post(path, &[name, format, ("ifExists", "explode")]).await?;
    stage.post(path, &[name, format, ("recorder_format", "nothing")]).await?;
    stage.settle().await;
    Ok(())
}
