//! Media by their sorts, causes of a hangup, and answering, on real calls.

use std::time::Duration;

use ari_generated::enums::HangupReason;
use ari_generated::events::{ChannelDestroyed, ChannelHangupRequest};
use ari_generated::prelude::*;
use ari_generated::{Cause, Media, RecordingName};
use ari_harness::Setup;
use ari_live_tests::{PATIENCE, Stage};

use crate::{Failure, kind, soon};

#[tokio::test]
async fn every_sort_of_media_is_heard() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let recorded = call.record(RecordingName::new("nothing much"), "wav");
    call.start_silence().await?;
    soon(recorded.max_duration_seconds(Duration::from_secs(1)).finished()).await?.ok();
    let spoken = [
        Media::sound("hello-world"),
        Media::number(42),
        Media::digits("1#"),
        Media::characters("a1"),
    ];
    soon(call.play(spoken).finished()).await??;
    // Both ways to say it.
    soon(call.play(["digits:7".to_owned(), Media::digits("8").into()]).finished()).await??;
    let tone = stage.ari.playback(PlaybackId::random());
    let beeps = call.play_with_id(tone.playback_id(), [Media::tone("440/100,0/100").zone("fr")]);
    let playing = tokio::spawn(beeps.finished());
    call.set_variable("PAUSE").value("yes").await?;
    ari_live_tests::eventually("the tone plays", || async { tone.get().await.ok() }).await;
    tone.stop().await?;
    soon(playing).await???;
    Ok(())
}

#[tokio::test]
async fn a_cause_is_a_cause_and_a_flag_is_none() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let (asked, ended) = (
        call.wait_for::<ChannelHangupRequest>(PATIENCE),
        call.wait_for::<ChannelDestroyed>(PATIENCE),
    );
    call.hangup().reason(HangupReason::Busy).await?;
    assert_eq!(ended.await?.q850(), Some(Cause::USER_BUSY));
    let asked = asked.await?;
    assert_eq!((asked.soft, asked.q850()), (Some(true), None), "{asked:?}");
    // By its number.
    let call = stage.call("wait").await;
    let ended = call.wait_for::<ChannelDestroyed>(PATIENCE);
    call.hangup().reason_code(Cause::SUBSCRIBER_ABSENT).await?;
    assert_eq!(ended.await?.q850(), Some(Cause::SUBSCRIBER_ABSENT));
    Ok(())
}

#[tokio::test]
async fn answering_is_waited_for() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let (near, far) = stage.ringing_pair().await;
    assert_eq!(kind(near.until_up(Duration::from_millis(200)).await), ErrorKind::NoEvent);
    let waiting = tokio::spawn({
        let near = near.clone();
        async move { near.until_up(Duration::MAX).await }
    });
    far.answer().await?;
    soon(waiting).await???;
    // It is up already.
    soon(far.until_up(PATIENCE)).await??;
    let (near, far) = stage.ringing_pair().await;
    let waiting = tokio::spawn(async move { near.until_up(PATIENCE).await });
    far.hangup().await?;
    let error = soon(waiting).await??.expect_err("it was never answered");
    assert!([ErrorKind::Left, ErrorKind::NotFound].contains(&error.kind()), "{error}");
    Ok(())
}
