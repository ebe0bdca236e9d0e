//! Agents who are busy, who do not answer, who decline, and who are not there at all.

mod common;

use std::time::Duration;

use call_center::Outcome;
use common::scene;
use tokio::time::{Instant, sleep};

#[tokio::test(start_paused = true)]
async fn a_busy_agent_is_passed_over() {
    let scene = scene().await;
    let (ann, ben) = (scene.simulator.phone("PJSIP/ann"), scene.simulator.phone("PJSIP/ben"));
    ann.is_busy();
    ben.answers_after(Duration::from_secs(3));
    let caller = scene.caller().await;
    caller.presses("1");
    caller.is_with("ben").await;
    assert_eq!(ann.rings().await.ended().await, 17);
    caller.hangs_up();
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::Talked { agent: "PJSIP/ben".into() }]);
}

#[tokio::test(start_paused = true)]
async fn an_agent_who_does_not_answer_rings_for_twenty_seconds() {
    let scene = scene().await;
    let (ann, ben) = (scene.simulator.phone("PJSIP/ann"), scene.simulator.phone("PJSIP/ben"));
    let caller = scene.caller().await;
    caller.presses("1");
    let first = ann.rings().await;
    let began = Instant::now();
    first.ended().await;
    assert_eq!(began.elapsed().as_secs(), 20);
    let second = ben.rings().await;
    second.declines();
    caller.hears("sound:leave-a-message").await;
}

#[tokio::test(start_paused = true)]
async fn nobody_answers_and_a_message_is_left() {
    let scene = scene().await;
    let caller = scene.caller().await.waits_up_to(Duration::from_secs(90));
    caller.presses("1");
    // Neither of them has a telephone.
    caller.hears("sound:leave-a-message").await;
    caller.hears("silence").await;
    caller.talks(Duration::from_secs(12));
    sleep(Duration::from_secs(12)).await;
    caller.presses("#");
    caller.hears("sound:thank-you").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_empty().await;
    let [Outcome::Message { length }] = scene.center.journal()[..] else {
        panic!("{:?}", scene.center.journal())
    };
    assert_eq!(length.as_secs(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_message_ends_with_a_minute() {
    let scene = scene().await;
    let caller = scene.caller().await.waits_up_to(Duration::from_secs(90));
    caller.presses("3");
    caller.hears("sound:leave-a-message").await;
    caller.hears("silence").await;
    caller.talks(Duration::from_secs(600));
    caller.hears("sound:thank-you").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_empty().await;
    let minute = Outcome::Message { length: Duration::from_secs(60) };
    assert_eq!(scene.center.journal(), [minute]);
}

#[tokio::test(start_paused = true)]
async fn they_talk_for_ten_minutes() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("1");
    let agent = ann.rings().await;
    agent.answers();
    caller.is_with("ann").await;
    for _ in 0..10 {
        caller.talks(Duration::from_secs(20));
        agent.hears("carl").await;
        sleep(Duration::from_secs(30)).await;
        agent.talks(Duration::from_secs(20));
        caller.hears("ann").await;
        sleep(Duration::from_secs(30)).await;
    }
    agent.holds();
    caller.hears("moh").await;
    agent.unholds();
    agent.hangs_up();
    assert_eq!(caller.ended().await, 16);
    scene.is_empty().await;
}
