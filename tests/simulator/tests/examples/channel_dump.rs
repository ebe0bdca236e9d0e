//! The dump: who calls it, what it sees of others, and that it looks again after a gap.

#[path = "../../../../ari-generated/examples/channel_dump.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_generated::prelude::*;
use ari_simulator::{Call, Simulator};

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene, credentials};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/channel_dump.rs");

/// Somebody who stays in the dialplan.
const DIALPLAN: &str = "[default]
exten => wait,1,Answer()
 same => n,Wait(60)
";

async fn start() -> (Scene, Program) {
    let builder = Simulator::builder().dialplan(DIALPLAN).unwrap().channel_variables(["COLOUR"]);
    let scene = Scene::with(builder, SOURCE).await;
    let program = dump(&scene).await;
    (scene, program)
}

async fn dump(scene: &Scene) -> Program {
    let connect = Ari::connect(scene.simulator.url(), credentials(&scene.simulator));
    let (client, events) = connect.app("channel-dump").subscribe_all().await.unwrap();
    let (anywhere, watched) = (client.events(), client.clone());
    Program::new(client, events, example::show).beside(async move {
        // An event that is not as documented would end it with an error.
        example::watch(&watched, anywhere).await.unwrap();
    })
}

async fn story(_: &Scene, caller: &Call) {
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn who_calls_goes_on_in_the_dialplan() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    scene.story().of(&caller).assert_has(
        "< ChannelCreated alice
         < StasisStart alice args=one,two
         > continueInDialplan alice → 204
         < StasisEnd alice
         < ChannelDestroyed alice cause=16",
    );
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn it_looks_again_when_its_connection_was_lost() {
    let (scene, program) = start().await;
    let alice = scene.simulator.call("wait").from("alice").variable("COLOUR", "green").dials_in();
    scene.until("< ChannelStateChange alice Up").await;
    scene.simulator.faults().drop_sockets();
    alice.hangs_up();
    let bob = scene.simulator.call("wait").from("bob").dials_in();
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    // At its start, and after the gap.
    let looks = scene.simulator.transcript().exchanges("channels.list");
    assert!(looks.len() >= 2, "{}", scene.story());
    assert!(looks.last().unwrap().reply.contains("PJSIP/bob"), "{}", scene.story());
    bob.hangs_up();
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller], start, story).await;
}
