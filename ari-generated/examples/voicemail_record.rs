//! Takes a message after a beep and lets the caller hear, repeat, delete or keep it; what they keep is brought to a folder.
//!
//! The folder is the program's argument, and the current one otherwise. A caller who hangs up keeps the message.
//!
//! ```text
//! exten => 1001,1,Stasis(voicemail-record,1001)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(vm-isunavail&vm-goodbye)
//!  same => n,Hangup()
//! ```
//!
//! Somebody hears their message before they keep it, in the folder `messages`:
//!
//! ```text
//! Channel Local/1001@default-00000010;2 has entered the application
//! Recording 1001-1795301564-06901917-e618-4766-989b-1ba62496fd7e
//! Recorded 2 seconds
//! Playing 1001-1795301564-06901917-e618-4766-989b-1ba62496fd7e
//! Message 1001-1795301564-06901917-e618-4766-989b-1ba62496fd7e is kept: 41324 bytes in messages/1001-1795301564-06901917-e618-4766-989b-1ba62496fd7e.wav
//! Channel Local/1001@default-00000010;2 just left our application
//! ```

mod setup;

use std::env;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use ari_generated::enums::TerminateOn;
use ari_generated::prelude::*;
use ari_generated::{Media, Recorded, RecordingName};
use tokio::fs::File;

/// Less than this is no message.
const SHORTEST: Duration = Duration::from_secs(2);

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let (url, credentials) = setup::asterisk();
    let folder = Arc::new(PathBuf::from(env::args().nth(1).unwrap_or_else(|| ".".to_owned())));
    let (_ari, events) = Ari::connect(url, credentials).app("voicemail-record").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(move |call: Call| take_message(call, folder.clone()))
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn take_message(call: Call, folder: Arc<PathBuf>) -> Result<(), Failure> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    let mailbox = call.arg(0).unwrap_or("general");

    call.answer().await?;
    call.play(["sound:vm-intro"]).finished().await?;
    loop {
        let message = record(&call, mailbox).await?;
        let recording = message.stored().recording_name();
        let wish = match message.finished.recording.duration {
            Some(time) if time >= SHORTEST => match ask(&call, recording).await {
                // Whoever hangs up has said something all the same; what follows is done for them, too.
                Err(error) if error.kind() == ErrorKind::Left => Wish::Keep,
                wish => wish?,
            },
            _ => Wish::Delete,
        };
        if wish == Wish::Keep {
            let file = folder.join(format!("{recording}.wav"));
            let sound = message.stored().file().await?;
            let bytes = sound.write_to(&mut File::create(&file).await?).await?;
            println!("Message {recording} is kept: {bytes} bytes in {}", file.display());
            call.play(["sound:vm-msgsaved", "sound:vm-goodbye"]).finished().await?;
            return Ok(());
        }
        message.stored().delete().await?;
        println!("Message {recording} is deleted");
        if wish == Wish::Delete {
            call.play(["sound:vm-deleted", "sound:vm-goodbye"]).finished().await?;
            return Ok(());
        }
    }
}

/// Until `#`, five seconds of silence, the end of a minute or the end of the call.
async fn record(call: &Call, mailbox: &str) -> Result<Recorded, Failure> {
    // By their names, the messages of a mailbox are in order.
    let now = UNIX_EPOCH.elapsed()?.as_secs();
    let recording = RecordingName::new(format!("{mailbox}-{now}-{}", RecordingName::random()));
    println!("Recording {recording}");
    let recorded = call
        .record(recording, "wav")
        .beep(true)
        .terminate_on(TerminateOn::Hash)
        .max_silence_seconds(Duration::from_secs(5))
        .max_duration_seconds(Duration::from_secs(60))
        .finished()
        .await?;
    let time = recorded.finished.recording.duration.unwrap_or_default();
    println!("Recorded {} seconds", time.as_secs());
    Ok(recorded)
}

#[derive(Clone, Copy, PartialEq)]
enum Wish {
    Keep,
    Hear,
    Repeat,
    Delete,
}

async fn ask(call: &Call, recording: &RecordingName) -> Result<Wish, Error> {
    let choices = ["vm-review", "vm-tocancelmsg"].map(Media::sound);
    let mut prompt = choices.to_vec();
    loop {
        let menu = call.menu(prompt.clone()).on('1', Wish::Keep).on('2', Wish::Hear);
        let menu = menu.on('3', Wish::Repeat).on('*', Wish::Delete).invalid("sound:vm-sorry");
        match menu.await? {
            Some(Wish::Hear) => {
                println!("Playing {recording}");
                prompt = vec![Media::recording(recording)];
                prompt.extend(choices.clone());
            }
            // Who does not answer keeps it.
            wish => return Ok(wish.unwrap_or(Wish::Keep)),
        }
    }
}
