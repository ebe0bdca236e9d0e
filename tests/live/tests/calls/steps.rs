//! The caller hangs up at every step of a handler that still has work to do: the step ends, and the work gets done.

use std::time::Duration;

use ari_generated::events::{
    ChannelDtmfReceived, ChannelVarset, PlaybackFinished, RecordingFinished,
};
use ari_generated::prelude::*;
use ari_generated::{Left, WaitError};
use ari_live_tests::eventually;
use tokio::time::timeout;

use crate::Failure;
use crate::scene::{FOREVER, Notes, PATIENCE, Scene, assert_balanced, begin};

/// What a handler awaits, one after the other.
const STEPS: [&str; 11] = [
    "ring",
    "answer",
    "variable",
    "varset",
    "bridge",
    "playback",
    "sleep",
    "recording",
    "bound",
    "digit",
    "left",
];

async fn step(call: &Call, step: &str) -> Result<(), Failure> {
    let (ari, channel) = (call.ari(), call.channel());
    match step {
        "ring" => channel.ring().await?,
        "answer" => channel.answer().await?,
        "variable" => drop(channel.get_variable("CHANNEL(state)").await?),
        "varset" => {
            let set = call.wait_for::<ChannelVarset>(PATIENCE);
            channel.set_variable("STEP").value(step).await?;
            set.await?;
        }
        "bridge" => {
            let bridge = ari.bridge(BridgeId::new(call.id().as_str()));
            bridge.create_with_id().await?;
            bridge.add_channel([call.id()]).await?;
            bridge.remove_channel([call.id()]).await?;
        }
        "playback" => {
            let playback = ari.playback(PlaybackId::random());
            let finished = playback.wait_for::<PlaybackFinished>(PATIENCE);
            channel.play_with_id(playback.playback_id(), ["tone:ring;tonezone=us"]).await?;
            // It would go on for ever.
            let stopping = tokio::time::sleep(Duration::from_secs(1));
            tokio::pin!(finished);
            tokio::select! {
                finished = &mut finished => drop(finished?),
                () = stopping => {
                    playback.stop().await?;
                    finished.await?;
                }
            }
        }
        "recording" => {
            let recording = ari.live_recording(RecordingName::random());
            let finished = recording.wait_for::<RecordingFinished>(PATIENCE);
            channel.record(recording.recording_name(), "wav").await?;
            call.sleep(Duration::from_millis(500)).await?;
            recording.stop().await?;
            finished.await?;
        }
        "sleep" => call.sleep(Duration::from_secs(1)).await?,
        "bound" => call.bound(tokio::time::sleep(Duration::from_secs(1))).await?,
        "digit" => drop(call.bound(call.wait_for::<ChannelDtmfReceived>(FOREVER)).await??),
        _ => return Err(call.left().await.into()),
    }
    Ok(())
}

/// Does an error say that the call left, or only that something could not be done with its channel any more?
fn told(error: &Failure) -> &'static str {
    if error.is::<Left>() || matches!(error.downcast_ref(), Some(WaitError::Left)) {
        return "left";
    }
    match error.downcast_ref::<Error>().map(Error::kind) {
        Some(ErrorKind::Left) => "left",
        // Asterisk answers 500 where the channel goes while a command is carried out.
        Some(
            ErrorKind::NotFound
            | ErrorKind::Conflict
            | ErrorKind::WrongState
            | ErrorKind::BadRequest
            | ErrorKind::ServerError,
        ) => "refused",
        _ => "something else",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_caller_hangs_up_at_each_step() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let notes = Notes::default();
    let (noted, other) = (notes.clone(), scene.other.clone());
    let serve = events.serve(move |call: Call| {
        let (notes, other) = (noted.clone(), other.clone());
        async move {
            // Who hangs up when, and whether that is over before the step begins or comes in the middle of it.
            let plan = call.channel().get_variable("PLAN").await?.value.to_string();
            let mut plan = plan.split(',');
            let (at, phone) = (
                plan.next().ok_or("no step")?.to_owned(),
                plan.next().ok_or("no phone")?.to_owned(),
            );
            let before = plan.next() == Some("before");
            let phone = other.channel(ChannelId::new(phone));
            let name = format!("{at} {}", if before { "before" } else { "during" });
            let steps = async {
                // Nobody presses a key.
                for now in STEPS.into_iter().filter(|it| *it != "digit" || at == "digit") {
                    if now == at && before {
                        phone.hangup().await?;
                    } else if now == at {
                        let (phone, slow) = (
                            phone.clone(),
                            matches!(
                                now,
                                "digit" | "left" | "sleep" | "bound" | "playback" | "recording"
                            ),
                        );
                        tokio::spawn(async move {
                            if slow {
                                tokio::time::sleep(Duration::from_millis(100)).await;
                            }
                            phone.hangup().await
                        });
                    }
                    step(&call, now).await?;
                }
                Ok::<(), Failure>(())
            };
            let result = timeout(2 * PATIENCE, steps).await?;
            // Such as storing a voicemail.
            let bridge = call.ari().bridge(BridgeId::new(call.id().as_str()));
            bridge.destroy().await?;
            call.ari().asterisk().set_global_var("DONE").value(name.clone()).await?;
            tokio::time::sleep(Duration::from_millis(200)).await;
            let told = result.as_ref().err().map_or("nothing", told);
            notes.add(format!("{name}: {told}"));
            match result {
                Err(error) if told == "refused" => {
                    call.left().await;
                    drop(error);
                    Ok(())
                }
                result => result,
            }
        }
    });
    let failures = Notes::default();
    let noted = failures.clone();
    let serving = begin(serve.on_failure(move |_, failure| noted.add(failure.to_string())));
    for at in STEPS {
        for when in ["before", "during"] {
            let (phone, call) = (ChannelId::random(), ChannelId::random());
            let originate = scene.other.channel(&phone);
            originate
                .originate_with_id("Local/app-desk@default")
                .other_channel_id(&call)
                .context("default")
                .extension("wait")
                .priority(1)
                .formats("ulaw")
                // Both halves of a Local channel inherit it.
                .variables([("__PLAN", format!("{at},{phone},{when}"))])
                .await?;
        }
    }
    notes.until_all(2 * STEPS.len()).await;
    scene.empty().await;
    let told = notes.all();
    let (left, refused): (Vec<_>, Vec<_>) = told.iter().partition(|it| it.ends_with(": left"));
    assert!(refused.iter().all(|it| it.ends_with(": refused")), "{told:?}");
    // What only waits always ends with the truth.
    for at in ["sleep", "bound", "digit", "left"] {
        for when in ["before", "during"] {
            let wanted = format!("{at} {when}: left");
            assert!(left.iter().any(|it| **it == wanted), "no {wanted:?} in {told:?}");
        }
    }
    assert!(scene.other.bridges().list().await?.is_empty());
    assert!(!scene.other.asterisk().get_global_var("DONE").await?.value.is_empty());
    assert_balanced(&scene.ari.health());
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (2 * STEPS.len() as u64, 0), "{:?}", failures.all());
    Ok(())
}

#[tokio::test]
async fn a_request_that_is_too_late_is_no_failure() -> Result<(), Failure> {
    let (scene, events) = Scene::new().await;
    let other = scene.other.clone();
    let failures = Notes::default();
    let noted = failures.clone();
    let serve = events.serve(move |call: Call| {
        let other = other.clone();
        async move {
            call.channel().ring().await?;
            // The caller hangs up, and the handler has not heard of it.
            other.channel(call.id()).hangup().await?;
            call.channel().answer().await?;
            call.sleep(FOREVER).await?;
            Ok::<(), Error>(())
        }
    });
    let serving = begin(serve.on_failure(move |_, failure| noted.add(failure.to_string())));
    scene.callers(10).await;
    eventually("all came and went", async || {
        scene.other.channels().list().await.ok()?.is_empty().then_some(())
    })
    .await;
    scene.empty().await;
    let served = scene.close(serving).await?;
    assert_eq!((served.calls, served.failed), (10, 0), "{:?}", failures.all());
    Ok(())
}
