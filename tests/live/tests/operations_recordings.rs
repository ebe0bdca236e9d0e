//! Every operation on recordings: while they are made, and once they are stored, with the files on the disk beside them.

use std::error::Error;
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::enums::{RecordIfExists, RecordingState};
use ari_generated::recordings::LiveRecordingHandle;
use ari_generated::{ErrorKind, RecordingName, Removal};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Heard, Ledger, Stage, awaited, eventually, through_every_door};

through_every_door!(every_operation_on_recordings);

async fn every_operation_on_recordings(door: Door, release: Release) -> Result<(), Box<dyn Error>> {
    let ledger = Ledger::open();
    let mut stage = Stage::through(door, release, Setup::new(), "recordings").await;
    let channel = stage.call("milliwatt").await;
    a_live_recording_is_controlled(&mut stage, &channel).await?;
    a_muted_recording_is_silent(&mut stage, &channel).await?;
    a_canceled_recording_is_not_kept(&mut stage, &channel).await?;
    stored_recordings_are_files(&mut stage, &channel).await?;
    what_exists_is_kept_or_not(&mut stage, &channel).await?;
    channel.hangup().await?;
    let exceptions: &[&str] =
        if door == Door::Outbound { &["recordings.getStoredFile"] } else { &[] };
    ledger.assert_complete(stage.instance.version(), "recordings", exceptions);
    Ok(())
}

async fn reaches(recording: &LiveRecordingHandle, state: RecordingState) {
    eventually(state.as_str(), || async {
        let now = recording.get().await.ok()?.state;
        (now == state).then_some(())
    })
    .await;
}

async fn a_live_recording_is_controlled(
    stage: &mut Stage,
    channel: &ChannelHandle,
) -> Result<(), Box<dyn Error>> {
    // A folder, a percent sign, a space and letters beyond ASCII.
    let name = RecordingName::new("übung/50% of it");
    let queued = channel.record(&name, "wav").await?;
    assert_eq!((&queued.name, queued.format.as_str()), (&name, "wav"));
    assert_eq!(queued.target_uri, format!("channel:{}", channel.channel_id()));
    let started = awaited!(stage.watch, RecordingStarted, |it| it.recording.name == name);
    assert_eq!(started.recording.state, RecordingState::Recording);
    let recording = stage.ari.live_recording(&name);
    assert_eq!(recording.recording_name(), &name);
    reaches(&recording, RecordingState::Recording).await;

    recording.pause().await?;
    reaches(&recording, RecordingState::Paused).await;
    recording.unpause().await?;
    reaches(&recording, RecordingState::Recording).await;
    stage.ari.recordings().pause(&name).await?;
    reaches(&recording, RecordingState::Paused).await;
    stage.ari.recordings().unpause(&name).await?;
    reaches(&recording, RecordingState::Recording).await;
    assert_eq!(stage.ari.recordings().get_live(&name).await?.name, name);

    assert_eq!(recording.stop().await?, Removal::Done);
    let finished = awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);
    assert_eq!(finished.recording.state, RecordingState::Done);
    assert!(finished.recording.duration.is_some());
    // The event comes a little before the recording is gone.
    eventually("the recording is gone", || async { recording.get().await.err() }).await;
    assert_eq!(recording.stop().await?, Removal::AlreadyGone);
    assert_eq!(recording.cancel().await?, Removal::AlreadyGone);
    let over = recording.pause().await.expect_err("it is over");
    assert_eq!(over.kind(), ErrorKind::NotFound, "{over}");
    assert!(stage.instance.recordings_directory().join("übung/50% of it.wav").is_file());
    Ok(())
}

async fn a_muted_recording_is_silent(
    stage: &mut Stage,
    channel: &ChannelHandle,
) -> Result<(), Box<dyn Error>> {
    // Not twice in one recording: 16.28 then leaves it silent.
    let [muted, by_handle, by_resource] = [(); 3].map(|()| RecordingName::random());
    for (name, heard) in
        [(&muted, Heard::Silence), (&by_handle, Heard::Sound), (&by_resource, Heard::Sound)]
    {
        // Counted in whole seconds, which may be half as long.
        channel.record(name, "sln").max_duration_seconds(Duration::from_secs(2)).await?;
        awaited!(stage.watch, RecordingStarted, |it| it.recording.name == *name);
        if *name == by_resource {
            stage.ari.recordings().mute(name).await?;
            stage.ari.recordings().unmute(name).await?;
        } else {
            stage.ari.live_recording(name).mute().await?;
        }
        if *name == by_handle {
            stage.ari.live_recording(name).unmute().await?;
        }
        awaited!(stage.watch, RecordingFinished, |it| it.recording.name == *name);
        assert_eq!(stage.end_of(name), Some(heard));
        assert_eq!(stage.ari.stored_recording(name).delete().await?, Removal::Done);
    }
    Ok(())
}

async fn a_canceled_recording_is_not_kept(
    stage: &mut Stage,
    channel: &ChannelHandle,
) -> Result<(), Box<dyn Error>> {
    let [by_handle, by_resource, stopped] = [(); 3].map(|()| RecordingName::random());
    for name in [&by_handle, &by_resource, &stopped] {
        channel.record(name, "ulaw").await?;
        awaited!(stage.watch, RecordingStarted, |it| it.recording.name == *name);
        if *name == by_handle {
            assert_eq!(stage.ari.live_recording(name).cancel().await?, Removal::Done);
        } else if *name == by_resource {
            stage.ari.recordings().cancel(name).await?;
        } else {
            stage.ari.recordings().stop(name).await?;
        }
        let finished = awaited!(stage.watch, RecordingFinished, |it| it.recording.name == *name);
        // The state is no help: Asterisk says `done` of a canceled one too.
        assert_eq!(finished.recording.state, RecordingState::Done);
        let kept = stage.ari.recordings().get_stored(name).await;
        if *name == stopped {
            assert_eq!(kept?.format, "ulaw");
        } else {
            let gone = kept.expect_err("it was canceled");
            assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
            let gone = stage.ari.recordings().cancel(name).await.expect_err("it was canceled");
            assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
        }
    }
    stage.ari.recordings().delete_stored(&stopped).await?;
    Ok(())
}

async fn stored_recordings_are_files(
    stage: &mut Stage,
    channel: &ChannelHandle,
) -> Result<(), Box<dyn Error>> {
    let name = RecordingName::new("a folder/50% ü, #1?&x=y+z");
    let copy = RecordingName::new("elsewhere/kopie ä%2F,b");
    channel.record(&name, "wav").max_duration_seconds(Duration::from_secs(1)).await?;
    awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);

    let stored = stage.ari.stored_recording(&name);
    assert_eq!(stored.recording_name(), &name);
    let model = stored.get().await?;
    assert_eq!((&model.name, model.format.as_str()), (&name, "wav"));
    assert!(stage.ari.recordings().list_stored().await?.contains(&model));

    let folder = stage.instance.recordings_directory();
    let on_disk = std::fs::read(folder.join(format!("{name}.wav")))?;
    assert!(on_disk.starts_with(b"RIFF"));
    if stage.door() == Door::Outbound {
        // A websocket brings no files, and where HTTP is served nobody said.
        for refused in [stored.file().await, stage.ari.recordings().get_stored_file(&name).await] {
            let refused = refused.expect_err("there is no HTTP");
            assert_eq!(refused.kind(), ErrorKind::InvalidInput, "{refused}");
        }
    } else {
        assert_eq!(stored.file().await?.bytes().await?, on_disk);
        let mut body = stage.ari.recordings().get_stored_file(&name).await?;
        let mut streamed = Vec::new();
        while let Some(chunk) = body.chunk().await? {
            streamed.extend_from_slice(&chunk);
        }
        assert_eq!(streamed, on_disk);
    }

    let copied = stored.copy(&copy).await?;
    assert_eq!((&copied.name, copied.format.as_str()), (&copy, "wav"));
    assert_eq!(std::fs::read(folder.join(format!("{copy}.wav")))?, on_disk);
    let taken = stage.ari.recordings().copy_stored(&name, &copy).await.expect_err("it is there");
    assert_eq!(taken.kind(), ErrorKind::Conflict, "{taken}");
    let outside = stored.copy(RecordingName::new("../../out")).await.expect_err("it is outside");
    assert!(outside.status().is_some(), "{outside}");

    assert_eq!(stored.delete().await?, Removal::Done);
    assert_eq!(stored.delete().await?, Removal::AlreadyGone);
    stage.ari.recordings().delete_stored(&copy).await?;
    for name in [&name, &copy] {
        assert!(!folder.join(format!("{name}.wav")).exists());
        let recordings = stage.ari.recordings();
        if stage.door() != Door::Outbound {
            let gone = recordings.get_stored_file(name).await.expect_err("it was deleted");
            assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
        }
        for gone in [
            recordings.get_stored(name).await.map(drop),
            recordings.copy_stored(name, RecordingName::new("there")).await.map(drop),
            recordings.delete_stored(name).await,
        ] {
            let gone = gone.expect_err("it was deleted");
            assert_eq!(gone.kind(), ErrorKind::NotFound, "{gone}");
        }
    }
    Ok(())
}

/// Recording under a name that is taken: refused, in place of the first, or behind it.
async fn what_exists_is_kept_or_not(
    stage: &mut Stage,
    channel: &ChannelHandle,
) -> Result<(), Box<dyn Error>> {
    let name = RecordingName::new("again");
    let file = stage.instance.recordings_directory().join("again.ulaw");
    // What is there before is longer than what a second can add.
    let before = vec![0xff; 80_000];
    std::fs::write(&file, &before)?;
    let record = || channel.record(&name, "ulaw");
    for refused in [record(), record().if_exists(RecordIfExists::Fail)] {
        let taken = refused.await.expect_err("the name is taken");
        assert_eq!(taken.kind(), ErrorKind::Conflict, "{taken}");
    }
    for existing in [RecordIfExists::Append, RecordIfExists::Overwrite] {
        stage.watch.forget();
        record().if_exists(existing.clone()).max_duration_seconds(Duration::from_secs(1)).await?;
        awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);
        let now = std::fs::read(&file)?;
        if existing == RecordIfExists::Append {
            assert!(now.starts_with(&before) && now.len() > before.len(), "{}", now.len());
        } else {
            assert!(!now.is_empty() && now.len() < before.len(), "{}", now.len());
        }
    }
    let name = RecordingName::random();
    let unknown = channel.record(name, "mp7").await.expect_err("there is no such format");
    assert_eq!(unknown.status(), Some(422), "{unknown}");
    stage.ari.recordings().delete_stored(RecordingName::new("again")).await?;
    Ok(())
}
