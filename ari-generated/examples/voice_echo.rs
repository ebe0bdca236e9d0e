//! Lets callers hear themselves, over a media websocket: the shortest program that listens and speaks on a call.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(voice-echo)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Answer()
//!  same => n,Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! ```text
//! Channel Local/app-voice-echo@default-00000000;2 has entered the application
//! Channel Local/app-voice-echo@default-00000000;2 hears itself
//! Channel Local/app-voice-echo@default-00000000;2 typed 5
//! Channel Local/app-voice-echo@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::media::MediaItem;
use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("voice-echo").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(echo)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn echo(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    call.answer().await?;
    let (mut reader, mut writer) = call.media("slin16").await?.split();
    println!("Channel {name} hears itself");
    // It ends when the caller hangs up.
    while let Some(item) = reader.next().await {
        match item {
            MediaItem::Audio(frame) => writer.send(frame.payload).await?,
            MediaItem::Digit(digit) => println!("Channel {name} typed {digit}"),
            _ => {}
        }
    }
    Ok(())
}
