//! The SDK's client and the simulator in paused time: what takes minutes is over at once, and takes exactly as long as it
//! should in simulated time.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::time::Duration;

use ari_generated::{Dialled, Events, RecordingName, prelude::*};
use ari_simulator::{Call as Caller, Simulator};
use tokio::task::JoinHandle;
use tokio::time::Instant;

const DIALPLAN: &str = "
[default]
exten => 1000,1,Stasis(time)
 same => n,Hangup()
";

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn simulated() -> (Simulator, Ari, Events) {
    let simulator = Simulator::builder().dialplan(DIALPLAN).unwrap();
    let simulator = simulator.sound("tt-monkeys", seconds(16)).start().await.unwrap();
    let credentials = Credentials::new(simulator.username(), simulator.password());
    let (ari, events) = Ari::connect(simulator.url(), credentials).app("time").await.unwrap();
    (simulator, ari, events)
}

/// Serves calls with a handler, and lets somebody dial in.
fn call<F>(
    simulator: &Simulator,
    events: Events,
    handler: impl Fn(Call) -> F + Send + Sync + 'static,
) -> (Caller, JoinHandle<()>)
where
    F: Future<Output = Result<(), Error>> + Send + 'static,
{
    let serving = tokio::spawn(async move {
        let failed = |id: &str, failure: &_| panic!("{id}: {failure}");
        drop(events.serve(handler).on_failure(failed).await);
    });
    let caller = simulator.call("1000").from("alice").dials_in().waits_up_to(seconds(3_600));
    (caller, serving)
}

/// When the only event of a kind was told.
fn told(simulator: &Simulator, kind: &str) -> Duration {
    let told = simulator.transcript().told(kind);
    assert_eq!(told.len(), 1, "{kind}");
    told[0].at
}

/// To the millisecond, in which the wire counts.
fn rounded(duration: Duration) -> u128 {
    duration.as_millis()
}

#[tokio::test(start_paused = true)]
async fn a_call_of_ten_minutes() {
    let (simulator, ari, events) = simulated().await;
    let (caller, _serving) = call(&simulator, events, async |call| {
        call.answer().await?;
        call.sleep(seconds(600)).await?;
        Ok(())
    });
    caller.is_answered().await;
    let began = Instant::now();
    assert_eq!(caller.ended().await, 16);
    assert_eq!(began.elapsed().as_secs(), 600);
    // Meanwhile the connection was found alive again and again, and never made anew.
    let health = ari.health();
    assert_eq!(health.generation, 1);
    assert!(health.last_pong.unwrap() < seconds(15), "{health:?}");
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_hangs_up_after_ten_minutes() {
    let (simulator, _ari, events) = simulated().await;
    let (caller, _serving) = call(&simulator, events, async |call| {
        call.answer().await?;
        let began = Instant::now();
        call.left().await;
        assert_eq!(began.elapsed().as_secs(), 600);
        Ok(())
    });
    caller.is_answered().await;
    tokio::time::sleep(seconds(600)).await;
    caller.hangs_up();
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn a_playback_of_sixteen_seconds() {
    let (simulator, _ari, events) = simulated().await;
    let (caller, _serving) = call(&simulator, events, async |call| {
        call.answer().await?;
        let began = Instant::now();
        call.play(["sound:tt-monkeys"]).finished().await?;
        assert_eq!(began.elapsed().as_secs(), 16);
        Ok(())
    });
    caller.hears("sound:tt-monkeys").await;
    assert_eq!(caller.ended().await, 16);
    let (started, finished) =
        (told(&simulator, "PlaybackStarted"), told(&simulator, "PlaybackFinished"));
    assert_eq!(rounded(finished - started), 16_000);
}

#[tokio::test(start_paused = true)]
async fn a_telephone_that_rings_for_thirty_seconds() {
    let (simulator, ari, _events) = simulated().await;
    let bob = simulator.phone("PJSIP/bob");
    let began = Instant::now();
    // By the client's clock.
    let dialled = ari.dial("PJSIP/bob").answer_within(seconds(30)).await.unwrap();
    assert!(matches!(dialled, Dialled::NoAnswer), "{dialled:?}");
    assert_eq!(began.elapsed().as_secs(), 30);
    bob.rings().await.ended().await;
    // By Asterisk's.
    let leg = ari.channels().originate("PJSIP/bob").app("time").timeout(seconds(30)).await.unwrap();
    let called = simulator.transcript().exchanges("channels.originate").pop().unwrap();
    let bob = bob.rings().await.waits_up_to(seconds(60));
    assert_eq!(bob.channel_id(), leg.id.as_str());
    bob.ended().await;
    let destroyed = simulator.transcript().of(&bob).told("ChannelDestroyed").pop().unwrap();
    assert_eq!(rounded(destroyed.at - called.at), 30_000);
}

#[tokio::test(start_paused = true)]
async fn a_recording_of_45_seconds_at_most() {
    let (simulator, _ari, events) = simulated().await;
    let (caller, _serving) = call(&simulator, events, async |call| {
        call.answer().await?;
        let recording = call.record(RecordingName::random(), "wav");
        let recorded = recording.max_duration_seconds(seconds(45)).finished().await?;
        assert_eq!(recorded.finished.recording.duration, Some(seconds(45)));
        Ok(())
    });
    caller.is_answered().await;
    caller.talks(seconds(300));
    assert_eq!(caller.ended().await, 16);
    let (started, finished) =
        (told(&simulator, "RecordingStarted"), told(&simulator, "RecordingFinished"));
    assert_eq!(rounded(finished - started), 45_000);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_answered_ends_with_its_deadline() {
    let (simulator, ari, _events) = simulated().await;
    simulator.faults().delay("asterisk.ping", seconds(3_600)).unwrap();
    let began = Instant::now();
    let error = ari.asterisk().ping().with_deadline(seconds(7)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoAnswer, "{error}");
    assert_eq!(began.elapsed().as_secs(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_simulator_that_is_gone_has_no_calls() {
    let dialplan = "[default]\nexten => 1000,1,Wait(3600)";
    let simulator = Simulator::builder().dialplan(dialplan).unwrap().start().await.unwrap();
    let caller = simulator.call("1000").from("alice").dials_in();
    drop(simulator);
    assert_eq!(caller.ended().await, 38);
}
