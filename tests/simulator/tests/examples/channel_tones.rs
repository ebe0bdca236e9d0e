//! A tone that is media, and an answer that comes after it.

#[path = "../../../../ari-generated/examples/channel_tones.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/channel_tones.rs");

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let program = scene.serves("channel-tones", example::control).await;
    (scene, program)
}

async fn story(_: &Scene, caller: &Call) {
    caller.hears("tone:ring;tonezone=fr").await;
    caller.is_answered().await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn the_tone_sounds_until_the_answer() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.story().assert_eq(
        "< StasisStart alice
         > subscribe channel-tones eventSource=channel:alice → 200
         > play alice media=tone:ring;tonezone=fr → 201 playback 1
         < PlaybackStarted playback 1 tone:ring;tonezone=fr
         > stop playback 1 → 204
         < PlaybackFinished playback 1 tone:ring;tonezone=fr
         > answer alice → 204
         < ChannelStateChange alice Up
         > hangup alice → 204
         < ChannelHangupRequest alice cause=32 soft=true
         < StasisEnd alice
         < ChannelHangupRequest alice cause=16 soft=true
         < ChannelDestroyed alice cause=16",
    );
    let account = caller.to_string();
    for line in ["8.000  hears silence", "8.000  is answered", "9.000  ends: 16"] {
        assert!(account.contains(line), "{account}");
    }
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
