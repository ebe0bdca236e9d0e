//! Plays the messages of a mailbox, and does what the keys say meanwhile.
//!
//! | key | what it does | key | what it does | key | what it does |
//! |---|---|---|---|---|---|
//! | 1 | back three seconds | 2 | pause, go on | 3 | on three seconds |
//! | 4 | previous message | 5 | from its beginning | 6 | next message |
//! | 7 | delete | | | # | end |
//!
//! The messages are recordings whose names begin with the mailbox, as the example `voicemail_record` stores them.
//!
//! ```text
//! exten => 2001,1,Stasis(voicemail-playback,1001)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(vm-isunavail&vm-goodbye)
//!  same => n,Hangup()
//! ```
//!
//! Somebody pauses the first message, deletes it and ends during the next one:
//!
//! ```text
//! Channel Local/2001@default-00000000;2 has entered the application
//! Mailbox 1001 has 3 messages
//! Playing 1001-1-first
//! Key 2
//! Key 7
//! Deleted 1001-1-first
//! Playing 1001-2-second
//! Key #
//! Saying goodbye to Local/2001@default-00000000;2
//! Channel Local/2001@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::prelude::*;
use ari_generated::{Media, RecordingName};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("voicemail-playback").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(play_messages)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn play_messages(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });
    let mailbox = call.arg(0).unwrap_or("general");

    call.answer().await?;
    let mut messages = messages(&call.ari(), mailbox).await?;
    println!("Mailbox {mailbox} has {} messages", messages.len());
    let count = Media::number(messages.len() as i64);
    call.play([Media::sound("vm-youhave"), count, Media::sound("vm-messages")]).finished().await?;

    let mut place = 0;
    while let Some(message) = messages.get(place) {
        match hear(&call, message).await? {
            Then::Next => place += 1,
            Then::Previous => place = place.saturating_sub(1),
            Then::Delete => {
                call.ari().stored_recording(message).delete().await?;
                println!("Deleted {message}");
                messages.remove(place);
                call.play(["sound:vm-deleted"]).finished().await?;
            }
            Then::End => break,
        }
    }
    println!("Saying goodbye to {name}");
    call.play(["sound:vm-goodbye"]).finished().await?;
    Ok(())
}

/// The oldest first, since their names tell when they came.
async fn messages(ari: &Ari, mailbox: &str) -> Result<Vec<RecordingName>, Error> {
    let stored = ari.recordings().list_stored().await?.into_iter().map(|it| it.name);
    let prefix = format!("{mailbox}-");
    let mut messages: Vec<_> = stored.filter(|it| it.as_str().starts_with(&prefix)).collect();
    messages.sort();
    Ok(messages)
}

/// What is wanted after a message.
enum Then {
    Next,
    Previous,
    Delete,
    End,
}

async fn hear(call: &Call, message: &RecordingName) -> Result<Then, Error> {
    println!("Playing {message}");
    let mut playing = call.play([Media::recording(message)]).started().await?;
    let then = loop {
        let key = tokio::select! {
            finished = playing.finished() => return finished.map(|_| Then::Next),
            key = call.next_digit() => key?,
        };
        println!("Key {key}");
        match key {
            '1' => playing.reverse().await?,
            '2' if playing.is_paused() => playing.resume().await?,
            '2' => playing.pause().await?,
            '3' => playing.forward().await?,
            '4' => break Then::Previous,
            '5' => playing.restart().await?,
            '6' => break Then::Next,
            '7' => break Then::Delete,
            '#' => break Then::End,
            _ => {}
        }
    };
    playing.stop().await?;
    Ok(then)
}
