//! Ringing, an answer, silence and a hangup: the example that tells the states of a channel.

#[path = "../../../../ari-generated/examples/channel_state.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/channel_state.rs");

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let program = scene.serves("channel-state", example::control).await;
    (scene, program)
}

async fn story(_: &Scene, caller: &Call) {
    caller.hears("ringing").await;
    caller.is_answered().await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn it_rings_answers_and_hangs_up() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.story().assert_eq(
        "< StasisStart alice
         > subscribe channel-state eventSource=channel:alice → 200
         > ring alice → 204
         > answer alice → 204
         < ChannelStateChange alice Up
         > startSilence alice → 204
         > hangup alice → 204
         < ChannelHangupRequest alice cause=32 soft=true
         < StasisEnd alice
         < ChannelHangupRequest alice cause=16 soft=true
         < ChannelDestroyed alice cause=16",
    );
    let account = caller.to_string();
    assert!(account.contains("2.000  is answered"), "{account}");
    assert!(account.contains("6.000  ends: 16"), "{account}");
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn it_leaves_service_within_its_grace() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("ringing").await;
    // Five seconds are long enough for the answer, and not for the end.
    let served = program.ends().await;
    caller.is_answered().await;
    assert_eq!(caller.ended().await, 16);
    let account = caller.to_string();
    assert!(account.contains("5.000  ends: 16"), "{account}");
    let drained = served.drained.unwrap();
    assert_eq!((drained.alive, drained.parted, drained.remaining), (1, 1, 0));
    scene.is_clean().await;
    // Nobody serves any more.
    let late = scene.simulator.call("1000").from("bob").dials_in();
    late.hears("sound:im-sorry").await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
