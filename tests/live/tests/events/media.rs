//! Playing and recording: begin, progress, end, and a recording that cannot be.

use std::time::Duration;

use ari_generated::enums::{PlaybackState, RecordingState};
use ari_generated::{BridgeId, ChannelId, PlaybackId, RecordingName};
use ari_harness::Setup;
use ari_live_tests::{Watch, asterisk, connect};

use crate::Scenario;
use crate::seen::{Seen, arrives};

/// Two sounds one after the other, a recording of a second, and one of a channel in a bridge.
pub async fn scenario() -> Scenario {
    let instance = asterisk(Setup::new());
    let (ari, events) = connect(&instance, "media").await;
    let (mut watch, mut seen) = (Watch::new(events), Seen::default());
    let id = ChannelId::random();
    let target = format!("channel:{id}");
    ari.channel(&id).originate_with_id("Local/milliwatt@default").app("media").await?;
    arrives!(seen, watch, StasisStart(it) if it.channel.id == id);

    let playback = PlaybackId::random();
    let media = ["sound:beep", "sound:digits/1"];
    ari.channel(&id).play_with_id(&playback, media).lang("en").await?;
    let started = arrives!(seen, watch, PlaybackStarted(it) if it.playback.id == playback);
    assert_eq!(started.playback.state, PlaybackState::Playing);
    assert_eq!(started.playback.media_uri, media[0]);
    assert_eq!(started.playback.next_media_uri.as_deref(), Some(media[1]));
    assert_eq!(started.playback.target_uri, target);
    assert_eq!(started.playback.language.as_deref(), Some("en"));
    let continuing = arrives!(seen, watch, PlaybackContinuing(it) if it.playback.id == playback);
    assert_eq!(continuing.playback.state, PlaybackState::Continuing);
    let finished = arrives!(seen, watch, PlaybackFinished(it) if it.playback.id == playback);
    assert_eq!(finished.playback.state, PlaybackState::Done);
    assert_eq!(finished.playback.media_uri, media[1]);
    assert_eq!(finished.playback.next_media_uri, None);

    let name = RecordingName::new("tone/of a second");
    let second = Duration::from_secs(1);
    ari.channel(&id).record(&name, "wav").max_duration_seconds(second).await?;
    let started = arrives!(seen, watch, RecordingStarted(it) if it.recording.name == name);
    assert_eq!(started.recording.state, RecordingState::Recording);
    assert_eq!(
        (started.recording.format.as_str(), &started.recording.target_uri),
        ("wav", &target.as_str().into())
    );
    let finished = arrives!(seen, watch, RecordingFinished(it) if it.recording.name == name);
    assert_eq!(finished.recording.state, RecordingState::Done);
    assert!(finished.recording.duration >= Some(second), "{finished:?}");
    assert!(instance.recordings_directory().join("tone/of a second.wav").exists());

    let room = BridgeId::random();
    ari.bridge(&room).create_with_id().await?;
    ari.bridge(&room).add_channel([&id]).await?;
    arrives!(seen, watch, ChannelEnteredBridge(it) if it.bridge.id == room);
    let name = RecordingName::random();
    ari.channel(&id).record(&name, "wav").await?;
    let failed = arrives!(seen, watch, RecordingFailed(it) if it.recording.name == name);
    assert_eq!(failed.recording.state, RecordingState::Failed);
    let cause = failed.recording.cause.as_deref();
    assert_eq!(cause, Some("Cannot record channel while in bridge"));

    ari.bridge(&room).destroy().await?;
    ari.channel(&id).hangup().await?;
    Ok(seen)
}
