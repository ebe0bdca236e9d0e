//! A greeting whose requests travel on the event websocket.

#[path = "../../../../ari-generated/examples/rest_over_websocket.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_generated::prelude::Ari;
use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene, credentials};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/rest_over_websocket.rs");

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let connect = Ari::connect(scene.simulator.url(), credentials(&scene.simulator));
    let connect = connect.app("rest-over-websocket").rest_over_websocket();
    let (ari, events) = connect.await.unwrap();
    (scene, Program::new(ari, events, example::greet))
}

async fn story(_: &Scene, caller: &Call) {
    caller.is_answered().await;
    caller.hears("sound:hello-world").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn it_greets_with_one_connection() {
    let (scene, program) = start().await;
    let before = program.ari.health().frames.responses;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.story().of(&caller).assert_eq(
        "< StasisStart alice
         > subscribe rest-over-websocket eventSource=channel:alice → 200
         > answer alice → 204
         < ChannelStateChange alice Up
         > play alice media=sound:hello-world → 201 playback 1
         < PlaybackStarted playback 1 sound:hello-world
         < PlaybackFinished playback 1 sound:hello-world
         > hangup alice → 204
         < ChannelHangupRequest alice cause=32 soft=true
         < StasisEnd alice
         < ChannelHangupRequest alice cause=16 soft=true
         < ChannelDestroyed alice cause=16",
    );
    scene.is_clean().await;
    // Whatever else it asked, there were the answer, the playback and the hangup.
    assert!(program.ari.health().frames.responses - before >= 3);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
