//! What callers can choose, and what they hear if they do not.

mod common;

use call_center::Outcome;
use common::scene;

#[tokio::test(start_paused = true)]
async fn somebody_presses_one_and_talks_with_an_agent() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("1");
    let agent = ann.rings().await;
    caller.hears("ringing").await;
    agent.answers();
    caller.is_with("ann").await;
    caller.hangs_up();
    assert_eq!(agent.ended().await, 16);
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::Talked { agent: "PJSIP/ann".into() }]);
}

#[tokio::test(start_paused = true)]
async fn an_agent_is_shown_the_customers_number() {
    let scene = scene().await;
    let ann = scene.simulator.phone("PJSIP/ann");
    let caller = scene.caller().await;
    caller.presses("2");
    caller.hears("sound:customer-number").await;
    caller.presses("4711#");
    ann.rings().await.answers();
    caller.is_with("ann").await;
    scene
        .simulator
        .transcript()
        .requests()
        .assert_has("> setChannelVar ann variable=CONNECTEDLINE(all) value=Customer <4711> → 204");
}

#[tokio::test(start_paused = true)]
async fn a_digit_that_means_nothing_gets_another_try() {
    let scene = scene().await;
    let caller = scene.caller().await;
    caller.presses("9");
    caller.hears("sound:invalid").await;
    caller.hears("sound:welcome").await;
    caller.presses("3");
    caller.hears("sound:leave-a-message").await;
}

#[tokio::test(start_paused = true)]
async fn who_presses_nothing_is_let_go() {
    let scene = scene().await;
    let caller = scene.caller().await;
    for _ in 0..2 {
        caller.hears("sound:hello").await;
        caller.hears("sound:welcome").await;
    }
    caller.hears("sound:goodbye").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_empty().await;
    assert_eq!(scene.center.journal(), [Outcome::NoChoice]);
    // All that was asked for it, word by word.
    scene.asked_for(&caller).assert_eq(
        "> answer carl → 204
         > play carl media=sound:welcome → 201 playback 1
         > play carl media=sound:hello → 201 playback 2
         > play carl media=sound:welcome → 201 playback 3
         > play carl media=sound:hello → 201 playback 4
         > play carl media=sound:welcome → 201 playback 5
         > play carl media=sound:hello → 201 playback 6
         > play carl media=sound:goodbye → 201 playback 7
         > hangup carl → 204",
    );
}
