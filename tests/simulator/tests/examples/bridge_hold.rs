//! Holding callers: who is in the bridge, what they hear, a key, and a hangup anywhere.

#[path = "../../../../ari-generated/examples/bridge_hold.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/bridge_hold.rs");

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let (client, events) = scene.connect("bridge-hold").await;
    let room = client.shared_bridge("holding");
    let program = Program::new(client, events, move |call| example::hold(call, room.clone()));
    (scene, program)
}

async fn story(_: &Scene, caller: &Call) {
    caller.hears("sound:queue-thereare").await;
    caller.hears("number:0").await;
    caller.hears("sound:queue-callswaiting").await;
    caller.hears("moh").await;
    caller.presses("5");
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn callers_wait_until_they_press_a_key() {
    let (scene, program) = start().await;
    let alice = scene.simulator.call("1000").from("alice").dials_in();
    alice.hears("moh").await;
    scene.has("holding", &[1]).await;
    let bob = scene.simulator.call("1000").from("bob").dials_in();
    bob.hears("number:1").await;
    bob.hears("moh").await;
    scene.has("holding", &[2]).await;
    // Who waits hears nobody else.
    assert!(alice.company().is_empty(), "{alice}");
    alice.presses("5");
    alice.hears("sound:vm-goodbye").await;
    assert_eq!(alice.ended().await, 16);
    // The bridge is there for the other one.
    scene.has("holding", &[1]).await;
    assert_eq!(bob.hearing(), "moh:default".into());
    bob.hangs_up();
    scene.is_clean().await;
    scene.story().requests().of(&alice).assert_has(
        "> answer alice → 204
         > addChannel bridge 1 channel=alice → 204
         > startMoh alice → 204
         > stopMoh alice → 204
         > removeChannel bridge 1 channel=alice → 204
         > play alice media=sound:vm-goodbye → 201 playback 3",
    );
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn the_bridge_is_there_for_who_comes_when_the_last_one_leaves() {
    let (scene, program) = start().await;
    for _ in 0..5 {
        let last = scene.simulator.call("1000").from("alice").dials_in();
        last.hears("moh").await;
        let next = scene.simulator.call("1000").from("bob").dials_in();
        next.hears("sound:queue-callswaiting").await;
        next.hears("silence").await;
        // Just when the other one is put in.
        last.hangs_up();
        next.hears("moh").await;
        scene.has("holding", &[1]).await;
        next.hangs_up();
        scene.is_clean().await;
    }
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn who_waits_is_hung_up_on_when_it_leaves_service() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("moh").await;
    program.ends().await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
