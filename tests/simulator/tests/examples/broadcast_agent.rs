//! Claiming calls that are offered to several: each is won once, lost by the other, and greeted once.

#[path = "../../../../ari-generated/examples/broadcast_agent.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/broadcast_agent.rs");

/// An agent, with its claims beside its calls.
async fn agent(scene: &Scene, application: &str) -> Program {
    let (client, events) = scene.connect(application).await;
    Program::new(client.clone(), events, example::greet).beside(example::claim_calls(client))
}

async fn start() -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let program = agent(&scene, "broadcast-agent").await;
    (scene, program)
}

async fn story(_: &Scene, caller: &Call) {
    caller.is_answered().await;
    caller.hears("sound:hello-world").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn every_call_is_won_by_one_of_two() {
    let (scene, first) = start().await;
    let second = agent(&scene, "agent-2").await;
    let (mut claims, mut greeted) = (0, Vec::new());
    for _ in 0..4 {
        // Five at once.
        let callers = ["a", "b", "c", "d", "e"].map(|it| scene.simulator.call("3001").from(it));
        for caller in callers.map(ari_simulator::DialIn::dials_in) {
            story(&scene, &caller).await;
            let transcript = scene.simulator.transcript().of(&caller);
            let replies = transcript.exchanges("events.claimChannel");
            let mut replies: Vec<_> = replies.iter().map(|it| it.status).collect();
            replies.sort_unstable();
            assert_eq!(replies, [204, 409], "{transcript}");
            claims += replies.len();
            assert_eq!(transcript.told("StasisStart").len(), 1, "{transcript}");
            // Both are told who won.
            assert_eq!(transcript.told("CallClaimed").len(), 2, "{transcript}");
            greeted.extend(transcript.exchanges("channels.answer"));
        }
        scene.is_clean().await;
    }
    assert_eq!((claims, greeted.len()), (40, 20));
    let served = (first.ends().await, second.ends().await);
    assert_eq!(served.0.calls + served.1.calls, 20);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_claims_goes_on_in_the_dialplan() {
    let (scene, program) = start().await;
    program.ends().await;
    let caller = scene.simulator.call("3001").from("alice").dials_in();
    caller.hears("sound:vm-nobodyavail").await;
    let account = caller.to_string();
    assert!(account.contains("2.000  hears sound:vm-nobodyavail"), "{account}");
    caller.ended().await;
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    hangs_up_at_every_moment("3001", &[Who::Caller], start, story).await;
}
