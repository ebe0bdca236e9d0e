//! Plays a French ringing tone for eight seconds, answers and hangs up a second later.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-tones)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed of a call:
//!
//! ```text
//! Channel Local/app-channel-tones@default-00000000;2 has entered the application
//! Answering channel Local/app-channel-tones@default-00000000;2
//! Hanging up channel Local/app-channel-tones@default-00000000;2
//! Channel Local/app-channel-tones@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("channel-tones").await?;
    let grace = Duration::from_secs(5);
    events
        .serve(control)
        .on_failure(|id, failure| eprintln!("Channel {id}: {failure}"))
        .drain_on(setup::terminated(), grace, Parting::hang_up())
        .await?;
    Ok(())
}

pub(crate) async fn control(call: Call) -> Result<(), Error> {
    let name = setup::name(&call);
    println!("Channel {name} has entered the application");
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    // The tone is media, not a ringing indication: answering does not stop it.
    let tone = call.ari().playback(PlaybackId::random());
    call.play_with_id(tone.playback_id(), ["tone:ring;tonezone=fr"]).await?;
    call.sleep(Duration::from_secs(8)).await?;

    println!("Answering channel {name}");
    tone.stop().await?;
    call.answer().await?;
    call.sleep(Duration::from_secs(1)).await?;

    println!("Hanging up channel {name}");
    call.hangup().await?;
    Ok(())
}
