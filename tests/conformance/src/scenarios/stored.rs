//! Recordings that are stored.

use crate::{Run, Scenario, Stage, scenario};

use super::leg_to;

pub(super) fn all() -> Vec<Scenario> {
    vec![
        scenario!(files, "stored/files", "list, get, fetch, copy, delete"),
        scenario!(nothing, "stored/nothing", "what is not there"),
        scenario!(played, "stored/played", "a recording is played"),
    ]
}

async fn make(stage: &mut Stage, name: &str) -> Run {
    let query = [("name", name), ("format", "wav"), ("maxDurationSeconds", "1")];
    stage.post("channels/near/record", &query).await?;
    stage.event("RecordingFinished", name).await?;
    stage.settle().await;
    Ok(())
}

async fn files(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    stage.get("recordings/stored", &[]).await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    make(stage, "voice").await?;
    make(stage, "folder/other voice").await?;
    stage.get("recordings/stored", &[]).await?;
    stage.get("recordings/stored/voice", &[]).await?;
    stage.get("recordings/stored/folder%2Fother%20voice", &[]).await?;
    stage.get("recordings/stored/voice/file", &[]).await?;
    let copy = "recordings/stored/voice/copy";
    stage.post(copy, &[("destinationRecordingName", "copied")]).await?;
    stage.post(copy, &[("destinationRecordingName", "copied")]).await?;
    stage.post(copy, &[]).await?;
    stage.get("recordings/stored", &[]).await?;
    for name in ["voice", "copied", "folder%2Fother%20voice"] {
        stage.delete(&format!("recordings/stored/{name}"), &[]).await?;
    }
    stage.get("recordings/stored/voice", &[]).await?;
    stage.get("recordings/stored", &[]).await?;
    stage.hang_up("near").await
}

async fn nothing(stage: &mut Stage) -> Run {
    let path = "recordings/stored/nothing";
    stage.get(path, &[]).await?;
    stage.get(&format!("{path}/file"), &[]).await?;
    stage.delete(path, &[]).await?;
    let query = [("destinationRecordingName", "copied")];
    stage.post(&format!("{path}/copy"), &query).await?;
    stage.get("recordings", &[]).await?;
    stage.get("recordings/live", &[]).await?;
    Ok(())
}

async fn played(stage: &mut Stage) -> Run {
    stage.open("menu").await?;
    leg_to(stage, "menu", "near", "speaker").await?;
    make(stage, "voice").await?;
    stage.post("channels/near/play/again", &[("media", "recording:voice")]).await?;
    stage.event("PlaybackFinished", "again").await?;
    stage.hang_up("near").await
}
