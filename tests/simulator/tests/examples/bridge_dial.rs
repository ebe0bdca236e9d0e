//! Connecting callers: ringing, the talk, every outcome, and who hangs up when.

#[path = "../../../../ari-generated/examples/bridge_dial.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/bridge_dial.rs");

const BOB: &str = "PJSIP/bob";

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    scene.simulator.phone(BOB);
    let connect = |call| example::connect(call, BOB.to_owned());
    let program = scene.serves("bridge-dial", connect).await;
    (scene, program)
}

/// They talk for three seconds, then bob hangs up.
async fn story(scene: &Scene, caller: &Call) {
    let bob = scene.rings(BOB).await;
    caller.hears("ringing").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    bob.answers();
    caller.is_answered().await;
    caller.is_with("bob").await;
    bob.talks(Duration::from_secs(3));
    caller.hears("bob").await;
    caller.hears("silence").await;
    bob.hangs_up();
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn it_connects_until_the_endpoint_hangs_up() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    let story = scene.story();
    story.to("bridge-dial").assert_has(
        "< StasisStart alice
         < Dial peer=bob dialstring=bob
         < Dial peer=bob dialstatus=RINGING
         < Dial peer=bob dialstatus=ANSWER
         < ChannelStateChange alice Up
         < ChannelEnteredBridge bridge 2 alice
         < ChannelEnteredBridge bridge 2 bob
         < ChannelLeftBridge bridge 2 bob
         < ChannelDestroyed alice cause=16",
    );
    story.requests().assert_has(
        "> ring alice → 204
         > ringStop alice → 204
         > answer alice → 204
         > bridges.create type=mixing,dtmf_events → 200 bridge 2",
    );
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn the_caller_hangs_up_and_the_other_one_goes() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    let bob = scene.rings(BOB).await;
    bob.answers();
    caller.is_with("bob").await;
    caller.hangs_up();
    assert_eq!(bob.ended().await, 16);
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_gives_up_is_not_rung_for_any_more() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    let bob = scene.rings(BOB).await;
    caller.hears("ringing").await;
    caller.hangs_up();
    bob.ended().await;
    assert!(!bob.to_string().contains("answers"), "{bob}");
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn whoever_calls_a_busy_endpoint_is_told() {
    // Declining is no reason that the application knows.
    for (declines, tone, cause, reason) in
        [(false, "tone:busy", 17, "busy"), (true, "tone:congestion", 34, "congestion")]
    {
        let (scene, program) = start().await;
        let phone = scene.simulator.phone(BOB);
        if declines {
            phone.declines()
        } else {
            phone.is_busy()
        }
        let caller = scene.simulator.call("1000").from("alice").dials_in();
        caller.hears(tone).await;
        assert_eq!(caller.ended().await, cause);
        scene.is_clean().await;
        let hangup = format!("> hangup alice reason={reason} → 204");
        scene.story().requests().assert_has(&hangup);
        program.ends().await;
    }
}

#[tokio::test(start_paused = true)]
async fn nobody_answers_for_twenty_seconds() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    let bob = scene.rings(BOB).await;
    caller.hears("tone:congestion").await;
    let account = caller.to_string();
    assert!(account.contains("20.000  hears tone:congestion"), "{account}");
    assert_eq!(caller.ended().await, 19);
    bob.ended().await;
    scene.is_clean().await;
    scene.story().requests().assert_has("> hangup alice reason=no_answer → 204");
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_congested_endpoint_is_told() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    scene.rings(BOB).await.is_congested();
    caller.hears("tone:congestion").await;
    assert_eq!(caller.ended().await, 34);
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn there_is_no_such_endpoint() {
    let scene = Scene::of(SOURCE).await;
    let connect = |call| example::connect(call, "Carrier/pigeon".to_owned());
    let program = scene.serves("bridge-dial", connect).await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("tone:congestion").await;
    assert_eq!(caller.ended().await, 34);
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn either_hangs_up_at_every_moment() {
    let who = [Who::Caller, Who::Called, Who::Both];
    hangs_up_at_every_moment("1000", &who, start, story).await;
}
