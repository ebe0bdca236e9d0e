//! Callers hang up wherever they are, and nothing is left behind.

mod common;

use std::time::Duration;

use call_center::Outcome;
use common::scene;
use tokio::time::sleep;

#[tokio::test(start_paused = true)]
async fn before_they_are_answered() {
    let scene = scene().await;
    scene.simulator.call("1000").from("carl").dials_in().hangs_up();
    sleep(Duration::from_secs(1)).await;
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::HungUp]);
}

#[tokio::test(start_paused = true)]
async fn during_the_menu() {
    let scene = scene().await;
    let caller = scene.caller().await;
    caller.hangs_up();
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::HungUp]);
}

#[tokio::test(start_paused = true)]
async fn while_they_type() {
    let scene = scene().await;
    let caller = scene.caller().await;
    caller.presses("2");
    caller.hears("sound:customer-number").await;
    // Hangs up after the last digit.
    caller.presses("47");
    caller.hangs_up();
    caller.ended().await;
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::HungUp]);
}

#[tokio::test(start_paused = true)]
async fn while_the_agent_rings() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("1");
    let agent = ann.rings().await;
    caller.hangs_up();
    // The agent's telephone must not ring on.
    agent.ended().await;
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::HungUp]);
}

#[tokio::test(start_paused = true)]
async fn in_the_middle_of_a_message() {
    let scene = scene().await;
    let caller = scene.caller().await;
    caller.presses("3");
    caller.hears("sound:leave-a-message").await;
    caller.hears("silence").await;
    caller.talks(Duration::from_secs(60));
    sleep(Duration::from_secs(7)).await;
    caller.hangs_up();
    scene.is_empty().await;
    let [Outcome::Message { length }] = scene.center.journal()[..] else {
        panic!("{:?}", scene.center.journal())
    };
    assert_eq!(length.as_secs(), 7);
}
