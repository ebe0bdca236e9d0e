//! Moving callers from waiting to talking: music, the talk, another attempt, and who hangs up when.

#[path = "../../../../ari-generated/examples/bridge_move.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/bridge_move.rs");

const BOB: &str = "PJSIP/bob";

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    scene.simulator.phone(BOB);
    let (client, events) = scene.connect("bridge-move").await;
    let room = client.shared_bridge("holding");
    let queue = move |call| example::queue(call, room.clone(), BOB.to_owned());
    let program = Program::new(client, events, queue);
    (scene, program)
}

/// Bob declines, then answers, and hangs up.
async fn story(scene: &Scene, caller: &Call) {
    caller.hears("moh").await;
    scene.rings(BOB).await.declines();
    let bob = scene.rings(BOB).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    bob.answers();
    caller.is_with("bob").await;
    bob.talks(Duration::from_secs(1));
    caller.hears("bob").await;
    caller.hears("silence").await;
    bob.hangs_up();
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn who_is_answered_is_moved() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    let telling = story(&scene, &caller);
    let looking = async {
        scene.has("holding", &[1]).await;
        scene.has("mixing", &[2]).await;
        // Nobody waits any more.
        scene.has("holding", &[]).await;
    };
    tokio::join!(telling, looking);
    scene.is_clean().await;
    scene.story().assert_has(
        "< ChannelEnteredBridge bridge 1 alice
         < ChannelDestroyed bob cause=21 tech_cause=603
         < Dial peer=bob 2 dialstatus=ANSWER
         < ChannelLeftBridge bridge 1 alice
         < ChannelEnteredBridge bridge 3 alice",
    );
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_after_three_attempts() {
    for is_busy in [true, false] {
        let (scene, program) = start().await;
        if is_busy {
            scene.simulator.phone(BOB).is_busy();
        }
        let caller = scene.simulator.call("1000").from("alice").dials_in();
        let caller = caller.waits_up_to(Duration::from_secs(60));
        caller.hears("moh").await;
        caller.hears("sound:vm-nobodyavail").await;
        caller.hears("sound:vm-goodbye").await;
        assert_eq!(caller.ended().await, 16);
        scene.is_clean().await;
        let attempts = scene.simulator.transcript().exchanges("channels.create").len();
        assert_eq!(attempts, 3, "{}", scene.story());
        program.ends().await;
    }
}

#[tokio::test(start_paused = true)]
async fn either_hangs_up_at_every_moment() {
    let who = [Who::Caller, Who::Called, Who::Both];
    hangs_up_at_every_moment("1000", &who, start, story).await;
}
