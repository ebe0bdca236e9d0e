//! Taking messages: what callers keep, delete and say again, and that no hangup loses what was said.

#[path = "../../../../ari-generated/examples/voicemail_record.rs"]
#[expect(dead_code, reason = "its main is a program's")]
mod example;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ari_generated::RecordingName;
use ari_simulator::Call;

use crate::moments::{Who, hangs_up_at_every_moment};
use crate::scene::{Program, Scene};

const SOURCE: &str = include_str!("../../../../ari-generated/examples/voicemail_record.rs");

/// Where messages are brought, until the test has ended.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("ari-{}", RecordingName::random()));
        std::fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    /// The messages, each as long as it is on the server.
    async fn brought(&self, scene: &Scene) -> usize {
        let stored = scene.ari.recordings().list_stored().await.unwrap();
        for message in &stored {
            let bytes = std::fs::read(self.0.join(format!("{}.wav", message.name))).unwrap();
            let there = scene.ari.stored_recording(&message.name).file().await.unwrap();
            assert_eq!(bytes, *there.bytes().await.unwrap(), "{}", message.name);
            assert!(bytes.starts_with(b"RIFF") && bytes.len() > 32_000, "{}", bytes.len());
        }
        let files = std::fs::read_dir(&self.0).unwrap().count();
        assert_eq!(files, stored.len());
        files
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn start(folder: &Folder) -> (Scene, Program) {
    let scene = Scene::of(SOURCE).await;
    let folder = Arc::new(folder.0.clone());
    let take = move |call| example::take_message(call, folder.clone());
    let program = scene.serves("voicemail-record", take).await;
    (scene, program)
}

/// Says something after the beep, for so many seconds, and ends with `#`.
async fn says_something(scene: &Scene, caller: &Call, seconds: u64) {
    scene.until_records().await;
    caller.talks(Duration::from_secs(seconds));
    tokio::time::sleep(Duration::from_secs(seconds)).await;
    caller.presses("#");
}

/// Leaves a message, hears it and keeps it.
async fn story(scene: &Scene, caller: &Call) {
    caller.hears("sound:vm-intro").await;
    says_something(scene, caller, 3).await;
    caller.hears("sound:vm-review").await;
    caller.presses("2");
    scene.until_played("recording:").await;
    caller.presses("1");
    caller.hears("sound:vm-msgsaved").await;
    caller.hears("sound:vm-goodbye").await;
    assert_eq!(caller.ended().await, 16);
}

#[tokio::test(start_paused = true)]
async fn a_message_is_heard_and_kept() {
    let folder = Folder::new();
    let (scene, program) = start(&folder).await;
    let caller = scene.simulator.call("1001").from("alice").dials_in();
    story(&scene, &caller).await;
    scene.is_clean().await;
    assert_eq!(folder.brought(&scene).await, 1);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_is_said_again_and_deleted() {
    let folder = Folder::new();
    let (scene, program) = start(&folder).await;
    let caller = scene.simulator.call("1001").from("alice").dials_in();
    caller.hears("sound:vm-intro").await;
    says_something(&scene, &caller, 3).await;
    caller.hears("sound:vm-review").await;
    // No such choice; then another try.
    caller.presses("9");
    caller.hears("sound:vm-sorry").await;
    caller.hears("sound:vm-review").await;
    caller.presses("3");
    tokio::time::sleep(Duration::from_secs(1)).await;
    says_something(&scene, &caller, 4).await;
    caller.hears("sound:vm-review").await;
    caller.presses("*");
    caller.hears("sound:vm-deleted").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    assert_eq!(folder.brought(&scene).await, 0);
    let transcript = scene.simulator.transcript();
    assert_eq!(transcript.exchanges("channels.record").len(), 2);
    assert_eq!(transcript.exchanges("recordings.deleteStored").len(), 2);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn silence_ends_a_message_and_is_none() {
    let folder = Folder::new();
    let (scene, program) = start(&folder).await;
    let caller = scene.simulator.call("1001").from("alice").dials_in();
    caller.hears("sound:vm-intro").await;
    caller.hears("sound:vm-deleted").await;
    assert_eq!(caller.ended().await, 16);
    scene.is_clean().await;
    assert_eq!(folder.brought(&scene).await, 0);
    program.ends().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_said_is_kept_whoever_hangs_up() {
    let folder = Folder::new();
    let (scene, program) = start(&folder).await;
    // During the message.
    let caller = scene.simulator.call("1001").from("alice").dials_in();
    scene.until_records().await;
    caller.talks(Duration::from_secs(10));
    tokio::time::sleep(Duration::from_secs(4)).await;
    caller.hangs_up();
    scene.is_clean().await;
    // When the menu is heard.
    let caller = scene.simulator.call("1001").from("bob").dials_in();
    caller.hears("sound:vm-intro").await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    says_something(&scene, &caller, 3).await;
    caller.hears("sound:vm-review").await;
    caller.hangs_up();
    scene.is_clean().await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(folder.brought(&scene).await, 2);
    // The program is told to end, and hangs up after its time of grace.
    let caller = scene.simulator.call("1001").from("carol").dials_in();
    caller.talks(Duration::from_secs(60));
    tokio::time::sleep(Duration::from_secs(3)).await;
    program.ends().await;
    assert_eq!(caller.ended().await, 16);
    assert_eq!(folder.brought(&scene).await, 3);
    scene.is_clean().await;
}

#[tokio::test(start_paused = true)]
async fn callers_hang_up_at_every_moment() {
    let folder = Folder::new();
    let start = async || start(&folder).await;
    hangs_up_at_every_moment("1001", &[Who::Caller], start, story).await;
}
