//! Operations that bring sound to a channel, keep it away, or keep it for later.

use std::time::Duration;

use ari_generated::enums::{MuteDirection, PlaybackState, RecordingState, TerminateOn};
use ari_generated::{ErrorKind, PlaybackId, RecordingName};
use ari_live_tests::{Heard, Stage, awaited};

use crate::Outcome;

pub async fn sounds_play_in_order(stage: &mut Stage) -> Outcome {
    let sound = stage.silence_then_tone()?;
    let (near, far) = stage.pair().await;
    let id = PlaybackId::new("greeting 1/50%");
    // The comma belongs to the second; in a query it would part it in two.
    let media = ["digits:1", "characters:a,b", "number:3"];
    let queued = near.play(media).lang("en").playback_id(&id).await?;
    assert_eq!((&queued.id, queued.language.as_deref()), (&id, Some("en")));
    assert_eq!(queued.next_media_uri.as_deref(), Some(media[1]));
    for (now, next) in [(media[0], media[1]), (media[1], media[2])] {
        let step = awaited!(stage.watch, PlaybackContinuing, |it| it.playback.id == id
            && it.playback.media_uri == now);
        assert_eq!(step.playback.next_media_uri.as_deref(), Some(next));
        assert_eq!(step.playback.state, PlaybackState::Continuing);
    }
    let finished = awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == id);
    assert_eq!(
        (finished.playback.media_uri.as_str(), finished.playback.state.clone()),
        (media[2], PlaybackState::Done)
    );

    for (offset, heard) in [(Duration::ZERO, Heard::Silence), (Stage::HALF, Heard::Sound)] {
        let id = PlaybackId::random();
        let play = stage.ari.channels().play_with_id(near.channel_id(), &id, [sound]);
        play.offsetms(offset).skipms(Duration::from_secs(1)).await?;
        awaited!(stage.watch, PlaybackStarted, |it| it.playback.id == id);
        assert_eq!(stage.hears(&far).await, heard, "from {offset:?} on");
        stage.ari.playback(&id).stop().await?;
        awaited!(stage.watch, PlaybackFinished, |it| it.playback.id == id);
    }
    near.hangup().await?;
    Ok(())
}

pub async fn music_and_silence_are_heard(stage: &mut Stage) -> Outcome {
    let (near, far) = stage.pair().await;
    assert_eq!(stage.hears(&far).await, Heard::Nothing);
    near.start_moh().moh_class("default").await?;
    stage.hears_sound(&far).await;
    near.stop_moh().await?;
    near.start_silence().await?;
    assert_eq!(stage.hears(&far).await, Heard::Silence);
    near.stop_silence().await?;
    let channels = stage.ari.channels();
    let id = near.channel_id();
    channels.start_silence(id).await?;
    channels.stop_silence(id).await?;
    channels.start_moh(id).await?;
    channels.stop_moh(id).await?;
    stage.hears_nothing(&far).await;
    near.hangup().await?;
    Ok(())
}

pub async fn a_muted_channel_is_not_heard(stage: &mut Stage) -> Outcome {
    let channel = stage.call("playtones").await;
    stage.hears_sound(&channel).await;
    channel.mute().direction(MuteDirection::In).await?;
    assert_eq!(stage.hears(&channel).await, Heard::Nothing);
    channel.unmute().direction(MuteDirection::In).await?;
    assert_eq!(stage.hears(&channel).await, Heard::Sound);
    // Both directions, without naming them.
    stage.ari.channels().mute(channel.channel_id()).await?;
    assert_eq!(stage.hears(&channel).await, Heard::Nothing);
    stage.ari.channels().unmute(channel.channel_id()).await?;
    assert_eq!(stage.hears(&channel).await, Heard::Sound);
    let nowhere = channel.mute().direction("up".into()).await.expect_err("no direction");
    assert_eq!(nowhere.kind(), ErrorKind::BadRequest, "{nowhere}");
    channel.hangup().await?;

    // What the other side would hear: music, since while something plays the channel takes no other orders.
    let (near, far) = stage.pair().await;
    near.mute().direction(MuteDirection::Out).await?;
    near.start_moh().await?;
    assert_eq!(stage.hears(&far).await, Heard::Nothing);
    near.unmute().direction(MuteDirection::Out).await?;
    stage.hears_sound(&far).await;
    near.hangup().await?;
    Ok(())
}

pub async fn recordings_end_as_told(stage: &mut Stage) -> Outcome {
    let (near, far) = stage.pair().await;
    near.start_silence().await?;
    let name = RecordingName::new("calls/by 50% digit ü");
    let queued = far.record(&name, "wav").beep(true).terminate_on(TerminateOn::Hash).await?;
    // It may have begun already.
    assert!(matches!(queued.state, RecordingState::Queued | RecordingState::Recording));
    assert_eq!(queued.name, name);
    awaited!(stage.watch, RecordingStarted, |it| it.recording.name == name);
    // While the beep sounds a digit would be lost, and with it the end.
    let ended = loop {
        near.send_dtmf().dtmf("1#").await?;
        awaited!(stage.watch, ChannelDtmfReceived, |it| it.digit == "#"
            && it.channel.id == *far.channel_id());
        stage.watch.forget();
        if stage.ari.live_recording(&name).get().await.is_err() {
            break stage.ari.stored_recording(&name);
        }
    };
    ended.delete().await?;

    let name = RecordingName::random();
    let record = stage.ari.channels().record(far.channel_id(), &name, "wav");
    record.max_silence_seconds(Duration::from_secs(1)).terminate_on(TerminateOn::Any).await?;
    let finished = awaited!(stage.watch, RecordingFinished, |it| it.recording.name == name);
    assert!(finished.recording.silence_duration.is_some(), "{finished:?}");
    assert!(stage.ari.stored_recording(&name).get().await.is_ok());
    near.hangup().await?;
    Ok(())
}
