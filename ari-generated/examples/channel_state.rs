//! Rings a channel for two seconds, answers it, plays silence for four and hangs up, telling each step.
//!
//! ```text
//! exten => 1000,1,NoOp()
//!  same => n,Stasis(channel-state)
//!  same => n,GotoIf($["${STASISSTATUS}" = "FAILED"]?sorry)
//!  same => n,Hangup()
//!  same => n(sorry),Playback(im-sorry)
//!  same => n,Hangup()
//! ```
//!
//! What it printed of a call:
//!
//! ```text
//! Channel Local/app-channel-state@default-00000000;2 has entered the application
//! Answering channel Local/app-channel-state@default-00000000;2
//! Channel Local/app-channel-state@default-00000000;2 is now: Up
//! Hanging up channel Local/app-channel-state@default-00000000;2
//! Channel Local/app-channel-state@default-00000000;2 just left our application
//! ```

mod setup;

use std::time::Duration;

use ari_generated::events::ChannelStateChange;
use ari_generated::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (url, credentials) = setup::asterisk();
    let (_ari, events) = Ari::connect(url, credentials).app("channel-state").await?;
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
    call.on(|change: &ChannelStateChange| {
        println!("Channel {} is now: {}", change.channel.name, change.channel.state);
    });
    let leaving = format!("Channel {name} just left our application");
    call.on_left(|_| async move { println!("{leaving}") });

    // A caller who hangs up ends the call at any `?` from here on.
    call.ring().await?;
    call.sleep(Duration::from_secs(2)).await?;

    println!("Answering channel {name}");
    call.answer().await?;
    call.start_silence().await?;
    call.sleep(Duration::from_secs(4)).await?;

    println!("Hanging up channel {name}");
    call.hangup().await?;
    Ok(())
}
