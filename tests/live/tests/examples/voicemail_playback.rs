//! The example that plays messages: what each key does to what is heard, and that hanging up ends it at any moment.

use std::time::Duration;

use ari_generated::RecordingName;
use ari_generated::channels::ChannelHandle;
use ari_generated::prelude::*;
use ari_harness::{Instance, Setup};
use ari_live_tests::Heard;

use crate::scene::{Scene, count};
use crate::{Failure, all_gone, short_sounds, some_time};

/// As in the example, but quickly.
const DIALPLAN: &str = "[default]
exten => 2001,1,Set(CHANNEL(language)=xx)
 same => n,Stasis(voicemail-playback,1001)
 same => n,GotoIf($[\"${STASISSTATUS}\" = \"FAILED\"]?sorry)
 same => n,Hangup()
 same => n(sorry),Playback(vm-isunavail&vm-goodbye)
 same => n,Hangup()
";

/// Silence and then a tone, in seconds.
const FIRST: [usize; 2] = [0, 20];
const SECOND: [usize; 2] = [20, 20];
const THIRD: [usize; 2] = [0, 1];

async fn scene() -> Result<Scene, Failure> {
    let setup = Setup::new().dialplan(DIALPLAN);
    let argument = |instance: &Instance| {
        short_sounds(instance, &["vm-youhave", "vm-messages", "vm-deleted", "vm-goodbye"])?;
        short_sounds(instance, &["digits/0", "digits/3"])?;
        Ok(None)
    };
    Scene::new("voicemail_playback", setup, "2001", argument).await
}

/// Stores a message.
fn store(instance: &Instance, name: &str, [silent, loud]: [usize; 2]) -> std::io::Result<()> {
    let mut sound = vec![0; 16_000 * silent];
    // A square wave of 500 Hz.
    for sample in 0..8_000 * loud {
        let level: i16 = if sample / 8 % 2 == 0 { 8_000 } else { -8_000 };
        sound.extend(level.to_le_bytes());
    }
    std::fs::write(instance.recordings_directory().join(format!("{name}.sln")), sound)
}

/// Three messages, and one for somebody else.
fn store_all(instance: &Instance) -> std::io::Result<()> {
    store(instance, "1001-2-second", SECOND)?;
    store(instance, "1001-1-first", FIRST)?;
    store(instance, "1001-3-third", THIRD)?;
    store(instance, "10012-0-other", FIRST)
}

/// Types digits, and the example says so.
async fn types(scene: &mut Scene, phone: &ChannelHandle, keys: &str) -> Result<(), Failure> {
    for key in keys.chars() {
        scene.phones.types(phone, &key.to_string()).await;
        scene.says(&format!("Key {key}")).await?;
    }
    Ok(())
}

async fn is_stored(scene: &Scene, name: &str) -> Result<bool, Error> {
    match scene.ari.stored_recording(RecordingName::new(name)).get().await {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        stored => stored.map(|_| true),
    }
}

#[tokio::test]
async fn keys_do_what_they_say() -> Result<(), Failure> {
    let mut scene = scene().await?;
    store_all(&scene.instance)?;
    let (phone, _) = scene.call().await?;
    scene.says("Mailbox 1001 has 3 messages").await?;
    scene.says("Playing 1001-1-first").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    types(&mut scene, &phone, "2").await?;
    scene.phones.hears(&phone, Heard::Silence).await;
    types(&mut scene, &phone, "2").await?;
    scene.phones.hears(&phone, Heard::Sound).await;

    types(&mut scene, &phone, "6").await?;
    scene.says("Playing 1001-2-second").await?;
    scene.phones.hears(&phone, Heard::Silence).await;
    // Seven times three seconds are more than its silence.
    types(&mut scene, &phone, "3333333").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    types(&mut scene, &phone, "1111111").await?;
    scene.phones.hears(&phone, Heard::Silence).await;
    types(&mut scene, &phone, "3333333").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    types(&mut scene, &phone, "5").await?;
    scene.phones.hears(&phone, Heard::Silence).await;

    types(&mut scene, &phone, "4").await?;
    scene.says("Playing 1001-1-first").await?;
    types(&mut scene, &phone, "2").await?;
    scene.phones.hears(&phone, Heard::Silence).await;
    // What is paused goes on with whatever else is wanted.
    types(&mut scene, &phone, "3").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    types(&mut scene, &phone, "7").await?;
    scene.says("Deleted 1001-1-first").await?;
    scene.says("Playing 1001-2-second").await?;
    types(&mut scene, &phone, "6").await?;
    scene.says("Playing 1001-3-third").await?;
    scene.says("Saying goodbye to Local/2001@default-00000000;2").await?;
    scene.left().await?;

    assert!(!is_stored(&scene, "1001-1-first").await?);
    for kept in ["1001-2-second", "1001-3-third", "10012-0-other"] {
        assert!(is_stored(&scene, kept).await?, "{kept}");
    }
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn an_empty_mailbox_is_told() -> Result<(), Failure> {
    let mut scene = scene().await?;
    store(&scene.instance, "10012-0-other", FIRST)?;
    scene.call().await?;
    scene.says("Mailbox 1001 has 0 messages").await?;
    scene.says("Saying goodbye to Local/2001@default-00000000;2").await?;
    scene.left().await?;
    assert!(scene.example.terminate().await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_program_ends_while_a_message_is_heard() -> Result<(), Failure> {
    let mut scene = scene().await?;
    store_all(&scene.instance)?;
    let (phone, _) = scene.call().await?;
    scene.says("Mailbox 1001 has 3 messages").await?;
    scene.says("Playing 1001-1-first").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    scene.example.signal().await?;
    let left = "Channel Local/2001@default-00000000;2 just left our application";
    assert_eq!(scene.example.ended().await?, [left]);
    all_gone(&scene.ari).await;
    Ok(())
}

#[tokio::test]
async fn callers_hang_up_at_every_moment() -> Result<(), Failure> {
    let mut scene = scene().await?;
    let (mut said, mut longest) = (Vec::new(), Duration::ZERO);
    // The call of `act` says nine lines before it is over.
    for (lines, most) in (0..=9).flat_map(|it| [(it, 1), (it, 100), (it, 1_500)]) {
        store_all(&scene.instance)?;
        let moment = (lines, some_time(Duration::from_millis(most)));
        let hung_up = scene.hangs_up(moment, act, async |_, _| {}).await?;
        said.extend(hung_up.said);
        longest = longest.max(hung_up.clean);
    }
    println!("longest from hanging up until nothing is left: {longest:?}");
    store_all(&scene.instance)?;
    let (phone, before) = scene.call().await?;
    said.extend(before);
    scene.says("Mailbox 1001 has 3 messages").await?;
    scene.says("Playing 1001-1-first").await?;
    scene.phones.hears(&phone, Heard::Sound).await;
    types(&mut scene, &phone, "#").await?;
    assert!(scene.example.line().await?.starts_with("Saying goodbye to "));
    scene.left().await?;
    assert!(scene.example.terminate().await?.is_empty());
    // The last call is here with its first line only.
    assert_eq!(count(&said, "has entered"), count(&said, "just left") + 1);
    assert_eq!(count(&said, "Key 7"), count(&said, "Deleted "));
    Ok(())
}

/// What a caller does after a line: pauses the first message, deletes it, and ends at the second.
async fn act(scene: &Scene, phone: &ChannelHandle, said: &[String]) {
    match said.len() {
        3 => scene.phones.types(phone, "2").await,
        4 => scene.phones.types(phone, "7").await,
        7 => scene.phones.types(phone, "#").await,
        _ => {}
    }
}
