//! Waiting for ever: music, announcements, the end of the bridge with its last caller, and a hangup anywhere.

#[path = "../../../../ari-generated/examples/bridge_infinite_wait.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/bridge_infinite_wait.rs");

const PAUSE: Duration = Duration::from_secs(30);

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let (client, events) = scene.connect("bridge-infinite-wait").await;
    let room = client.bridges().create().bridge_type("holding").name("infinite-wait").shared();
    let wait =
        move |call| example::wait(call, room.clone(), PAUSE, "sound:queue-thankyou".to_owned());
    (scene, Program::new(client, events, wait))
}

/// Up to the second announcement.
async fn story(_: &Scene, caller: &Call) {
    let caller = caller.clone().waits_up_to(PAUSE * 2);
    for _ in 0..2 {
        caller.hears("moh").await;
        caller.hears("sound:queue-thankyou").await;
    }
    caller.hears("moh").await;
}

#[tokio::test(start_paused = true)]
async fn an_announcement_stands_in_for_the_music() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    let account = caller.to_string();
    for line in ["30.000  hears sound:queue-thankyou", "31.000  hears moh", "61.000  hears sound"] {
        assert!(account.contains(line), "{account}");
    }
    caller.hangs_up();
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn the_bridge_goes_with_the_last_caller() {
    let (scene, program) = start().await;
    let alice = scene.simulator.call("1000").from("alice").dials_in();
    alice.hears("moh").await;
    let bob = scene.simulator.call("1000").from("bob").dials_in();
    bob.hears("moh").await;
    scene.has("holding", &[2]).await;
    let bridges = scene.ari.bridges().list().await.unwrap();
    assert_eq!((bridges.len(), bridges[0].name.as_str()), (1, "infinite-wait"));
    alice.hangs_up();
    scene.has("holding", &[1]).await;
    assert_eq!(bob.hearing(), "moh:default".into());
    bob.hangs_up();
    scene.is_clean().await;
    // The next one gets another.
    let carol = scene.simulator.call("1000").from("carol").dials_in();
    carol.hears("moh").await;
    let again = scene.ari.bridges().list().await.unwrap();
    assert_ne!(again[0].id, bridges[0].id);
    carol.hangs_up();
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn both_hang_up_at_once() {
    let (scene, program) = start().await;
    for _ in 0..4 {
        let alice = scene.simulator.call("1000").from("alice").dials_in();
        let bob = scene.simulator.call("1000").from("bob").dials_in();
        scene.has("holding", &[2]).await;
        alice.hangs_up();
        bob.hangs_up();
        scene.is_clean().await;
    }
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
