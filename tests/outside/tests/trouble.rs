//! Things that go wrong between the call center and its Asterisk.

mod common;

use std::time::Duration;

use ari_generated::prelude::*;
use call_center::{APPLICATION, Outcome};
use common::scene;
use tokio::time::sleep;

#[tokio::test(start_paused = true)]
async fn a_lost_response_ends_one_call_and_not_the_next() {
    let scene = scene().await;
    scene.simulator.faults().lose_response("channels.answer").expect("an operation");
    let first = scene.simulator.call("1000").from("carl").dials_in();
    // It was executed all the same, but the application cannot know.
    first.is_answered().await;
    first.hears("sound:sorry").await;
    first.ended().await;
    scene.is_empty().await;
    assert_eq!(scene.simulator.transcript().exchanges("channels.answer").len(), 1, "asked again");
    assert_eq!(scene.center.journal(), [Outcome::Failed]);
    scene.caller().await.hangs_up();
}

#[tokio::test(start_paused = true)]
async fn an_agent_whose_leg_may_be_there_or_not_is_passed_over() {
    let scene = scene().await;
    let (ann, ben) = (scene.simulator.phone("PJSIP/ann"), scene.simulator.phone("PJSIP/ben"));
    ben.answers_after(Duration::from_secs(2));
    scene.simulator.faults().lose_response("channels.create").expect("an operation");
    let caller = scene.caller().await;
    caller.presses("1");
    caller.is_with("ben").await;
    drop(ann);
    caller.hangs_up();
    scene.is_empty().await;
}

#[tokio::test(start_paused = true)]
async fn an_asterisk_that_cannot_is_told_to_the_caller() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    ann.answers_after(Duration::ZERO);
    scene.simulator.faults().fail("bridges.createWithId", 500).expect("an operation");
    let caller = scene.caller().await;
    caller.presses("1");
    caller.hears("sound:sorry").await;
    caller.ended().await;
    // The agent, who had answered, is not left alone.
    ann.rings().await.ended().await;
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::Failed]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_connection_does_not_end_a_talk() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("1");
    let agent = ann.rings().await;
    agent.answers();
    caller.is_with("ann").await;
    scene.simulator.faults().drop_sockets_of(APPLICATION).expect("a connection");
    sleep(Duration::from_secs(30)).await;
    assert_eq!(scene.ari.health().generation, 2);
    assert_eq!(caller.company(), ["ann"]);
    caller.hangs_up();
    agent.ended().await;
    scene.is_empty().await;
}

#[tokio::test(start_paused = true)]
async fn a_hangup_that_nobody_told_is_found_out() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("1");
    let agent = ann.rings().await;
    agent.answers();
    caller.is_with("ann").await;
    let faults = scene.simulator.faults();
    faults.refuse_connections(true);
    faults.drop_sockets();
    caller.hangs_up();
    sleep(Duration::from_secs(5)).await;
    assert!(agent.company().is_empty(), "{agent}");
    faults.refuse_connections(false);
    // The application sees what is gone, and lets the agent go.
    agent.ended().await;
    scene.is_empty().await;
}

#[tokio::test(start_paused = true)]
async fn a_second_program_that_takes_the_application_is_no_silence() {
    let scene = scene().await;
    scene.simulator.faults().replace_application(APPLICATION).expect("a connection");
    let error = scene.serving.await.expect("no panic").expect_err("it serves no longer");
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
}

#[tokio::test(start_paused = true)]
async fn asterisk_starts_again_and_calls_come_again() {
    let scene = scene().await;
    let caller = scene.caller().await;
    scene.simulator.faults().restart().await.expect("it runs");
    caller.ended().await;
    while scene.ari.health().generation < 2 {
        sleep(Duration::from_millis(100)).await;
    }
    scene.caller().await.hangs_up();
}
