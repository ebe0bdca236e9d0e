//! What goes wrong between an example and Asterisk while somebody calls: lost sockets, lost answers, a replaced application,
//! a restart.

use std::time::Duration;

use ari_generated::prelude::*;
use tokio::time::sleep;

use crate::channel_playback_monkeys::start;

const APPLICATION: &str = "channel-playback-monkeys";

#[tokio::test(start_paused = true)]
async fn a_call_outlives_a_lost_socket() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:tt-monkeys").await;
    sleep(Duration::from_secs(5)).await;
    assert_eq!(scene.simulator.faults().drop_sockets(), 1);
    assert_eq!(caller.ended().await, 16);
    let account = caller.to_string();
    assert!(account.contains("16.000  hears silence"), "{account}");
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn what_ends_in_the_gap_is_found_out() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:tt-monkeys").await;
    sleep(Duration::from_secs(1)).await;
    scene.simulator.faults().refuse_connections(true);
    scene.simulator.faults().drop_sockets();
    // The monkeys have done, and nobody was told.
    sleep(Duration::from_secs(17)).await;
    assert_eq!(caller.hearing(), "silence".into());
    scene.simulator.faults().refuse_connections(false);
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    // Whether it was heard to its end nobody knows.
    assert_eq!(program.complaints().len(), 1, "{:?}", program.complaints());
    program.leaves().await;
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_no_second_playback() {
    let (scene, program) = start().await;
    scene.simulator.faults().lose_response("channels.playWithId").unwrap();
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    let started = scene.simulator.transcript().told("PlaybackStarted").len();
    assert_eq!(started, 1, "{}", scene.story());
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn events_that_come_twice_or_broken_do_no_harm() {
    let (scene, program) = start().await;
    let faults = scene.simulator.faults();
    faults.duplicate("PlaybackFinished").unwrap();
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:tt-monkeys").await;
    faults.send_raw(APPLICATION, "{\"type\": ").unwrap();
    faults.send_binary(APPLICATION, [0, 159]).unwrap();
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    assert_eq!(scene.simulator.transcript().told("PlaybackStarted").len(), 1);
    assert_eq!(program.ends().await.calls, 1);
}

#[tokio::test(start_paused = true)]
async fn whose_application_is_taken_ends_with_an_error() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:tt-monkeys").await;
    scene.simulator.faults().replace_application(APPLICATION).unwrap();
    let error = program.fails().await;
    assert_eq!(error.kind(), ErrorKind::Closed, "{error}");
    assert!(error.to_string().contains("Replaced"), "{error}");
    caller.hangs_up();
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn after_a_restart_the_next_one_is_served() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("1000").from("alice").dials_in();
    caller.hears("sound:tt-monkeys").await;
    scene.simulator.faults().restart().await.unwrap();
    caller.ended().await;
    scene.has_application(APPLICATION).await;
    let next = scene.simulator.call("1000").from("bob").dials_in();
    next.hears("sound:tt-monkeys").await;
    assert_eq!(next.ended().await, 16);
    scene.is_clean().await;
    program.ends().await;
}
