//! Sounds to their ends: heard, hung up on, missing, in an empty bridge, over a lost connection.

use std::time::Duration;

use ari_generated::enums::PlaybackState;
use ari_generated::prelude::*;
use ari_generated::{Method, Request};
use ari_harness::Setup;
use ari_live_tests::{Heard, Items, Proxy, Stage, Which, asterisk, credentials};
use tokio::time::{sleep, timeout};

use crate::{A_WHILE, Failure, kind, soon};

#[tokio::test]
async fn sounds_are_heard_to_the_end() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let finished = soon(call.play(["sound:hello-world"]).finished()).await??;
    assert_eq!(finished.playback.state, PlaybackState::Done);
    let id = PlaybackId::random();
    let both = call.play(["sound:digits/1", "sound:digits/2"]).playback_id(&id);
    let finished = soon(both.finished()).await??;
    assert_eq!((&finished.playback.id, &*finished.playback.media_uri), (&id, "sound:digits/2"));
    // One after the other.
    for digit in 1..=3 {
        soon(call.play([format!("sound:digits/{digit}")]).finished()).await??;
    }
    assert_eq!(call.hangup().await?, Removal::Done);
    Ok(())
}

#[tokio::test]
async fn a_long_sound_is_not_taken_for_a_missing_one() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let tone = stage.ari.playback(PlaybackId::random());
    let playing = tokio::spawn(call.play_with_id(tone.playback_id(), ["tone:ring"]).finished());
    sleep(Duration::from_secs(4)).await;
    assert!(!playing.is_finished(), "a tone has no end");
    tone.stop().await?;
    assert_eq!(soon(playing).await???.playback.state, PlaybackState::Done);
    Ok(())
}

#[tokio::test]
async fn a_caller_who_hangs_up_has_left() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    for moment in [Duration::ZERO, Duration::from_millis(20), A_WHILE] {
        let call = stage.call("wait").await;
        let playing = tokio::spawn(call.play(["sound:tt-monkeys"]).finished());
        sleep(moment).await;
        call.hangup().await?;
        let error = soon(playing).await??.expect_err("it was cut");
        // Where the hangup was first, there is no such channel.
        let kinds = [ErrorKind::Left, ErrorKind::NotFound, ErrorKind::ServerError];
        assert!(kinds[..if moment.is_zero() { 3 } else { 1 }].contains(&error.kind()), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_played_is_an_error() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    for media in ["sound:there-is-no-such-sound", "recording:there-is-none", "song:unknown"] {
        let error = soon(call.play([media]).finished()).await?.expect_err(media);
        assert_eq!(error.kind(), ErrorKind::Media, "{media}: {error}");
    }
    // The call goes on.
    soon(call.play(["sound:hello-world"]).finished()).await??;
    let nobody = stage.ari.channel(ChannelId::random());
    assert_eq!(kind(soon(nobody.play(["sound:x"]).finished()).await?), ErrorKind::NotFound);
    Ok(())
}

/// As of one that Asterisk loses while the channel leaves a bridge.
#[tokio::test]
async fn a_sound_of_which_nothing_is_told_is_an_error() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    // Nothing but a raw request could hide these.
    let hidden = r#"{"disallowed": [{"type": "PlaybackStarted"}, {"type": "PlaybackFinished"}]}"#;
    let filter = Request::raw(Method::Put, "/applications/control/eventFilter").with_body(hidden);
    assert_eq!(stage.ari.send(filter).await?.status(), 200);
    let error = soon(call.play(["sound:hello-world"]).finished()).await?.expect_err("no event");
    assert_eq!(error.kind(), ErrorKind::Media, "{error}");
    assert!(error.to_string().contains("neither"), "{error}");
    Ok(())
}

#[tokio::test]
async fn what_is_played_is_paused_skipped_and_stopped() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let halves = stage.silence_then_tone()?;
    let (caller, call) = stage.pair().await;
    let mut playing = soon(call.play([halves]).skipms(Stage::HALF).started()).await??;
    assert!(!playing.is_paused());
    playing.forward().await?;
    stage.hears_sound(&caller).await;
    playing.pause().await?;
    assert!(playing.is_paused());
    stage.hears_nothing(&caller).await;
    playing.resume().await?;
    stage.hears_sound(&caller).await;
    // What is paused goes on with what it is told.
    playing.pause().await?;
    stage.hears_nothing(&caller).await;
    playing.restart().await?;
    assert!(!playing.is_paused());
    let ended = timeout(A_WHILE, playing.finished()).await;
    assert!(ended.is_err(), "it goes on: {ended:?}");
    assert_eq!(stage.hears(&caller).await, Heard::Silence);
    playing.forward().await?;
    stage.hears_sound(&caller).await;
    playing.reverse().await?;
    assert_eq!(stage.hears(&caller).await, Heard::Silence);
    playing.stop().await?;
    assert_eq!(soon(playing.finished()).await??.playback.state, PlaybackState::Done);
    // What has ended is no error, and can be asked for again.
    playing.stop().await?;
    playing.forward().await?;
    assert_eq!(soon(playing.finished()).await??.playback.state, PlaybackState::Done);
    Ok(())
}

#[tokio::test]
async fn what_was_started_can_fail_and_be_hung_up_on() -> Result<(), Failure> {
    let mut stage = Stage::new(Setup::new(), "control").await;
    let call = stage.call("wait").await;
    let mut missing = soon(call.play(["sound:there-is-no-such-sound"]).started()).await??;
    assert_eq!(kind(soon(missing.finished()).await?), ErrorKind::Media);
    // It waits for its turn, which never comes.
    let mut first = soon(call.play(["sound:tt-monkeys"]).started()).await??;
    first.pause().await?;
    let waiting = tokio::spawn(call.play(["sound:hello-world"]).started());
    sleep(A_WHILE).await;
    assert!(!waiting.is_finished());
    call.hangup().await?;
    assert_eq!(kind(soon(first.finished()).await?), ErrorKind::Left);
    // Asterisk may begin with it even then.
    let second = match soon(waiting).await?? {
        Ok(mut second) => soon(second.finished()).await?.map(drop),
        Err(error) => Err(error),
    };
    assert_eq!(kind(second), ErrorKind::Left);
    Ok(())
}

#[tokio::test]
async fn an_announcement_in_an_empty_bridge_ends() -> Result<(), Failure> {
    let stage = Stage::new(Setup::new(), "control").await;
    let bridge = stage.ari.bridge(BridgeId::random());
    bridge.create_with_id().bridge_type("mixing").await?;
    let mut refused = 0;
    let mut heard = 0;
    while heard < 3 {
        match soon(bridge.play(["sound:digits/1"]).finished()).await? {
            // What announced the sound before is still on its way out, which takes a moment on a loaded machine.
            Err(error) if error.kind() == ErrorKind::ServerError && refused < 10 => {
                refused += 1;
                sleep(Duration::from_millis(50)).await;
            }
            finished => {
                assert_eq!(finished?.playback.state, PlaybackState::Done);
                heard += 1;
            }
        }
    }
    assert_eq!(bridge.destroy().await?, Removal::Done);
    Ok(())
}

#[tokio::test]
async fn a_lost_connection_ends_no_sound_in_silence() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let proxy = Proxy::start(&instance.url()).await;
    let connect = Ari::connect(proxy.url(), credentials(&instance)).app("control");
    let (ari, events) = connect.longest_backoff(Duration::from_millis(200)).await?;
    let mut items = Items::new(events);
    let call = ari.channel(ChannelId::random());
    call.originate_with_id("Local/wait@default").formats("ulaw").await?;
    let entered = |it: &Delivery| matches!(it, Delivery::Event(Event::StasisStart(_)));
    items.find("StasisStart", |it| entered(it).then_some(())).await;
    // Heard to the end after the gap.
    // Its request has to be answered, too, which the event may precede.
    let mut playing = soon(call.play(["sound:tt-monkeys"]).started()).await??;
    let playing = tokio::spawn(async move { playing.finished().await });
    let begun = |it: &Delivery| matches!(it, Delivery::Event(Event::PlaybackStarted(_)));
    items.find("PlaybackStarted", |it| begun(it).then_some(())).await;
    proxy.reset(Which::Websockets);
    items.lost().await;
    items.reconnected().await;
    items.resynced().await;
    let direct = Ari::rest(instance.url(), credentials(&instance))?;
    assert!(!playing.is_finished());
    assert_eq!(soon(playing).await???.playback.state, PlaybackState::Done);
    // Over before the gap was.
    let mut playing = soon(call.play(["sound:hello-world"]).started()).await??;
    let playing = tokio::spawn(async move { playing.finished().await });
    items.find("PlaybackStarted", |it| begun(it).then_some(())).await;
    proxy.refuse().await;
    proxy.reset(Which::Websockets);
    items.lost().await;
    sleep(Duration::from_secs(2)).await;
    proxy.accept();
    assert_eq!(kind(soon(playing).await??), ErrorKind::Interrupted);
    direct.channel(call.channel_id()).hangup().await?;
    Ok(())
}

#[tokio::test]
async fn without_events_there_is_no_end_to_wait_for() -> Result<(), Failure> {
    let instance = asterisk(Setup::new());
    let ari = Ari::rest(instance.url(), credentials(&instance))?;
    let nobody = ari.channel(ChannelId::random());
    let error = soon(nobody.play(["sound:hello-world"]).finished()).await?;
    assert_eq!(kind(error), ErrorKind::Closed);
    Ok(())
}
