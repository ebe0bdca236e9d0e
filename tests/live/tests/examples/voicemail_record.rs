//! The example that takes messages: what callers keep, delete and say again, and that no hangup loses what was said.

use std::path::PathBuf;
use std::time::Duration;

use ari_generated::channels::ChannelHandle;
use ari_generated::enums::RecordingState;
use ari_generated::prelude::*;
use ari_generated::{PlaybackId, RecordingName};
use ari_harness::Setup;
use ari_live_tests::eventually;
use tokio::time::sleep;

use crate::scene::{Scene, count};
use crate::{Failure, all_gone, short_sounds, some_time};

/// As in the example, but quickly.
const DIALPLAN: &str = "[default]
exten => 1001,1,Set(CHANNEL(language)=xx)
 same => n,Stasis(voicemail-record,1001)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"FAILED\"]?sorry)
 same => n,Hangup()
 same => n(sorry),Playback(vm-isunavail&vm-goodbye)
 same => n,Hangup()
";

const PROMPTS: [&str; 7] = [
    "vm-intro",
    "vm-review",
    "vm-tocancelmsg",
    "vm-sorry",
    "vm-msgsaved",
    "vm-deleted",
    "vm-goodbye",
];

async fn scene() -> Result<Scene, Failure> {
    let setup = Setup::new().dialplan(DIALPLAN);
    let argument = |instance: &ari_harness::Instance| {
        short_sounds(instance, &PROMPTS)?;
        // Ten seconds of a caller who says nothing.
        std::fs::write(instance.sounds_directory().join("nothing.sln"), [0; 160_000])?;
        let folder = instance.directory().join("messages");
        std::fs::create_dir(&folder)?;
        Ok(Some(folder.display().to_string()))
    };
    Scene::new("voicemail_record", setup, "1001", argument).await
}

/// Where the example brings a message.
fn file(scene: &Scene, name: &RecordingName) -> PathBuf {
    scene.instance.directory().join("messages").join(format!("{name}.wav"))
}

/// How many messages are on the server and in the folder.
async fn messages(scene: &Scene) -> Result<(usize, usize), Failure> {
    let stored = scene.ari.recordings().list_stored().await?.len();
    Ok((stored, std::fs::read_dir(scene.instance.directory().join("messages"))?.count()))
}

/// The beep comes next.
async fn records(scene: &mut Scene) -> Result<RecordingName, Failure> {
    let line = scene.example.line().await?;
    let name = line.strip_prefix("Recording ").ok_or(format!("it said: {line}"))?;
    assert!(name.starts_with("1001-"), "{line}");
    Ok(RecordingName::new(name))
}

/// Says something for three seconds after the beep.
async fn says_something(scene: &Scene, phone: &ChannelHandle, name: &RecordingName) {
    let live = scene.ari.live_recording(name);
    eventually("it records", || async {
        let live = live.get().await.ok()?;
        (live.state == RecordingState::Recording).then_some(())
    })
    .await;
    let voice = scene.phones.ari.playback(PlaybackId::random());
    let howling = phone.play_with_id(voice.playback_id(), ["sound:tt-monkeys"]);
    howling.await.expect("a voice");
    sleep(Duration::from_secs(3)).await;
    voice.stop().await.expect("it stops");
}

async fn recorded(scene: &mut Scene) -> Result<(), Failure> {
    let line = scene.example.line().await?;
    let seconds = line.strip_prefix("Recorded ").and_then(|it| it.strip_suffix(" seconds"));
    let seconds: u32 = seconds.ok_or(format!("it said: {line}"))?.parse()?;
    assert!((2..60).contains(&seconds), "{line}");
    Ok(())
}

/// The message is in the folder as it is on the server.
async fn is_brought(scene: &Scene, name: &RecordingName) -> Result<usize, Failure> {
    let brought = std::fs::read(file(scene, name))?;
    let stored = scene.ari.stored_recording(name).file().await?.bytes().await?;
    if !stored.starts_with(b"RIFF") || *stored != *brought {
        return Err(format!("{} bytes of {}", brought.len(), stored.len()).into());
    }
    Ok(brought.len())
}

/// Somebody who was answered leaves a message, hears it and keeps it.
async fn leaves_a_message(scene: &mut Scene, phone: &ChannelHandle) -> Result<(), Failure> {
    let name = records(scene).await?;
    says_something(scene, phone, &name).await;
    scene.phones.types(phone, "#").await;
    recorded(scene).await?;
    scene.phones.types(phone, "2").await;
    scene.says(&format!("Playing {name}")).await?;
    scene.phones.types(phone, "1").await;
    let kept = scene.example.line().await?;
    let (bytes, file) = (is_brought(scene, &name).await?, file(scene, &name));
    assert_eq!(kept, format!("Message {name} is kept: {bytes} bytes in {}", file.display()));
    scene.left().await
}

#[tokio::test]
async fn a_message_is_heard_and_kept() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (phone, _) = scene.call().await?;
    leaves_a_message(&mut scene, &phone).await?;
    assert_eq!(messages(&scene).await?, (1, 1));
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_message_is_said_again_and_deleted() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (phone, _) = scene.call().await?;
    let first = records(&mut scene).await?;
    says_something(&scene, &phone, &first).await;
    scene.phones.types(&phone, "#").await;
    recorded(&mut scene).await?;
    // No such choice; then another try.
    scene.phones.types(&phone, "9").await;
    scene.phones.types(&phone, "3").await;
    scene.says(&format!("Message {first} is deleted")).await?;
    let second = records(&mut scene).await?;
    assert_ne!(first, second);
    says_something(&scene, &phone, &second).await;
    scene.phones.types(&phone, "#").await;
    recorded(&mut scene).await?;
    assert_eq!(messages(&scene).await?, (1, 0));
    scene.phones.types(&phone, "*").await;
    scene.says(&format!("Message {second} is deleted")).await?;
    scene.left().await?;
    assert_eq!(messages(&scene).await?, (0, 0));
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn silence_ends_a_message_and_is_none() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (phone, _) = scene.call().await?;
    let name = records(&mut scene).await?;
    phone.play(["sound:nothing"]).await?;
    assert!(scene.example.line().await?.starts_with("Recorded "));
    scene.says(&format!("Message {name} is deleted")).await?;
    scene.left().await?;
    assert_eq!(messages(&scene).await?, (0, 0));
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn what_was_said_is_kept_whoever_hangs_up() -> Result<(), Failure> {
    let mut scene = scene().await?;
    // During the message, and when the menu is heard.
    for with_hash in [false, true] {
        let (phone, _) = scene.call().await?;
        let name = records(&mut scene).await?;
        says_something(&scene, &phone, &name).await;
        if with_hash {
            scene.phones.types(&phone, "#").await;
            recorded(&mut scene).await?;
        }
        phone.hangup().await?;
        // Either line may be the first.
        let kept = file(&scene, &name).display().to_string();
        let said = scene.example.until(&kept).await?;
        if count(&said, "just left our application") == 0 {
            scene.left().await?;
        }
        let bytes = is_brought(&scene, &name).await?;
        assert!(bytes > 32_000, "seconds are missing: {bytes}");
        all_gone(&scene.ari).await;
    }
    // The program is told to end, and hangs up after its time of grace.
    let (phone, _) = scene.call().await?;
    let name = records(&mut scene).await?;
    says_something(&scene, &phone, &name).await;
    scene.example.signal().await?;
    let said = scene.example.ended().await?;
    assert_eq!(count(&said, &format!("Message {name} is kept")), 1, "{said:?}");
    is_brought(&scene, &name).await?;
    all_gone(&scene.ari).await;
    Ok(())
}

#[tokio::test]
async fn callers_hang_up_at_every_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (mut said, mut longest) = (Vec::new(), Duration::ZERO);
    // An ordinary call says five lines before it is over; before the first, there may be none.
    for (lines, most) in (0..=5).flat_map(|it| [(it, 1), (it, 300), (it, 2_500)]) {
        let moment = (lines, some_time(Duration::from_millis(most)));
        let hung_up = scene.hangs_up(moment, act, is_clean).await?;
        said.extend(hung_up.said);
        longest = longest.max(hung_up.clean);
    }
    println!("longest from hanging up until nothing is left: {longest:?}");
    // Somebody else is served to the end.
    let (phone, before) = scene.call().await?;
    said.extend(before);
    leaves_a_message(&mut scene, &phone).await?;
    let (stored, brought) = messages(&scene).await?;
    assert_eq!(stored, brought);
    assert!(scene.example.terminate().await?.is_empty());
    // The last call is here with its first line only.
    assert_eq!(count(&said, "has entered"), count(&said, "just left") + 1);
    assert_eq!(count(&said, "Recorded "), count(&said, " is kept: ") + count(&said, " is deleted"));
    Ok(())
}

/// What a caller does after a line of an ordinary call.
async fn act(scene: &Scene, phone: &ChannelHandle, said: &[String]) {
    match (said.len(), recording(said)) {
        (2, Some(name)) => {
            says_something(scene, phone, &name).await;
            scene.phones.types(phone, "#").await;
        }
        (3, _) => scene.phones.types(phone, "2").await,
        (4, _) => scene.phones.types(phone, "1").await,
        _ => {}
    }
}

/// Nothing records, and what is stored is in the folder.
async fn is_clean(scene: &Scene, said: &[String]) {
    let Some(name) = recording(said) else { return };
    eventually("nothing records, and what is stored is in the folder", || async {
        let live = scene.ari.live_recording(&name).get().await;
        live.err().filter(|it| it.kind() == ErrorKind::NotFound)?;
        match scene.ari.stored_recording(&name).get().await {
            Ok(_) => is_brought(scene, &name).await.ok().map(drop),
            Err(_) => (!file(scene, &name).exists()).then_some(()),
        }
    })
    .await;
}

/// The last recording that was begun.
fn recording(said: &[String]) -> Option<RecordingName> {
    said.iter().rev().find_map(|it| it.strip_prefix("Recording ")).map(RecordingName::new)
}
