//! Monkeys that howl for as long as their sound lasts.

#[path = "../../../../ari-generated/examples/channel_playback_monkeys.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::{Call, Simulator};

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/channel_playback_monkeys.rs");

pub async fn start() -> (Scene, Program) {
    let builder = Simulator::builder().sound("tt-monkeys", Duration::from_secs(16));
    let scene = Scene::with(builder, SOURCE).await;
    let program = scene.serves("channel-playback-monkeys", example::attack).await;
    (scene, program)
}

async fn story(_: &Scene, caller: &Call) {
    caller.hears("sound:tt-monkeys").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn monkeys_howl_for_sixteen_seconds() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.story().assert_has(
        "< StasisStart alice
         > play alice media=sound:tt-monkeys → 201 playback 1
         < PlaybackStarted playback 1 sound:tt-monkeys
         < PlaybackFinished playback 1 sound:tt-monkeys
         > hangup alice → 204
         < ChannelHangupRequest alice cause=32 soft=true
         < StasisEnd alice
         < ChannelHangupRequest alice cause=16 soft=true
         < ChannelDestroyed alice cause=16",
    );
    let account = caller.to_string();
    assert!(account.contains("16.000  ends: 16"), "{account}");
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn without_monkeys_the_call_ends_with_a_complaint() {
    let scene = Scene::with(Simulator::builder().missing_sound("tt-monkeys"), SOURCE).await;
    let program = scene.serves("channel-playback-monkeys", example::attack).await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    let complaints = program.complaints();
    assert_eq!(complaints.len(), 1, "{complaints:?}");
    assert!(complaints[0].ends_with("the last item could not be played"), "{complaints:?}");
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
