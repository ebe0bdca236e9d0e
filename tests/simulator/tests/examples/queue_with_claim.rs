//! The queue that claims what it has agents for: everybody gets one agent, nobody who has none, whoever hangs up.

#[path = "../../../../ari-generated/examples/queue_with_claim.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::sync::Arc;

use ari_simulator::Call;
use tokio::time::{Duration, sleep};

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/queue_with_claim.rs");

/// For a second queue of the kind.
const SECOND: &str = "[default]
exten => 2002,1,Stasis(queue-2,agent)
 same => n,Hangup()
";

async fn queue(scene: &Scene, application: &str) -> Program {
    let (client, events) = scene.connect(application).await;
    let queue = Arc::new(example::Queue::new(&client).await.unwrap());
    let claiming = example::claim_calls(client.clone(), queue.clone());
    let take = move |call| example::take(call, queue.clone());
    Program::new(client, events, take).beside(claiming)
}

async fn start() -> (Scene, Program) {
    let builder = ari_simulator::Simulator::builder().dialplan(SECOND).unwrap();
    let scene = Scene::with(builder, SOURCE).await;
    let program = queue(&scene, "queue-with-claim").await;
    (scene, program)
}

/// An agent who waits with music.
async fn agent(scene: &Scene, name: &str, extension: &str) -> Call {
    let agent = scene.simulator.call(extension).from(name).dials_in();
    agent.hears("moh").await;
    agent
}

/// The agent can be promised again.
async fn waits_again(scene: &Scene) {
    scene.has("holding", &[1]).await;
    sleep(Duration::from_millis(100)).await;
}

#[tokio::test(start_paused = true)]
async fn a_caller_without_an_agent_stays_in_the_dialplan() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("2000").from("alice").dials_in();
    caller.hears("sound:vm-nobodyavail").await;
    let account = caller.to_string();
    assert!(account.contains("2.000  hears sound:vm-nobodyavail"), "{account}");
    caller.ended().await;
    scene.is_left_with(1).await;
    assert!(scene.simulator.transcript().exchanges("events.claimChannel").is_empty());
    program.ends().await;
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn an_agent_has_one_caller_after_the_other() {
    let (scene, program) = start().await;
    let anna = agent(&scene, "anna", "2001").await;
    for name in ["alice", "bob", "carol"] {
        let caller = scene.simulator.call("2000").from(name).dials_in();
        caller.is_with("anna").await;
        anna.is_with(name).await;
        // She is nobody else's meanwhile.
        let other = scene.simulator.call("2000").from("eve").dials_in();
        other.hears("sound:vm-nobodyavail").await;
        other.hangs_up();
        caller.hangs_up();
        anna.is_alone().await;
        anna.hears("moh").await;
        waits_again(&scene).await;
    }
    let last = scene.simulator.call("2000").from("dave").dials_in();
    last.is_with("anna").await;
    anna.hangs_up();
    assert_eq!(last.ended().await, 16);
    scene.is_left_with(1).await;
    program.ends().await;
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn two_queues_share_the_callers() {
    let (scene, first) = start().await;
    let second = queue(&scene, "queue-2").await;
    let anna = agent(&scene, "anna", "2001").await;
    let bert = agent(&scene, "bert", "2002").await;
    let callers = ["alice", "bob"].map(|it| scene.simulator.call("2000").from(it).dials_in());
    scene.has("mixing", &[2, 2]).await;
    let mut agents: Vec<_> = callers.iter().flat_map(Call::company).collect();
    agents.sort_unstable();
    assert_eq!(agents, ["anna", "bert"]);
    for caller in &callers {
        caller.hangs_up();
    }
    for agent in [&anna, &bert] {
        agent.is_alone().await;
        agent.hears("moh").await;
        agent.hangs_up();
    }
    scene.is_left_with(2).await;
    first.ends().await;
    second.ends().await;
    scene.is_clean().await;
}

/// A caller is there beside: the story's caller is the agent.
async fn story(scene: &Scene, agent: &Call) {
    agent.hears("moh").await;
    let caller = scene.simulator.call("2000").from("bob").dials_in();
    *scene.called.lock().unwrap() = Some(caller.clone());
    caller.is_with("alice").await;
    sleep(Duration::from_secs(2)).await;
    caller.hangs_up();
    agent.is_alone().await;
    sleep(Duration::from_secs(2)).await;
}

#[tokio::test(start_paused = true)]
async fn whoever_hangs_up_and_whenever_the_next_one_is_served() {
    // The bridge of those who wait goes with the program.
    let start = async || {
        let (mut scene, program) = start().await;
        scene.left = 1;
        (scene, program)
    };
    hangs_up_at_every_moment("2001", &[Who::Both], start, story).await;
    for wait in [0, 1, 5, 50, 500, 999, 1_000, 1_001, 3_000] {
        let (scene, program) = start().await;
        let anna = agent(&scene, "anna", "2001").await;
        let caller = scene.simulator.call("2000").from("alice").dials_in();
        sleep(Duration::from_millis(wait)).await;
        caller.hangs_up();
        // Who was promised to a caller that never came is free a second later.
        sleep(Duration::from_millis(1_100)).await;
        waits_again(&scene).await;
        let next = scene.simulator.call("2000").from("bob").dials_in();
        next.is_with("anna").await;
        anna.hangs_up();
        assert_eq!(next.ended().await, 16);
        scene.is_left_with(1).await;
        // An agent who leaves before her caller has come.
        let anna = agent(&scene, "anna", "2001").await;
        let caller = scene.simulator.call("2000").from("alice").dials_in();
        sleep(Duration::from_millis(wait)).await;
        anna.hangs_up();
        sleep(Duration::from_millis(10)).await;
        caller.hangs_up();
        scene.is_left_with(1).await;
        program.ends().await;
        scene.is_clean().await;
    }
}
