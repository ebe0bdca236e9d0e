//! Every operation on playbacks, on a long sound whose states can be seen and on one that is over.

use std::error::Error;
use std::time::Duration;

use ari_generated::enums::{PlaybackOperation, PlaybackState};
use ari_generated::playbacks::PlaybackHandle;
use ari_generated::{ErrorKind, Event, PlaybackId, Removal};
use ari_harness::{Release, Setup};
use ari_live_tests::{Door, Heard, Ledger, Stage, awaited, eventually, through_every_door};

through_every_door!(every_operation_on_playbacks);

async fn every_operation_on_playbacks(door: Door, release: Release) -> Result<(), Box<dyn Error>> {
    let ledger = Ledger::open();
    let mut stage = Stage::through(door, release, Setup::new(), "playbacks").await;
    let channel = stage.call("wait").await;

    // An id that a path cannot carry as it stands.
    let id = PlaybackId::new("50%/fünf #1?");
    let queued = channel
        .play_with_id(&id, ["sound:tt-monkeys"])
        .lang("en")
        .skipms(Duration::from_secs(1))
        .await?;
    assert_eq!(queued.id, id);
    assert_eq!(queued.media_uri, "sound:tt-monkeys");
    assert_eq!(queued.target_uri, format!("channel:{}", channel.channel_id()));
    assert_eq!(queued.language.as_deref(), Some("en"));
    let started = awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == id);
    assert_eq!(started.playback.state, PlaybackState::Playing);

    let playback = stage.ari.playback(&id);
    assert_eq!(playback.playback_id(), &id);
    assert_eq!(playback.get().await?.state, PlaybackState::Playing);
    playback.control(PlaybackOperation::Pause).await?;
    reaches(&playback, PlaybackState::Paused).await;
    // Nobody hears of the pause, but the end of it is told like a beginning.
    stage.watch.forget();
    playback.control(PlaybackOperation::Unpause).await?;
    awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == id);
    assert_eq!(stage.ari.playbacks().get(&id).await?.state, PlaybackState::Playing);
    playback.control(PlaybackOperation::Pause).await?;
    reaches(&playback, PlaybackState::Paused).await;
    let early = playback.control(PlaybackOperation::Restart).await.expect_err("it is paused");
    assert_eq!(early.kind(), ErrorKind::Conflict, "{early}");
    let unknown = playback.control("rewind".into()).await.expect_err("there is no such operation");
    assert_eq!(unknown.kind(), ErrorKind::BadRequest, "{unknown}");

    assert_eq!(playback.stop().await?, Removal::Done);
    let finished = awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == id);
    assert_eq!(finished.playback.media_uri, "sound:tt-monkeys");
    // The event comes a little before the playback is gone.
    eventually("the playback is gone", || async { playback.get().await.err() }).await;
    assert_eq!(playback.stop().await?, Removal::AlreadyGone);
    let over = stage.ari.playbacks().stop(&id).await.expect_err("it is over");
    assert_eq!(over.kind(), ErrorKind::NotFound, "{over}");
    let over = playback.get().await.expect_err("it is over");
    assert_eq!(over.kind(), ErrorKind::NotFound, "{over}");
    let over = playback.control(PlaybackOperation::Pause).await.expect_err("it is over");
    assert_eq!(over.kind(), ErrorKind::NotFound, "{over}");

    steps_lead_forward_and_back(&mut stage).await?;

    // The resource's own way to stop, of one that waits behind another.
    let first = channel.play(["sound:tt-monkeys"]).await?;
    let second = channel.play(["sound:tt-monkeys"]).await?;
    awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == first.id);
    assert_eq!(stage.ari.playbacks().get(&second.id).await?.state, PlaybackState::Queued);
    stage.ari.playbacks().stop(&first.id).await?;
    awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == first.id);
    awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == second.id);
    stage.ari.playbacks().stop(&second.id).await?;
    awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == second.id);

    channel.hangup().await?;
    let ended = stage.watch.seen().iter();
    let ended =
        ended.filter(|it| matches!(it, Event::PlaybackFinished(it) if it.playback.id == id));
    assert_eq!(ended.count(), 1, "it ended once");
    ledger.assert_complete(stage.instance.version(), "playbacks", &[]);
    Ok(())
}

async fn reaches(playback: &PlaybackHandle, state: PlaybackState) {
    eventually(state.as_str(), || async {
        let now = playback.get().await.ok()?.state;
        (now == state).then_some(())
    })
    .await;
}

/// What is heard after a step forward, back and to the beginning of a sound that is silent in its first half.
async fn steps_lead_forward_and_back(stage: &mut Stage) -> Result<(), Box<dyn Error>> {
    let sound = stage.silence_then_tone()?;
    let (near, far) = stage.pair().await;
    let id = PlaybackId::random();
    near.play_with_id(&id, [sound]).skipms(Stage::HALF).await?;
    awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == id);
    assert_eq!(stage.hears(&far).await, Heard::Silence, "the beginning");
    for (operation, heard) in [
        (PlaybackOperation::Forward, Heard::Sound),
        (PlaybackOperation::Restart, Heard::Silence),
        (PlaybackOperation::Forward, Heard::Sound),
        (PlaybackOperation::Reverse, Heard::Silence),
    ] {
        stage.ari.playbacks().control(&id, operation.clone()).await?;
        assert_eq!(stage.hears(&far).await, heard, "{operation}");
    }
    assert_eq!(stage.ari.playback(&id).stop().await?, Removal::Done);
    near.hangup().await?;
    awaited!(stage.watch, ChannelDestroyed, |it| it.channel.id == *near.channel_id());
    Ok(())
}
