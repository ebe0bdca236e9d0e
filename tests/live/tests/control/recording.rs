//! Recordings to their ends: by time, by a digit, by a hangup, and those that cannot be.

use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::enums::TerminateOn;
use ari_generated::prelude::*;
use ari_harness::Setup;
use ari_live_tests::{Stage, eventually};
use tokio::time::sleep;

use crate::{A_WHILE, Failure, kind, soon};

/// The bytes of a stored recording.
async fn bytes(recorded: &ari_generated::Recorded) -> Result<Vec<u8>, Failure> {
    Ok(recorded.stored().file().await?.bytes().await?.to_vec())
}

#[tokio::test]
async fn a_recording_ends_by_its_time_and_by_a_digit() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let (call, caller) = stage.pair().await;
    caller.start_silence().await?;
    let timed = call.record(RecordingName::new("timed"), "wav");
    let recorded = soon(timed.max_duration_seconds(Duration::from_secs(1)).finished()).await??;
    assert!(bytes(&recorded).await?.starts_with(b"RIFF"));
    let ended = call.record(RecordingName::new("ended"), "wav").terminate_on(TerminateOn::Hash);
    let recording = tokio::spawn(ended.finished());
    let live = stage.ari.live_recording(RecordingName::new("ended"));
    eventually("it records", || async { live.get().await.ok() }).await;
    sleep(A_WHILE).await;
    caller.send_dtmf().dtmf("#").await?;
    let recorded = soon(recording).await???;
    assert!(bytes(&recorded).await?.starts_with(b"RIFF"));
    // Its name is taken now.
    let again = call.record(RecordingName::new("ended"), "wav").finished();
    assert_eq!(kind(soon(again).await?), ErrorKind::Conflict);
    recorded.stored().delete().await?;
    Ok(())
}

#[tokio::test]
async fn what_a_caller_said_before_hanging_up_is_complete() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let (call, caller) = stage.pair().await;
    caller.start_silence().await?;
    let recording = tokio::spawn(call.record(RecordingName::new("message"), "wav").finished());
    let live = stage.ari.live_recording(RecordingName::new("message"));
    eventually("it records", || async { live.get().await.ok() }).await;
    sleep(A_WHILE).await;
    caller.hangup().await?;
    call.hangup().await?;
    let recorded = soon(recording).await???;
    assert!(bytes(&recorded).await?.starts_with(b"RIFF"));
    Ok(())
}

#[tokio::test]
async fn who_hangs_up_during_the_beep_has_said_nothing() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    for moment in [0, 100, 200] {
        let (caller, call) = stage.pair().await;
        let name = RecordingName::random();
        let recording = tokio::spawn(call.record(&name, "wav").beep(true).finished());
        let live = stage.ari.live_recording(&name);
        eventually("it beeps", || async { live.get().await.ok() }).await;
        sleep(Duration::from_millis(moment)).await;
        caller.hangup().await?;
        assert_eq!(kind(soon(recording).await??), ErrorKind::Left);
        let stored = stage.ari.stored_recording(&name).get().await;
        assert_eq!(kind(stored), ErrorKind::NotFound);
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_recorded_is_an_error() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let bridge = stage.ari.bridge(BridgeId::random());
    bridge.create_with_id().bridge_type("mixing").await?;
    bridge.add_channel([call.channel_id()]).await?;
    let member = call.record(RecordingName::new("member"), "wav").finished();
    assert_eq!(kind(soon(member).await?), ErrorKind::Media);
    // The bridge itself can be.
    let whole = bridge.record(RecordingName::new("whole"), "wav");
    let recorded = whole.max_duration_seconds(Duration::from_secs(1)).finished();
    assert!(bytes(&soon(recorded).await??).await?.starts_with(b"RIFF"));
    bridge.destroy().await?;
    Ok(())
}
