//! Playing messages: what each key does to what is heard, and that hanging up ends it at any moment.

#[path = "../../../../ari-generated/examples/voicemail_playback.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::prelude::*;
use ari_simulator::{Call, Simulator};
use tokio::time::sleep;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/voicemail_playback.rs");

/// Somebody whose voice becomes a message.
const RECORDER: &str = "[default]\nexten => voice,1,Stasis(recorder)\n";

const FIRST: &str = "1001-1-first";
const SECOND: &str = "1001-2-second";
const THIRD: &str = "1001-3-third";

/// With these messages, each of ten seconds.
async fn start_with(messages: &[&str]) -> (Scene, Program) {
    let builder = Simulator::builder().dialplan(RECORDER).unwrap();
    let scene = Scene::with(builder, SOURCE).await;
    let (recorder, events) = scene.connect("recorder").await;
    let voice = scene.simulator.call("voice").from("voice").dials_in();
    let channel = recorder.channel(ChannelId::new(voice.channel_id()));
    channel.answer().await.unwrap();
    voice.talks(Duration::from_secs(600));
    for message in messages {
        let recording = channel.record(RecordingName::new(*message), "wav");
        let recording = recording.max_duration_seconds(Duration::from_secs(10));
        recording.finished().await.unwrap();
    }
    voice.hangs_up();
    voice.ended().await;
    drop(events);
    recorder.close().await;
    let program = scene.serves("voicemail-playback", example::play_messages).await;
    (scene, program)
}

async fn start() -> (Scene, Program) {
    start_with(&[SECOND, FIRST, THIRD, "10012-0-other"]).await
}

/// Which messages are there.
async fn stored(scene: &Scene) -> Vec<String> {
    let stored = scene.ari.recordings().list_stored().await.unwrap();
    let mut names: Vec<_> = stored.into_iter().map(|it| it.name.to_string()).collect();
    names.sort();
    names
}

async fn until_first(caller: &Call) {
    caller.hears("sound:vm-youhave").await;
    caller.hears("sound:vm-messages").await;
    caller.hears(&*format!("recording:{FIRST}")).await;
}

/// Pauses the first message, deletes it, and ends during the next one.
async fn story(_: &Scene, caller: &Call) {
    until_first(caller).await;
    caller.presses("2");
    caller.hears("silence").await;
    caller.presses("7");
    caller.hears("sound:vm-deleted").await;
    caller.hears(&*format!("recording:{SECOND}")).await;
    caller.presses("#");
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn a_message_is_paused_and_deleted() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("2001").from("alice").dials_in();
    story(&scene, &caller).await;
    assert!(caller.to_string().contains("hears number:3"), "{caller}");
    scene.is_clean().await;
    assert_eq!(stored(&scene).await, [SECOND, THIRD, "10012-0-other"]);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn every_key_does_what_it_says() {
    let (scene, program) = start().await;
    let caller = scene.simulator.call("2001").from("alice").dials_in();
    until_first(&caller).await;
    for key in ["1", "2", "2", "3", "5", "8"] {
        caller.presses(key);
        sleep(Duration::from_secs(1)).await;
    }
    caller.presses("6");
    caller.hears(&*format!("recording:{SECOND}")).await;
    caller.presses("4");
    caller.hears(&*format!("recording:{FIRST}")).await;
    caller.presses("6");
    caller.hears(&*format!("recording:{SECOND}")).await;
    // Nobody presses anything any more.
    caller.hears(&*format!("recording:{THIRD}")).await;
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    scene.story().requests().assert_has(
        "> control playback 2 operation=reverse → 204
         > control playback 2 operation=pause → 204
         > control playback 2 operation=unpause → 204
         > control playback 2 operation=forward → 204
         > control playback 2 operation=restart → 204
         > stop playback 2 → 204",
    );
    assert_eq!(stored(&scene).await.len(), 4);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn an_empty_mailbox_is_told() {
    let (scene, program) = start_with(&["10012-0-other"]).await;
    let caller = scene.simulator.call("2001").from("alice").dials_in();
    caller.hears("sound:vm-youhave").await;
    caller.hears("number:0").await;
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    let start = async || start_with(&[FIRST, SECOND]).await;
    hangs_up_at_every_moment("2001", &[Who::Caller], start, story).await;
}
