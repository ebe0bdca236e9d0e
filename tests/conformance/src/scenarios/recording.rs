//! Recordings while they are made.

use crate::{Run, Scenario, Stage, scenario};

use super::{leg, leg_to};

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(stop, "record/stop", "recorded, stopped and stored"),
        scenario!(cancel, "record/cancel", "thrown away"),
        scenario!(paused, "record/pause", "pause, unpause, mute, unmute"),
        scenario!(ended_by_digit, "record/digit", "ended by a digit of the caller"),
        scenario!(too_long, "record/max-duration", "ended by its duration"),
        scenario!(silence, "record/max-silence", "where no sound comes, no silence is heard"),
        scenario!(
            silent_end,
            "record/silence-ends",
            "ended by silence, and stopped in the middle of it"
        ),
        scenario!(beep, "record/beep", "after a beep"),
        scenario!(exists, "record/exists", "fail, overwrite and append"),
        scenario!(hung_up, "record/hung-up", "the channel ends meanwhile"),
        scenario!(refused, "record/refused", "wrong parameters, unknown recordings"),
        scenario!(queued, "record/queued", "waiting behind a playback"),
        scenario!(in_a_bridge, "record/bridged-channel", "a channel that is in a bridge"),
    ]
}

async fn record(stage: &mut Stage, name: &str, more: &[(&str, &str)]) -> Run {
    let query = [&[("name", name), ("format", "wav")], more].concat();
    stage.post("channels/near/record", &query).await?;
    stage.event("RecordingStarted", name).await?;
    Ok(())
}

async fn stop(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[]).await?;
    stage.pause(500).await;
    stage.get("recordings/live/voice", &[]).await?;
    stage.post("recordings/live/voice/stop", &[]).await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.settle().await;
    stage.get("recordings/live/voice", &[]).await?;
    stage.get("recordings/stored/voice", &[]).await?;
    stage.hang_up("near").await
}

async fn cancel(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[]).await?;
    stage.pause(300).await;
    stage.delete("recordings/live/voice", &[]).await?;
    stage.settle().await;
    stage.get("recordings/live/voice", &[]).await?;
    stage.get("recordings/stored/voice", &[]).await?;
    stage.hang_up("near").await
}

async fn paused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[]).await?;
    stage.pause(300).await;
    for (verb, what, state) in [
        ("POST", "pause", "paused"),
        ("POST", "pause", "paused"),
        ("DELETE", "pause", "recording"),
        ("POST", "mute", "recording"),
        ("DELETE", "mute", "recording"),
        ("DELETE", "pause", "recording"),
    ] {
        stage.call(verb, &format!("recordings/live/voice/{what}"), &[], None).await?;
        stage.eventually("recordings/live/voice", |it| it.body["state"] == state).await?;
    }
    stage.post("recordings/live/voice/stop", &[]).await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.hang_up("near").await
}

async fn ended_by_digit(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "digits-5#").await?;
    record(stage, "voice", &[("terminateOn", "#")]).await?;
    stage.event("RecordingFinished", "voice").await?;
    super::dialled(stage, "near").await?;
    stage.settle().await;
    leg_to(stage, "menu", "other", "digits-5").await?;
    let query = [("name", "any"), ("format", "wav"), ("terminateOn", "any")];
    stage.post("channels/other/record", &query).await?;
    stage.event("RecordingFinished", "any").await?;
    super::dialled(stage, "other").await?;
    stage.settle().await;
    stage.hang_up("near").await?;
    stage.hang_up("other").await
}

async fn too_long(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[("maxDurationSeconds", "1")]).await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.hang_up("near").await
}

async fn silence(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "echo").await?;
    stage.post("channels/near/silence", &[]).await?;
    record(stage, "voice", &[("maxSilenceSeconds", "1")]).await?;
    stage.settle().await;
    stage.delete("channels/near/silence", &[]).await?;
    stage.hang_up("near").await
}

async fn silent_end(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "quiet").await?;
    record(stage, "voice", &[("maxSilenceSeconds", "2")]).await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.settle().await;
    record(stage, "noise", &[("maxSilenceSeconds", "9")]).await?;
    stage.pause(800).await;
    stage.post("recordings/live/noise/stop", &[]).await?;
    stage.event("RecordingFinished", "noise").await?;
    stage.settle().await;
    stage.hang_up("near").await
}

async fn beep(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[("beep", "true"), ("maxDurationSeconds", "1")]).await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.hang_up("near").await
}

async fn exists(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    let short = ("maxDurationSeconds", "1");
    record(stage, "voice", &[short]).await?;
    stage.event("RecordingFinished", "voice").await?;
    for how in ["fail", "overwrite", "append", "explode"] {
        let query = [("name", "voice"), ("format", "wav"), short, ("ifExists", how)];
        let answer = stage.post("channels/near/record", &query).await?;
        if answer.status == 201 {
            stage.event("RecordingFinished", "voice").await?;
        }
        stage.settle().await;
    }
    // What is being made exists too.
    let query = [("name", "another"), ("format", "wav"), ("ifExists", "overwrite")];
    stage.post("channels/near/record", &query).await?;
    stage.event("RecordingStarted", "another").await?;
    stage.post("channels/near/record", &query).await?;
    stage.settle().await;
    stage.post("recordings/live/another/stop", &[]).await?;
    stage.event("RecordingFinished", "another").await?;
    stage.hang_up("near").await
}

async fn hung_up(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    record(stage, "voice", &[]).await?;
    stage.pause(500).await;
    stage.delete("channels/near-far", &[]).await?;
    stage.event("ChannelDestroyed", "near").await?;
    stage.settle().await;
    stage.get("recordings/stored/voice", &[]).await?;
    Ok(())
}

async fn refused(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    let (name, format) = (("name", "voice"), ("format", "wav"));
    let path = "channels/near/record";
    stage.post(path, &[]).await?;
    stage.post(path, &[name]).await?;
    stage.post(path, &[format]).await?;
    stage.post(path, &[name, ("format", "mp3")]).await?;
    stage.post(path, &[name, format, ("maxDurationSeconds", "-1")]).await?;
    stage.post(path, &[name, format, ("maxSilenceSeconds", "-1")]).await?;
    stage.post(path, &[name, format, ("terminateOn", "x")]).await?;
    stage.post(path, &[("name", "../voice"), format]).await?;
    stage.settle().await;
    let live = "recordings/live/nothing";
    stage.get(live, &[]).await?;
    stage.delete(live, &[]).await?;
    for (verb, what) in [
        ("POST", "stop"),
        ("POST", "pause"),
        ("DELETE", "pause"),
        ("POST", "mute"),
        ("DELETE", "mute"),
    ] {
        stage.call(verb, &format!("{live}/{what}"), &[], None).await?;
    }
    stage.hang_up("near").await
}

async fn queued(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    stage.post("channels/near/play/long", &[("media", "sound:tt-monkeys")]).await?;
    stage.event("PlaybackStarted", "long").await?;
    let query = [("name", "voice"), ("format", "wav"), ("maxDurationSeconds", "1")];
    stage.post("channels/near/record", &query).await?;
    stage.get("recordings/live/voice", &[]).await?;
    stage.post("recordings/live/voice/pause", &[]).await?;
    stage.post("recordings/live/voice/mute", &[]).await?;
    stage.delete("playbacks/long", &[]).await?;
    stage.event("RecordingStarted", "voice").await?;
    stage.event("RecordingFinished", "voice").await?;
    stage.hang_up("near").await
}

async fn in_a_bridge(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg(stage, "menu", "near").await?;
    super::bridge(stage, "room", "mixing", &["near"]).await?;
    stage.post("channels/near/record", &[("name", "voice"), ("format", "wav")]).await?;
    stage.event("RecordingFailed", "voice").await?;
    stage.post("channels/near/play/hello", &[("media", "sound:hello-world")]).await?;
    stage.settle().await;
    stage.hang_up("near").await
}
