//! The auto attendant: what interrupts it, who types nothing or nonsense, the operator, and a hangup anywhere.

#[path = "../../../../ari-generated/examples/channel_aa.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/channel_aa.rs");

const OPERATOR: &str = "PJSIP/operator";

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    scene.simulator.phone(OPERATOR);
    let attend = |call| example::attend(call, OPERATOR.to_owned());
    let program = scene.serves("channel-aa", attend).await;
    (scene, program)
}

/// Nonsense, the greeting, the operator, who hangs up, and goodbye.
async fn story(scene: &Scene, caller: &Call) {
    caller.hears("sound:hello").await;
    caller.hears("sound:vm-press").await;
    caller.presses("9");
    caller.hears("sound:invalid").await;
    caller.hears("digits:1").await;
    caller.presses("1");
    caller.hears("sound:hello-world").await;
    caller.hears("sound:vm-press").await;
    caller.presses("0");
    let operator = scene.rings(OPERATOR).await;
    operator.answers();
    caller.is_with("operator").await;
    // What is typed in the talk is no choice.
    caller.presses("1");
    operator.hears_digits("1").await;
    operator.hangs_up();
    caller.hears("sound:vm-reachoper").await;
    caller.presses("#");
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn a_whole_call_with_the_operator() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    let transcript = scene.simulator.transcript();
    let digits = transcript.told("ChannelDtmfReceived");
    let is_of_alice = |it: &&ari_simulator::Told| it.json.contains("PJSIP/alice");
    assert_eq!(digits.iter().filter(is_of_alice).count(), 5, "{transcript}");
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_digit_interrupts_the_menu() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:vm-press").await;
    caller.presses("1");
    caller.hears("sound:hello-world").await;
    // The rest of the menu was not heard, and the next one not at all.
    let account = caller.to_string();
    assert!(!account.contains("digits:1"), "{account}");
    caller.presses("#");
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    let menu = "media=sound:vm-press,digits:1,sound:vm-press,digits:2,sound:vm-reachoper";
    scene.story().of(&caller).requests().assert_eq(&format!(
        "> subscribe channel-aa eventSource=channel:alice → 200
         > answer alice → 204
         > play alice media=sound:hello → 201 playback 1
         > play alice {menu} → 201 playback 2
         > play alice media=sound:hello-world → 201 playback 3
         > play alice media=sound:vm-goodbye → 201 playback 4
         > hangup alice → 204",
    ));
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn it_gives_up_after_three_tries() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:vm-press").await;
    caller.presses("7");
    caller.hears("sound:invalid").await;
    caller.hears("sound:vm-reachoper").await;
    caller.hears("sound:please-try-again").await;
    caller.hears("sound:vm-reachoper").await;
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    let asked = scene.story().to_string();
    assert_eq!(asked.matches("sound:vm-reachoper → 201").count(), 3, "{asked}");
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn it_goes_on_without_the_operator() {
    for is_busy in [true, false] {
        let (scene, program) = start().await;
        if is_busy {
            scene.simulator.phone(OPERATOR).is_busy();
        }
        let caller = scene.simulator.call("1000").from("alice").dials_in();
        caller.hears("sound:vm-press").await;
        caller.presses("0");
        // At once, or after twenty seconds of ringing.
        caller.hears("sound:vm-nobodyavail").await;
        caller.hears("sound:vm-press").await;
        caller.presses("2");
        caller.hears("sound:tt-weasels").await;
        caller.presses("#");
        caller.hears("sound:vm-goodbye").await;
        assert_eq!(caller.ended().await, 16);
        scene.is_clean().await;
        program.ends().await;
    }
}

#[tokio::test(start_paused = true)]
async fn callers_and_operators_do_not_mix() {
    let (scene, program) = start().await;
    let operator = scene.simulator.phone(OPERATOR);
    operator.answers_after(Duration::from_secs(2));
    let names = ["alice", "bob", "carol"];
    let callers = names.map(|it| scene.simulator.call("1000").from(it).dials_in());
    for caller in &callers {
        caller.hears("sound:vm-press").await;
        caller.presses("0");
    }
    for caller in &callers {
        caller.is_with("operator").await;
        assert_eq!(caller.company(), ["operator"]);
    }
    scene.has("mixing", &[2, 2, 2]).await;
    for caller in &callers {
        caller.hangs_up();
    }
    for _ in &callers {
        assert_eq!(operator.rings().await.ended().await, 16);
    }
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn either_hangs_up_at_every_moment() {
    hangs_up_at_every_moment("1000", &[Who::Caller, Who::Called], start, story).await;
}
